"""Who may read single responses, bring answers from elsewhere, and see what testers are shown; the only way to get
each by its id."""

from __future__ import annotations

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from livinglab.accounts.models import User
from livinglab.feedback.models import Import, Response
from livinglab.foundation.db import db
from livinglab.invitations.access import participation_here
from livinglab.network.access import may
from livinglab.products.models import ProductFile
from livinglab.rounds.access import round_to_manage, round_to_view, sees_everything, visible_rounds
from livinglab.rounds.models import Round


def round_to_read(user: User, round_id: int) -> Round:
    """A round of a company the person works for: nobody else reads single responses, not even the coordinator (404)."""
    found = round_to_view(user, round_id)
    if not sees_everything(user, found):
        abort(404)
    return found


def response_to_view(user: User, response_id: int) -> Response:
    """A response that stands, in a round in which the person's company reads single ones; else 404."""
    found = db.session.scalar(
        select(Response)
        .join(Response.round)
        .where(
            Response.id == response_id,
            Response.withdrawn_at.is_(None),
            Round.mode == "individual",
            Round.id.in_(visible_rounds(user).with_only_columns(Round.id)),
        )
        .options(
            contains_eager(Response.round),
            joinedload(Response.market),
            joinedload(Response.participation),
            joinedload(Response.text),
        )
    )
    if found is None or not sees_everything(user, found.round):
        abort(404)
    return found


def picture_here(participation_id: int, file_id: int) -> ProductFile:
    """A picture of the product that this browser's tester is asked about, as long as the first page shows it.

    404 and 410 as for the pages (`participation_here`); 404 for papers, other products, and while nobody can answer.
    """
    participation = participation_here(participation_id)
    if participation.answered_at is not None or not participation.round.takes_answers:
        abort(404)
    found = db.session.scalar(
        select(ProductFile)
        .where(
            ProductFile.id == file_id,
            ProductFile.product_id == participation.round.product_id,
            ProductFile.kind == "picture",
        )
        .options(joinedload(ProductFile.stored), joinedload(ProductFile.small))
    )
    if found is None:
        abort(404)
    return found


def round_to_bring_into(user: User, round_id: int) -> Round:
    """A round into which the person may bring answers: 404 for who is not of its company, 403 for readers."""
    return round_to_manage(user, round_to_read(user, round_id).id)


def import_to_manage(user: User, import_id: int) -> Import:
    """An import into a round of the person's company: 404 for others, 403 for readers."""
    found = db.session.scalar(
        select(Import)
        .join(Import.round)
        .where(Import.id == import_id, Round.id.in_(visible_rounds(user).with_only_columns(Round.id)))
        .options(contains_eager(Import.round), joinedload(Import.stored))
    )
    if found is None or not sees_everything(user, found.round):
        abort(404)
    if not may(user, found.round.organisation_id, "member"):
        abort(403)
    return found
