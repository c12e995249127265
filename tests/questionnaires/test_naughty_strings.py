"""Strings that break software, as words of questions: kept as they are but for cleaning, and inert on every page."""

from __future__ import annotations

import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest

from livinglab.domain.questionnaire.cleaning import clean, is_blank
from livinglab.domain.questionnaire.texts import limit_of
from tests.cast import Cast
from tests.factories import questionnaires
from tests.fixtures import As
from tests.pages import words
from tests.questionnaires.forms import at, draft_of, fields_of, send, structure_in, words_in
from tests.thorough import spread

STRINGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty_strings.json"


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    """Those that leave something to be seen and fit into an option, each once as readers see it; in the fast run a
    spread of them, with each mixture of characters that there is."""
    if not STRINGS.exists():
        pytest.skip("the list of naughty strings is not part of a checkout: ../shared/data is absent")
    kept: dict[str, str] = {}
    for text in json.loads(STRINGS.read_text(encoding="utf-8")):
        tidy = clean(text).replace("\n", " ").replace("\t", " ")
        if not is_blank(tidy) and len(tidy) <= limit_of("option"):
            kept.setdefault(" ".join(tidy.casefold().split()), text)
    return list(spread(list(kept.values()), 8, mixture_in))


def mixture_in(text: str) -> frozenset[str]:
    """The classes of the characters of a text: capitals, marks, digits, signs, what cannot be seen, …"""
    return frozenset(unicodedata.category(character) for character in text)


def tidied(text: str) -> str:
    """As it is stored on one line."""
    return clean(text).translate({10: " ", 9: " "})


class _Tags(HTMLParser):
    """Notes what a browser would run or load that is not the page's own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        own = tag == "script" and (has.get("src") or "").startswith("/static/js/")
        if (tag in ("script", "iframe", "img", "object", "embed", "base", "style") and not own) or "style" in has:
            self.found.append(f"{tag} {has}")
        self.found += [name for name in has if name.startswith("on")]
        if (has.get("href") or "").strip().lower().startswith("javascript:"):
            self.found.append("a link that runs")


def inert(page: str) -> None:
    """No text of a person became markup."""
    tags = _Tags()
    tags.feed(page)
    assert tags.found == []


def test_as_options_they_survive_and_do_nothing(as_: As, cast: Cast, naughty: list[str]) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    browser = as_(cast.anna)
    path = at(mine, "/build/questions/channel")
    for start in range(0, len(naughty), 95):
        part = naughty[start : start + 95]
        answer = send(browser, path, {"row": part, "row_key": [""] * len(part)})
        if answer.status_code == 422:  # two that look alike once composed: tell them apart
            part = [f"{number} {text}" for number, text in enumerate(part)]
            answer = send(browser, path, {"row": part, "row_key": [""] * len(part)})
        assert answer.status_code == 303
        item = structure_in(draft_of(mine)).item("channel")
        english = words_in(draft_of(mine))["en"]
        assert [english[f"option.channel.{key}"] for key in item.settings["options"]] == [tidied(t) for t in part]
        page = browser.get(path).text
        assert fields_of(page)["row"] == [tidied(text) for text in part]
        inert(page)


def test_as_labels_they_survive_and_do_nothing(as_: As, cast: Cast, naughty: list[str]) -> None:
    mine = questionnaires.questionnaire(cast.norrsken)
    version = draft_of(mine)
    browser = as_(cast.anna)
    for text in naughty[::25]:
        assert send(browser, at(mine, "/build/questions/why"), {"label": text, "help": text}).status_code == 303
        assert words_in(version)["en"]["item.why.label"] == tidied(text)
        assert words_in(version)["en"]["item.why.help"] == clean(text)
    typed = {"title": naughty[3], "intro": "\n\n".join(naughty[:80])[:4000], "thanks": "<script>alert(1)</script>"}
    send(browser, at(mine, "/build/words"), typed)
    evil = "</textarea></title><script>alert('é')</script><img src=x onerror=alert(1)>"
    send(browser, at(mine, "/build/questions/why"), {"label": evil, "help": evil})
    send(browser, at(version, "/languages/de"), {"t.item.why.label": evil, "t.title": evil})
    send(browser, at(mine, "/build/sections/the-product"), {"title": evil, "intro": evil})
    send(browser, at(mine, "/name"), {"name": evil})
    for page in (
        "/questionnaires/",
        at(mine),
        at(mine, "/build"),
        at(mine, "/build/words"),
        at(mine, "/build/sections/the-product"),
        at(mine, "/build/questions/why"),
        at(mine, "/build/questions/why/remove"),
        at(mine, "/publish"),
        at(version, "/languages"),
        at(version, "/languages/de"),
        at(version, "/preview?language=de"),
        at(version, "/preview/2?language=de"),
        at(version, "/preview/end"),
    ):
        answer = browser.get(page)
        assert answer.status_code == 200
        inert(answer.text)
    assert "</textarea></title>" in words(browser.get(at(mine, "/build")).text)


def test_as_translations_they_survive(as_: As, cast: Cast, naughty: list[str]) -> None:
    version = draft_of(questionnaires.questionnaire(cast.norrsken))
    keys, naughty = list(questionnaires.ENGLISH), naughty[::3]
    for start in range(0, len(naughty), len(keys)):
        part = dict(zip(keys, naughty[start:], strict=False))
        answer = send(as_(cast.anna), at(version, "/languages/fi"), {f"t.{key}": text for key, text in part.items()})
        if answer.status_code == 422:  # some are longer than a unit or a point may be
            part = {key: text for key, text in part.items() if len(clean(text)) <= limit_of(key)}
            answer = send(
                as_(cast.anna), at(version, "/languages/fi"), {f"t.{key}": text for key, text in part.items()}
            )
        assert answer.status_code == 303
        finnish = words_in(version)["fi"]
        for key, text in part.items():
            assert finnish[key] in (tidied(text), clean(text))
