"""What changes organisations, and who belongs to them."""

from __future__ import annotations

from datetime import timedelta

from livinglab.accounts.access import user_with_address
from livinglab.accounts.models import User
from livinglab.foundation import audit, links, mail
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.limits import within_limit
from livinglab.foundation.surroundings import now
from livinglab.network import queries
from livinglab.network.access import JOIN
from livinglab.network.models import A_ROLE, ColleagueInvitation, Membership, Organisation

INVITATION_VALID = timedelta(days=14)
NOTICE = "network"  # the purpose of mails that carry no power
ORGANISATIONS_A_DAY = 10
INVITATIONS_AN_HOUR = 50
MAILS_AN_HOUR_TO_ONE = 3
ALREADY_MINE = "You have an organisation with this name in this country already. Choose another name, or use that one."
LAST_OWNER = (
    "An organisation needs an owner. Make somebody else an owner first: open People and choose Change beside a name."
)


def create_organisation(kind: str, name: str, country: str, website: str, about: str, by: User) -> Organisation:
    """A new company or cluster, owned by who makes it. Administrators are told of a cluster that waits."""
    mine = queries.my_roles(by)
    if any((m.organisation.kind, m.organisation.name, m.organisation.country) == (kind, name, country) for m in mine):
        raise Refused(ALREADY_MINE)
    if not within_limit("create organisation", str(by.id), ORGANISATIONS_A_DAY, 24 * 60):
        raise Refused("You have created many organisations today. Wait until tomorrow.")
    organisation = Organisation(kind=kind, name=name, country=country, website=website, about=about, created_at=now())
    db.session.add(organisation)
    db.session.flush()
    db.session.add(Membership(user_id=by.id, organisation_id=organisation.id, role="owner", created_at=now()))
    audit.record("create_organisation", organisation, by=by, kind=kind)
    if not organisation.is_confirmed:
        for administrator in queries.administrators():
            _notice("network_waiting", administrator, organisation)
    return organisation


def edit_organisation(organisation: Organisation, name: str, country: str, website: str, about: str, by: User) -> None:
    """Change what an organisation says about itself; a changed name stays readable in the history."""
    changed = {
        field: getattr(organisation, field)
        for field, value in {"name": name, "country": country, "website": website, "about": about}.items()
        if getattr(organisation, field) != value
    }
    if not changed:
        return
    organisation.name, organisation.country = name, country
    organisation.website, organisation.about = website, about
    before = {field: value for field, value in changed.items() if field in ("name", "country")}
    audit.record("edit_organisation", organisation, by=by, changed=sorted(changed), before=before)


def confirm_cluster(organisation: Organisation, by: User) -> None:
    """Vouch for a cluster, so that others see it and can ask it. Its owners get a mail."""
    _hold(organisation)
    if organisation.confirmed_at is not None:
        raise Refused("This cluster is confirmed already. There is nothing left to do.")
    organisation.confirmed_at = now()
    organisation.confirmed_by_id = by.id
    audit.record("confirm_cluster", organisation, by=by)
    for owner in queries.owners_of(organisation.id):
        _notice("network_confirmed", owner, organisation)


