"""Reading the mails that an account or an organisation caused."""

from __future__ import annotations

import re
from email.message import EmailMessage

from livinglab.invitations.work import deliver
from tests.fixtures import BASE
from tests.surroundings import World


def sent_to(world: World, address: str) -> list[EmailMessage]:
    """Lets the worker send what waits; the mails to an address, oldest first."""
    deliver()
    return [mail for mail in world.outbox if mail["To"] == address]


def text_of(mail: EmailMessage) -> str:
    """What the mail says."""
    return mail.get_content()


def path_in(mail: EmailMessage) -> str:
    """The path of the one link in a mail, which begins with the configured address and no other."""
    (link,) = re.findall(r"https?://\S+", text_of(mail))
    assert link.startswith(BASE + "/")
    return link.removeprefix(BASE)


def token_in(path: str) -> str:
    """The last part of a link's path."""
    return path.rpartition("/")[2]
