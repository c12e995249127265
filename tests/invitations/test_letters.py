"""What testers are written, in the language of their market."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from livinglab.foundation.places import ANSWER_LANGUAGES
from livinglab.invitations import actions, letters
from livinglab.invitations.addresses import Person
from livinglab.invitations.work import deliver
from tests.invitations.conftest import PRODUCT, Scene, people
from tests.surroundings import World
from tests.thorough import spread


@pytest.mark.parametrize("language", spread(ANSWER_LANGUAGES, 5))
def test_an_invitation_says_what_is_needed_and_not_which_product(scene: Scene, world: World, language: str) -> None:
    scene.request.market.language = language
    actions.invite(scene.request, [Person("cleo@example.org", "Cleo Berg", 1)], scene.cast.carla)
    deliver()
    mail = world.outbox[0]
    text = mail.get_content()
    assert mail["Content-Language"] == language
    assert "Cluster Nordwest" in mail["Subject"]
    for word in ("Cleo Berg", "Cluster Nordwest", "Norrsken Sensors", "5", "2026", "http://livinglab.test/i/"):
        assert word in text
    for word in (PRODUCT, "Aurora", "Winter round", "Hears water", "%(", "{{", "{%", "None"):
        assert word not in text + mail["Subject"]


@pytest.mark.parametrize("language", spread(ANSWER_LANGUAGES, 5))
def test_a_reminder_is_another_mail(scene: Scene, world: World, language: str) -> None:
    scene.request.market.language = language
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    world.advance(days=4)
    actions.remind(scene.request, scene.cast.carla)
    deliver()
    invitation, reminder = world.outbox
    assert invitation["Subject"] != reminder["Subject"]
    assert reminder["List-Unsubscribe"] is not None
    assert PRODUCT not in reminder.get_content()


def test_no_letter_has_gaps_or_very_long_lines_of_blanks(scene: Scene) -> None:
    for closes in (None, datetime(2026, 12, 12, tzinfo=UTC)):
        scene.round.closes_at = closes
        _, text = letters.preview(scene.request)
        assert "\n\n\n" not in text
        assert not any(line != line.strip() for line in text.splitlines() if line != "-- ")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "12 December 2026, 18:00 CET"),
        ("de", "12. Dezember 2026, 18:00 MEZ"),
        ("sv", "12 december 2026, 18:00 CET"),
        ("pl", "12 grudnia 2026, 18:00 CET"),
        ("fi", "12. joulukuuta 2026, 18.00 UTC+01:00"),
    ],
)
def test_times_are_written_as_the_reader_writes_them(scene: Scene, language: str, written: str) -> None:
    assert letters.closing(scene.round, language) == written


def test_a_round_that_somebody_closes_by_hand_names_no_time(scene: Scene) -> None:
    scene.round.closes_at = scene.round.opens_at = None
    assert letters.closing(scene.round, "en") == letters.opening(scene.round, "en") == ""


def test_a_code_in_the_names_of_cluster_and_company_is_only_text(scene: Scene, world: World) -> None:
    scene.request.organisation.name = "{{ config }} %(company)s"
    scene.round.organisation.name = "%s {token} ${x}"
    actions.invite(scene.request, people("cleo@example.org"), scene.cast.carla)
    deliver()
    text = world.outbox[0].get_content()
    assert "{{ config }} %(company)s" in text
    assert "%s {token} ${x}" in text
