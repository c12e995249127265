"""Files that are no rounds are refused in words that say where; nothing is made of them, and nothing breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.products.models import Product
from livinglab.rounds import incoming
from livinglab.rounds.dump import dump_round, load_round
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import rounds
from tests.thorough import examples

GOOD: dict[str, Any] = {
    "format": "livinglab round",
    "version": 1,
    "round": {
        "name": "Round", "mode": "individual", "minutes": 5, "opens_at": None, "closes_at": "2027-03-01T09:00:00Z",
        "time_zone": "UTC", "rule": {"enter_when": "a", "adapt_when": "b", "leave_when": "c"},
    },
    "product": {
        "name": "Product", "codename": "Aurora", "pitch": "p", "description": "", "stage": "pilot", "sector": "",
        "secrets": "", "markets": ["SE"],
    },
    "questionnaire": {
        "name": "Questions", "source_language": "en",
        "structure": {"sections": [{"key": "one", "items": [
            {"key": "liking", "kind": "single_choice", "required": True, "options": ["yes", "no"]},
            {"key": "why", "kind": "long_text", "required": False, "max_length": 500},
        ]}]},
        "texts": {"en": {
            "title": "Title", "section.one.title": "One", "item.liking.label": "Do you?", "option.liking.yes": "Yes",
            "option.liking.no": "No", "item.why.label": "Why?",
        }},
    },
    "markets": [{"country": "SE", "language": "sv", "quota": 30, "minimum_n": 10, "currency": "SEK"}],
}  # fmt: skip
REMOVE = object()


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good file with one thing put, or taken away, at a path such as `markets.0.quota`."""
    data = copy.deepcopy(GOOD)
    *steps, last = path.split("/")
    place: Any = data
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    key = int(last) if isinstance(place, list) else last
    if value is REMOVE:
        del place[key]
    else:
        place[key] = value
    return data


