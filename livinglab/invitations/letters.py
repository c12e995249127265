"""What a tester is written: in the market's language, without the product's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_name

from livinglab.foundation import links, mail
from livinglab.foundation.places import country_name, locale_of
from livinglab.invitations.models import INVITATION_MAIL, PURPOSE, REMINDER_MAIL
from livinglab.rounds.models import RecruitingRequest, Round


class Reader(NamedTuple):
    """Who is written to: the invitation's id, address and name."""

    id: int
    address: str
    name: str


def invite(request: RecruitingRequest, readers: Iterable[Reader], link_expires_at: datetime) -> None:
    """Queue the invitations to people; they wait for the round to open, and are sent at least once."""
    _send(INVITATION_MAIL, request, readers, link_expires_at, at_most_once=False)


def remind(request: RecruitingRequest, readers: Iterable[Reader], link_expires_at: datetime) -> None:
    """Queue reminders to people. One that may have left is never sent again."""
    _send(REMINDER_MAIL, request, readers, link_expires_at, at_most_once=True)


def _send(
    kind: str, request: RecruitingRequest, readers: Iterable[Reader], link_expires_at: datetime, *, at_most_once: bool
) -> None:
    market, round_ = request.market, request.market.round
    about = about_round(request, market.language)
    mail.queue_many(
        kind,
        market.language,
        [mail.Letter(reader.id, reader.address, {**about, "name": reader.name}) for reader in readers],
        purpose=PURPOSE,
        path="/i/{token}",
        link_expires_at=link_expires_at,
        at_most_once=at_most_once,
        not_before=None if round_.takes_answers else mail.HELD,
    )


def preview(request: RecruitingRequest) -> tuple[str, str]:
    """(subject, text) of the invitation as somebody will read it, with a link that leads nowhere."""
    language = request.market.language
    context = {**about_round(request, language), "name": "Cleo Berg"}
    return mail.render(INVITATION_MAIL, language, links.absolute("/i/…"), context)


def about_round(request: RecruitingRequest, language: str) -> dict[str, Any]:
    """What a tester may know before taking part. The closed list of what stands in a letter's placeholders."""
    round_ = request.market.round
    return {
        "sender": request.organisation.name,
        "cluster": request.organisation.name,
        "company": round_.organisation.name,
        "origin": country_name(round_.organisation.country, language),
        "minutes": round_.minutes,
        "closes": closing(round_, language),
    }


def closing(round_: Round, language: str) -> str:
    """When the round closes, in a language, with the zone of its people; empty when somebody closes it by hand."""
    return "" if round_.closes_at is None else long_moment(round_.closes_at, round_.time_zone, language)


def opening(round_: Round, language: str) -> str:
    """When the round opens, likewise."""
    return "" if round_.opens_at is None else long_moment(round_.opens_at, round_.time_zone, language)


def long_moment(value: datetime, time_zone: str, language: str) -> str:
    """A time in words, such as `12. Dezember 2026, 18:00 MEZ`."""
    locale: Locale = locale_of("en-GB" if language == "en" else language)
    local = value.astimezone(ZoneInfo(time_zone))
    zone = get_timezone_name(local, width="short", locale=locale)
    if not zone[0].isalpha():  # CLDR has no short name in this language
        zone = get_timezone_gmt(local, width="long", locale=locale)
    return f"{format_date(local, 'long', locale=locale)}, {format_time(local, 'short', locale=locale)} {zone}"
