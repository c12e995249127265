"""Who takes part in this browser: only whose code its session holds."""

from __future__ import annotations

import pytest
from flask import Flask, session
from werkzeug.exceptions import HTTPException

from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations.access import TAKING_PART, participation_here
from livinglab.invitations.models import Participation
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene


@pytest.fixture
def cleo(scene: Scene) -> Participation:
    """Cleo has opened her link."""
    return factory.participation(scene.request.market, factory.invitation(scene.request))


def status(app: Flask, participation_id: int, held: object) -> int:
    """What a request gets that asks for a participation while its session holds something."""
    with app.test_request_context("/"):
        session[TAKING_PART] = held
        try:
            return 200 if participation_here(participation_id).id == participation_id else 500
        except HTTPException as error:
            return error.code or 500


def test_the_right_code_opens_it(app: Flask, scene: Scene, cleo: Participation) -> None:
    assert status(app, cleo.id, {str(cleo.id): cleo.code}) == 200


@pytest.mark.parametrize("held", [None, {}, "x", [1], {"1": ""}])
def test_without_a_code_there_is_nothing(app: Flask, scene: Scene, cleo: Participation, held: object) -> None:
    assert status(app, cleo.id, held) == 404


def test_a_wrong_code_and_another_ones_code_open_nothing(app: Flask, scene: Scene, cleo: Participation) -> None:
    other = factory.participation(scene.request.market)
    for code in ("0" * 32, other.code, "", cleo.pseudonym):
        assert status(app, cleo.id, {str(cleo.id): code}) == 404
    assert status(app, cleo.id, {str(other.id): other.code}) == 404
    assert status(app, 999_999, {"999999": cleo.code}) == 404


def test_a_tester_does_not_reach_the_pages_of_another(as_: As, scene: Scene, cleo: Participation) -> None:
    other = factory.participation(scene.request.market)
    browser = factory.take_part(as_(None), cleo)
    foreign, missing = browser.get(f"/feedback/{other.id}/"), browser.get("/feedback/999999/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.data == missing.data


def test_a_cookie_that_somebody_wrote_is_not_believed(as_: As, scene: Scene, cleo: Participation) -> None:
    browser = as_(None)
    browser.set_cookie(
        "livinglab", "eyJ0YWtpbmdfcGFydCI6eyIxIjoiMSJ9fQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", domain="livinglab.test"
    )
    assert browser.get(f"/feedback/{cleo.id}/").status_code == 404


def test_a_withdrawn_invitation_ends_the_session_but_not_for_who_has_answered(
    app: Flask, scene: Scene, cleo: Participation
) -> None:
    assert cleo.invitation is not None
    cleo.invitation.withdrawn_at = now()
    db.session.flush()
    held = {str(cleo.id): cleo.code}
    assert status(app, cleo.id, held) == 410
    cleo.answered_at = now()
    db.session.flush()
    assert status(app, cleo.id, held) == 200