ITEM = "questionnaire/structure/sections/0/items/0"
WRONG: list[tuple[str, Any, str]] = [
    ("format", "something else", "format: must be “livinglab round”"),
    ("version", 2, "version: must be “1”"),
    ("version", True, "version: must be “1”"),
    ("format", REMOVE, "the file: “format” is missing."),
    ("answers", [], "the file: “answers” does not belong here."),
    ("round", None, "round: must be an object with names."),
    ("round", [], "round: must be an object with names."),
    ("round/name", "", "round.name: must not be empty."),
    ("round/name", " \n\t ", "round.name: must not be empty."),
    ("round/name", 7, "round.name: must be text."),
    ("round/name", "x" * 121, "round.name: must have at most 120 characters."),
    ("round/mode", "open", "round.mode: must be one of “individual”, “aggregate”."),
    ("round/minutes", 0, "round.minutes: must be 1 or more."),
    ("round/minutes", 1e300, "round.minutes: "),
    ("round/minutes", 5.5, "round.minutes: must be a whole number."),
    ("round/minutes", True, "round.minutes: must be a whole number."),
    ("round/opens_at", "tomorrow", "round.opens_at: is not written as it should be."),
    ("round/opens_at", "2027-02-30T09:00:00Z", "round.opens_at: there is no such day"),
    ("round/opens_at", "9999-02-20T09:00:00Z", "round.opens_at: there is no such day"),
    ("round/opens_at", "2027-03-02T09:00:00Z", "round.closes_at: the round would close before it opens."),
    ("round/time_zone", "Europe/Atlantis", "round.time_zone: this is no time zone"),
    ("round/time_zone", "../../etc/passwd", "round.time_zone: this is no time zone"),
    ("round/rule", {"enter_when": "a"}, "round.rule: “adapt_when”, “leave_when” is missing."),
    ("round/rule/enter_when", "x" * 2001, "round.rule.enter_when: must have at most 2000 characters."),
    ("round/state", "running", "round: “state” does not belong here."),
    ("product/stage", "dream", "product.stage: must be one of"),
    ("product/markets", ["SE", "SE"], "product.markets: must not hold the same entry twice."),
    ("product/markets", ["QQ"], "product.markets[0]: “QQ” is no country we know."),
    ("product/organisation_id", 1, "product: “organisation_id” does not belong here."),
    ("markets", {}, "markets: must be a list."),
    ("markets/0/country", "Sweden", "markets[0].country: is not written as it should be."),
    ("markets/0/country", "QQ", "markets[0].country: “QQ” is no country we know."),
    ("markets/0/language", "ja", "markets[0].language: there are no answer pages in “ja”."),
    ("markets/0/currency", "XYZ", "markets[0].currency: “XYZ” is no currency we know."),
    ("markets/0/quota", -1, "markets[0].quota: must be 1 or more."),
    ("markets/0/quota", 10**7, "markets[0].quota: must be 1000000 or less."),
    ("markets/0/quota", "30", "markets[0].quota: must be a whole number."),
    ("markets/0/id", 1, "markets[0]: “id” does not belong here."),
    ("markets", [GOOD["markets"][0]] * 2, "markets: “SE” is there 2 times."),
    ("questionnaire/source_language", "sv", "the words in the source language, Swedish, are missing."),
    ("questionnaire/structure", {"sections": []}, "questionnaire.structure.sections: must not be empty."),
    ("questionnaire/structure/sections/0/items", [], "Add at least one question."),
    (f"{ITEM}/kind", "telepathy", "questionnaire.structure.sections[0].items[0].kind: must be one of “single_choice”"),
    (f"{ITEM}/key", "__proto__", "questionnaire.structure.sections[0].items[0].key: is not written as it should be."),
    (f"{ITEM}/key", "why", "Give one of the two questions called “why” another name."),
    (f"{ITEM}/options", ["yes"], "Add options"),
    (f"{ITEM}/options", [["yes"]], "items[0].options: must be text, a whole number, null, or a list of texts."),
    (f"{ITEM}/options", {"yes": 1}, "items[0].options: must be text, a whole number, null, or a list of texts."),
    (f"{ITEM}/colour", "red", "Remove the setting “colour”"),
    (f"{ITEM}/required", "yes", "items[0].required: must be true or false."),
    ("questionnaire/texts", {}, "questionnaire.texts: must not be empty."),
    ("questionnaire/texts/en/title", REMOVE, "Write a title for the questionnaire."),
    ("questionnaire/texts/en/title", "x" * 201, "questionnaire.texts.en.title: must have at most 200 characters."),
    ("questionnaire/texts/en/item.gone.label", "Gone", "has no place for “item.gone.label”."),
    ("questionnaire/texts/en/title", ["Title"], "questionnaire.texts.en.title: must be text."),
    ("questionnaire/texts/English", {}, "questionnaire.texts: is not written as it should be."),
    ("questionnaire/texts/de\n", {}, "has space around it"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "said"), WRONG, ids=[f"{p}={str(v)[:20]!r}" for p, v, _ in WRONG])
def test_what_is_wrong_is_said_with_its_place(path: str, value: Any, said: str) -> None:
    with pytest.raises(Refused) as refused:
        incoming.checked(changed(path, value))
    assert any(said in reason for reason in refused.value.reasons), refused.value.reasons


def test_nothing_is_made_of_a_refused_file(cast: Cast) -> None:
    with pytest.raises(Refused):
        load_round(changed("markets/0/country", "QQ"), cast.norrsken, "command line")
    assert db.session.scalar(select(func.count()).select_from(Round)) == 0
    assert db.session.scalar(select(func.count()).select_from(Product)) == 0


def test_the_good_file_is_good(cast: Cast) -> None:
    round_ = load_round(copy.deepcopy(GOOD), cast.norrsken, "command line")
    assert round_.name == "Round"
    assert dump_round(round_)["markets"] == GOOD["markets"]