def invite_colleague(organisation: Organisation, address: str, role: str, by: User) -> ColleagueInvitation:
    """Ask the owner of a normal address to join. Whether the address has an account makes no difference here."""
    _hold(organisation)
    user = user_with_address(address)
    membership = queries.membership_of(user.id, organisation.id) if user else None
    if user is not None and membership is not None and membership.ended_at is None:
        raise Refused(f"{user.name} belongs to {organisation.name} already, with this address. See People.")
    if queries.open_invitations(organisation.id, address):
        raise Refused("This address is invited already. Open People to send the mail again or to withdraw it.")
    if not within_limit("invite colleague", str(by.id), INVITATIONS_AN_HOUR, 60):
        raise Refused("You have invited many people in the last hour. Wait an hour, then go on.")
    invitation = ColleagueInvitation(
        organisation_id=organisation.id,
        email=address,
        role=role,
        invited_by_id=by.id,
        created_at=now(),
        expires_at=now() + INVITATION_VALID,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record("invite_colleague", invitation, by=by, organisation=organisation.id, role=role)
    _mail_invitation(invitation, organisation, by)
    return invitation


def send_again(invitation: ColleagueInvitation, by: User) -> None:
    """Mail an invitation once more, with the whole time to answer."""
    _hold_invitation(invitation)
    if invitation.state_at(now()) not in ("open", "expired"):
        raise Refused("This invitation has been answered or withdrawn. Invite the person again instead.")
    mail.withdraw(JOIN, invitation.id)
    invitation.expires_at = now() + INVITATION_VALID
    audit.record("send_invitation_again", invitation, by=by)
    _mail_invitation(invitation, invitation.organisation, by)


def withdraw_invitation(invitation: ColleagueInvitation, by: User) -> None:
    """Take an invitation back: its link opens nothing any more, and a mail that waits does not leave."""
    _hold_invitation(invitation)
    if invitation.accepted_at is not None:
        raise Refused("This invitation was accepted in the meantime. Open People to remove the person instead.")
    if invitation.withdrawn_at is None:
        _end(invitation)
        audit.record("withdraw_invitation", invitation, by=by)


def join(invitation: ColleagueInvitation, user: User) -> Membership:
    """Accept an invitation. Raises `Refused` for an ended one, and for anybody but the owner of its address."""
    _hold(invitation.organisation)
    _hold_invitation(invitation)
    if user.email != invitation.email:
        raise Refused("This invitation is for another address. Sign in with the address it was sent to.")
    if invitation.state_at(now()) != "open":
        raise Refused("This invitation has ended. Ask who sent it for a new one.")
    invitation.accepted_at = now()
    links.revoke(JOIN, invitation.id)
    membership = queries.membership_of(user.id, invitation.organisation_id)
    if membership is None:
        membership = Membership(
            user_id=user.id, organisation_id=invitation.organisation_id, role=invitation.role, created_at=now()
        )
        db.session.add(membership)
    elif membership.ended_at is not None:
        membership.role, membership.created_at, membership.ended_at = invitation.role, now(), None
    audit.record("join", membership, by=user, role=membership.role)
    return membership


def change_role(membership: Membership, role: str, by: User) -> None:
    """Make somebody owner, member or reader. Raises `Refused` for the last owner."""
    if membership.ended_at is not None:
        raise Refused("This person is no longer in the organisation. Add them again first.")
    if membership.role == role:
        return
    _keep_an_owner(membership)
    before, membership.role = membership.role, role
    audit.record("change_role", membership, by=by, before=before, role=role)


def remove_member(membership: Membership, by: User) -> None:
    """End somebody's membership: from the next page they open, they see nothing of the organisation."""
    if membership.ended_at is None:
        _leave(membership, queries.LEFT if membership.user_id == by.id else queries.REMOVED, by)


def leave(membership: Membership, by: User) -> None:
    """End one's own membership. Raises `Refused` for the last owner."""
    _leave(membership, queries.LEFT, by)


def add_again(membership: Membership, by: User) -> None:
    """Undo a removal. Who left by themselves is asked by an invitation instead."""
    if membership.ended_at is None:
        return
    if not queries.was_removed_lately(membership):
        raise Refused("This person left by themselves, or long ago. Invite them again instead.")
    membership.ended_at = None
    audit.record("add_again", membership, by=by, role=membership.role)


def _leave(membership: Membership, verb: str, by: User) -> None:
    _keep_an_owner(membership)
    membership.ended_at = now()
    # An older invitation to the same person must not be a way back in.
    for invitation in queries.open_invitations(membership.organisation_id, membership.user.email):
        _end(invitation)
    audit.record(verb, membership, by=by, role=membership.role)


def _keep_an_owner(membership: Membership) -> None:
    """Refuse what would leave nobody in charge; of two owners who go at once, the second is refused."""
    _hold(membership.organisation)
    if membership.role == "owner" and queries.owner_count(membership.organisation_id) < 2:
        raise Refused(LAST_OWNER)


def _hold(organisation: Organisation) -> None:
    db.session.refresh(organisation, with_for_update=True)


def _hold_invitation(invitation: ColleagueInvitation) -> None:
    db.session.refresh(invitation, with_for_update=True)


def _end(invitation: ColleagueInvitation) -> None:
    invitation.withdrawn_at = now()
    links.revoke(JOIN, invitation.id)
    mail.withdraw(JOIN, invitation.id)


def _mail_invitation(invitation: ColleagueInvitation, organisation: Organisation, by: User) -> None:
    if not within_limit("invitation mail", invitation.email, MAILS_AN_HOUR_TO_ONE, 60):
        raise Refused("This address was sent several mails in the last hour. Wait an hour, then send it again.")
    mail.queue(
        "network_invitation",
        invitation.email,
        "en",
        purpose=JOIN,
        object_id=invitation.id,
        path="/network/join/{token}",
        context={"organisation": organisation.name, "inviter": by.name, "role": A_ROLE[invitation.role]},
        link_expires_at=invitation.expires_at,
    )


def _notice(kind: str, user: User, organisation: Organisation) -> None:
    mail.queue(
        kind,
        user.email,
        "en",
        purpose=NOTICE,
        object_id=organisation.id,
        path=f"/network/{organisation.id}",
        context={"name": user.name, "organisation": organisation.name},
    )
