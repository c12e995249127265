"""What testers read is there in every language of the answer pages, whole and compiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale, ngettext

from livinglab.foundation import catalogues
from livinglab.foundation.places import ANSWER_LANGUAGES
from tests.factories import invitations as factory
from tests.fixtures import As
from tests.invitations.conftest import Scene
from tests.pages import words
from tests.thorough import spread

ASKS, NOTHING_HERE = "%(cluster)s asks for your opinion", "There is nothing here"


def said_in(language: str, message: str, **names: str) -> str:
    """A message as the catalogue of a language has it."""
    if language == "en":
        return message % names
    with catalogues.path_of(language).open("rb") as file:
        return str(read_po(file).get(message).string) % names  # type: ignore[union-attr]


def test_no_message_is_missing_doubtful_or_unused_and_all_are_compiled() -> None:
    assert catalogues.problems() == [], "run ./lab translations, then translate what it names"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of two messages, of which one has a plural; returns the Polish one."""
    wanted = Catalog()
    wanted.add("Hello %(name)s,")
    wanted.add(("%(num)s question", "%(num)s questions"))
    monkeypatch.setattr(catalogues, "messages", lambda: wanted)
    monkeypatch.setattr(catalogues, "LANGUAGES", ("pl",))
    shutil.copytree(catalogues.TRANSLATIONS, tmp_path / "translations")
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path / "translations")
    assert catalogues.update() == []
    return catalogues.path_of("pl")


@pytest.mark.parametrize(
    ("now", "then", "complaint"),
    [
        ('"Dzień dobry, %(name)s!"', '""', "pl: translate 'Hello %(name)s,'"),
        ('"%(num)s pytania"', '""', "pl: translate '%(num)s question'"),
        ('"Dzień dobry, %(name)s!"', '"Dzień dobry!"', "pl: use the same placeholders in 'Hello %(name)s,'"),
        ('"Dzień dobry, %(name)s!"', '"%(name)s, 100 % hej"', "pl: use the same placeholders in 'Hello %(name)s,'"),
        ("#, python-format", "#, fuzzy, python-format", "pl: look again at 'Hello %(name)s,'"),
        ("pytanie", "pytanko", "pl: compile it"),
        ('msgid "Hello %(name)s,"', 'msgid "Bye %(name)s,"', "pl: remove 'Bye %(name)s,'"),
    ],
)
def test_whatever_is_wrong_with_a_catalogue_is_told(small: Path, now: str, then: str, complaint: str) -> None:
    text = small.read_text(encoding="utf-8")
    assert now in text
    small.write_text(text.replace(now, then), encoding="utf-8")
    assert complaint in catalogues.problems()


def test_taking_in_new_messages_twice_changes_nothing(small: Path) -> None:
    before = small.read_bytes(), small.with_suffix(".mo").read_bytes()
    catalogues.update()
    assert (small.read_bytes(), small.with_suffix(".mo").read_bytes()) == before


@pytest.mark.parametrize("language", spread(ANSWER_LANGUAGES, 5))
def test_a_tester_reads_the_page_in_the_language_of_the_market(as_: As, scene: Scene, language: str) -> None:
    scene.request.market.language = language
    page = as_(None).get(factory.link(factory.invitation(scene.request)))
    assert f'<html lang="{language}"' in page.text
    here, elsewhere = (said_in(one, ASKS, cluster="Cluster Nordwest") for one in (language, "de"))
    assert here in words(page.text)
    assert (elsewhere in words(page.text)) == (language == "de")


@pytest.mark.parametrize("language", spread(ANSWER_LANGUAGES, 5))
def test_an_error_is_told_in_the_language_of_the_browser(as_: As, scene: Scene, language: str) -> None:
    page = as_(None).get("/i/" + "a" * 43, headers={"Accept-Language": f"{language}, en;q=0.5"})
    assert page.status_code == 404
    assert f'<html lang="{language}"' in page.text
    assert said_in(language, NOTHING_HERE) in page.text


def test_people_with_an_account_read_errors_in_english(as_: As, scene: Scene) -> None:
    page = as_(scene.cast.carla).get("/no/such/page", headers={"Accept-Language": "de"})
    assert NOTHING_HERE in page.text


@pytest.mark.parametrize(
    ("count", "polish"),
    [(1, "1 pytanie"), (2, "2 pytania"), (5, "5 pytań"), (12, "12 pytań"), (22, "22 pytania"), (25, "25 pytań")],
)
def test_polish_has_three_ways_to_count(app: Flask, count: int, polish: str) -> None:
    with force_locale("pl"):
        assert ngettext("%(num)s question", "%(num)s questions", count) == polish