def test_totals_only_begin_at_ten_here_too(cast: Cast) -> None:
    data = changed("markets/0/minimum_n", 9)
    data["round"]["mode"] = "aggregate"
    with pytest.raises(Refused, match=r"markets\[0\]: This round shows totals only"):
        load_round(data, cast.norrsken, "command line")


def test_a_reason_can_be_shown_on_any_terminal() -> None:
    with pytest.raises(Refused) as refused:
        incoming.checked(changed("questionnaire/texts/en/\x1b[31m\ud800x", "red"))
    (reason,) = refused.value.reasons
    assert reason == "questionnaire.texts.en: the questionnaire has no place for “[31mx”."
    assert reason.encode()


def test_several_things_are_said_at_once_but_not_thousands() -> None:
    data = changed("markets", [{"country": 1} for _ in range(200)])
    with pytest.raises(Refused) as refused:
        incoming.checked(data)
    assert 2 <= len(refused.value.reasons) <= 10


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "make",
    [
        lambda: nested(100_000),
        lambda: changed("round/name", nested(50_000)),
        lambda: changed("product/description", "x" * 6_000_000),
        lambda: changed("markets", [{}] * 150_000),
        lambda: changed("questionnaire/structure/sections/0/items", [GOOD["questionnaire"]] * 10_000),
        lambda: changed("questionnaire/texts", {f"a{chr(97 + n % 26)}": {} for n in range(3000)} | {"x": {}}),
        lambda: changed("round/minutes", 10**5000),
        lambda: changed("round/minutes", float("nan")),
        lambda: changed("round/minutes", float("inf")),
        lambda: changed("round/minutes", b"5"),
        lambda: changed("round/minutes", {5}),
        lambda: {1: 2},
        lambda: None,
        lambda: "text",
        list,
        lambda: 5,
    ],
)
def test_monsters_are_refused_quickly_and_in_words(make: Callable[[], Any]) -> None:
    with pytest.raises(Refused) as refused:
        incoming.checked(make())
    assert all(len(reason) < 500 for reason in refused.value.reasons)


def test_ten_thousand_questions_are_refused() -> None:
    question = GOOD["questionnaire"]["structure"]["sections"][0]["items"][1]
    many = [{**question, "key": f"q{n}"} for n in range(10_000)]
    with pytest.raises(Refused, match="more than 300 entries"):
        incoming.checked(changed("questionnaire/structure/sections/0/items", many))
    with pytest.raises(Refused, match="at most 200 entries"):
        incoming.checked(changed("questionnaire/structure/sections/0/items", many[:201]))
    sections = [{"key": f"s{n}", "items": [{**question, "key": f"q{n}-{i}"} for i in range(100)]} for n in range(3)]
    with pytest.raises(Refused, match="can have 200 questions"):
        incoming.checked(changed("questionnaire/structure/sections", sections))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"minutes": NaN}',
        b'{"minutes": ' + b"9" * 5000 + b"}",
        b"<html></html>",
        b"x" * (incoming.MOST_BYTES + 1),
    ],
)
def test_what_is_no_json_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused):
        incoming.read(content)


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert incoming.read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()) == GOOD


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=12,
)
PLACES = st.sampled_from(sorted({path for path, _, _ in WRONG}))


def reasons_against(data: Any) -> list[str]:
    """Why a file is refused; empty when it is read. What is read is stable: checking it again changes nothing."""
    try:
        plan = incoming.checked(data)
    except Refused as refused:
        return refused.reasons
    assert incoming.checked(plan) == plan
    return []


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLACES, JSON)
def test_whatever_stands_anywhere_is_read_or_refused(path: str, value: Any) -> None:
    assert all(reason.endswith(".") for reason in reasons_against(changed(path, value)))


def test_a_round_in_any_state_can_be_dumped_and_loaded(cast: Cast) -> None:
    for state in ("draft", "recruiting", "running", "closed", "reported"):
        data = dump_round(rounds.round_(cast.norrsken, state=state))
        assert load_round(data, cast.norrsken, "x").state == "draft"
