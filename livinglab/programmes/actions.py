"""What people do with programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from livinglab.accounts.access import user_with_address
from livinglab.accounts.models import User
from livinglab.foundation import audit, mail
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.limits import within_limit
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.network.queries import owners_of
from livinglab.programmes import queries
from livinglab.programmes.models import Programme, ProgrammeAsk, ProgrammeMember

ASK = "programme ask"
ANSWER = "programme answer"
FACTS = ("name", "about", "funder", "reference", "begins_on", "ends_on")
ASK_AGAIN_AFTER = timedelta(days=30)
ASKS_AN_HOUR = 60
# What an organisation may say, and from which states.
ANSWERS = {"accepted": ("asked", "declined", "left"), "declined": ("asked",), "left": ("accepted",)}


def begin_programme(coordinator: Organisation, facts: Mapping[str, Any], by: User) -> Programme:
    """A new programme that a cluster coordinates. `facts` has a value for each of `FACTS`."""
    if not coordinator.is_cluster or not coordinator.is_confirmed:
        raise Refused("Only a confirmed cluster can coordinate a programme. Ask another cluster to confirm yours.")
    programme = Programme(coordinator_id=coordinator.id, created_at=now(), **{name: facts[name] for name in FACTS})
    db.session.add(programme)
    audit.record("begin programme", programme, by)
    return programme


def change_programme(programme: Programme, facts: Mapping[str, Any], by: User) -> None:
    """Change what is known of a programme. The audit line names what changed, not the words."""
    changed = [name for name in FACTS if getattr(programme, name) != facts[name]]
    for name in changed:
        setattr(programme, name, facts[name])
    if changed:
        audit.record("change programme", programme, by, changed=changed)


def ask_cluster(programme: Programme, cluster: Organisation, by: User) -> None:
    """Ask a confirmed cluster to take part. Asked or there already is no error."""
    if not cluster.is_cluster or not cluster.is_confirmed or cluster.id == programme.coordinator_id:
        raise Refused("Choose confirmed clusters other than your own.")
    _ask(programme, cluster, by)


def ask_company(programme: Programme, address: str, by: User) -> None:
    """Ask the company whose owner has this (normal) address. Whether there is one makes no difference to the caller.

    A company that declined or left is not asked again before `ASK_AGAIN_AFTER`.
    """
    if not within_limit(ASK, str(by.id), ASKS_AN_HOUR, 60):
        raise Refused("You have asked at many addresses in the last hour. Wait an hour, then go on.")
    _hold(programme)
    ask = queries.ask_at(programme, address)
    if ask is None:
        ask = ProgrammeAsk(programme_id=programme.id, address=address, asked_by_id=by.id, created_at=now())
        db.session.add(ask)
    ask.created_at, ask.asked_by_id = now(), by.id
    audit.record("ask at address", ask, by, programme=programme.id)
    owner = user_with_address(address)
    for company in queries.companies_owned_by(owner) if owner is not None else []:
        member = queries.member_of(programme, company)
        answered = member.answered_at if member is not None else None
        if answered is None or answered <= now() - ASK_AGAIN_AFTER:
            _ask(programme, company, by)


def _hold(programme: Programme) -> None:
    """Two people who ask at once do so one after the other, so that nobody is asked twice."""
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())


def _ask(programme: Programme, organisation: Organisation, by: User) -> None:
    _hold(programme)
    member = queries.member_of(programme, organisation)
    if member is None:
        member = ProgrammeMember(programme_id=programme.id, organisation_id=organisation.id, created_at=now())
        db.session.add(member)
    elif member.state in ("asked", "accepted"):
        return
    member.state, member.answered_at = "asked", None
    audit.record("ask organisation", member, by, programme=programme.id, organisation=organisation.id)
    # Taking back and asking again does not fill anybody's mailbox.
    if within_limit(ASK + " mail", f"{programme.id} {organisation.id}", 1, 24 * 60):
        _mail_ask(programme, organisation, member, by)


def _mail_ask(programme: Programme, organisation: Organisation, member: ProgrammeMember, by: User) -> None:
    for owner in owners_of(organisation.id):
        mail.queue(
            "programme_asked",
            owner.email,
            "en",
            purpose=ASK,
            object_id=member.id,
            path=f"/programmes/{programme.id}",
            context={
                "name": owner.name,
                "asker": by.name,
                "coordinator": programme.coordinator.name,
                "organisation": organisation.name,
                "programme": programme.name,
                "is_company": not organisation.is_cluster,
            },
        )


def answer(member: ProgrammeMember, state: str, by: User) -> None:
    """An organisation accepts, declines or leaves. The same word twice is once; what does not follow is `Refused`.

    The coordinator's owners get a mail when somebody takes part or leaves; that a company declined is told to nobody.
    """
    if member.state == state:
        return
    if member.state not in ANSWERS.get(state, ()):
        raise Refused("This was answered in the meantime. Go back, reload the page and look again.")
    member.state, member.answered_at = state, now()
    mail.withdraw(ASK, member.id)
    mail.withdraw(ANSWER, member.id)
    audit.record(f"{state} programme", member, by, programme=member.programme_id)
    if state != "declined" or member.organisation.is_cluster:
        _mail_answer(member)


def _mail_answer(member: ProgrammeMember) -> None:
    programme = member.programme
    for owner in owners_of(programme.coordinator_id):
        mail.queue(
            "programme_answered",
            owner.email,
            "en",
            purpose=ANSWER,
            object_id=member.id,
            path=f"/programmes/{programme.id}",
            context={
                "name": owner.name,
                "organisation": member.organisation.name,
                "programme": programme.name,
                "state": member.state,
                "is_company": not member.organisation.is_cluster,
            },
        )


def take_back_cluster_ask(member: ProgrammeMember, by: User) -> None:
    """A cluster need not answer any more; a mail that waits does not leave."""
    _take_back(member, by)


def take_back_address_ask(ask: ProgrammeAsk, by: User) -> None:
    """Forget an address, and take back what was asked there and not answered."""
    owner = user_with_address(ask.address)
    for company in queries.companies_owned_by(owner) if owner is not None else []:
        member = queries.member_of(ask.programme, company)
        if member is not None and member.state == "asked":
            _take_back(member, by)
    audit.record("take back address", ask, by, programme=ask.programme_id)
    db.session.delete(ask)


def _take_back(member: ProgrammeMember, by: User) -> None:
    mail.withdraw(ASK, member.id)
    audit.record("take back ask", member, by, programme=member.programme_id, organisation=member.organisation_id)
    db.session.delete(member)
