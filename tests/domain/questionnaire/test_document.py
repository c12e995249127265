"""A questionnaire as a file of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from livinglab.domain.questionnaire import document
from livinglab.domain.questionnaire.document import is_document, read_document, written
from livinglab.domain.questionnaire.starter import starter
from tests.domain.questionnaire.making import CALM
from tests.domain.questionnaire.xlsform.written import everything

SCHEMA = Draft202012Validator(json.loads(Path(document.__file__).with_name("questionnaire.schema.json").read_text()))
GOOD = {
    "source_language": "en",
    "structure": {"sections": [{"key": "s", "items": [{"key": "q", "kind": "short_text", "required": False}]}]},
    "texts": {"en": {"title": "T", "section.s.title": "S", "item.q.label": "Q"}},
}


def changed(**parts: object) -> bytes:
    return json.dumps({**GOOD, **parts}).encode()


@pytest.mark.parametrize(("structure", "texts"), [starter(), everything()])
def test_a_questionnaire_is_the_same_again_and_as_the_schema_says(structure, texts):
    content = written(structure, texts, "en").encode()
    assert is_document(content)
    found = read_document(content)
    assert found.ok, found.findings
    assert (found.structure, found.texts, found.source_language) == (structure, texts, "en")
    SCHEMA.validate(json.loads(content))


def test_the_least_there_can_be_is_read():
    found = read_document(b"\xef\xbb\xbf\n " + changed())
    assert (found.ok, found.findings) == (True, [])


@pytest.mark.parametrize(
    "part",
    [
        {"structure": {"sections": 1}},
        {"structure": []},
        {"structure": {"sections": [{"key": "S", "items": []}]}},
        {"structure": {"sections": [{"key": "s", "items": [{"key": "q", "kind": 1}]}]}},
        {"structure": {"sections": [{"key": "s", "items": [{"key": "q", "kind": "number", "minimum": 1.5}]}]}},
        {"structure": {"sections": [{"key": "s", "items": [], "show_if": {"of": "q", "is": 1}}]}},
        {"texts": []},
        {"texts": {}},
        {"texts": {"no language": {}}},
        {"texts": {"en": {"title": 1}}},
        {"texts": {"en": []}},
        {"source_language": 1},
        {"format": "something else"},
        {"version": 2},
    ],
)
def test_what_the_schema_refuses_is_refused_with_a_sentence(part):
    assert not SCHEMA.is_valid({**GOOD, **part})
    found = read_document(changed(**part))
    assert not found.ok
    assert all(finding.message.endswith(".") for finding in found.findings)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "Line 1: the file is no JSON"),
        (b'{\n"a": 1,\n}', "Line 3: "),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": NaN}', "numbers"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "numbers"),
        (b'{"a": ' + b"[" * 50_000, "within each other"),
        (b'{"a": ' + b"[" * 70_000, "more than a questionnaire"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b'{"a": 1}', "no questionnaire"),
        (changed(source_language="sv"), "one of the languages"),
        (changed(texts={"en": {"title": "T", "item.q.label": "Q"}}), "Write a title for the section"),
        (changed(texts={"en": {"title": "x" * 201}}), "Shorten it"),
        (changed(structure={"sections": []}), "at least one question"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(content, told):
    found = read_document(content)
    assert any(finding.refused and told in finding.message for finding in found.findings), found.findings


def test_what_has_no_place_is_left_out_and_said():
    texts = {"en": {**GOOD["texts"]["en"], "item.gone.label": "Gone", "item.q.help": "\u200f\n"}}
    found = read_document(changed(texts=texts, colour="red"))
    assert found.ok
    assert [finding.message for finding in found.findings] == [
        "“item.gone.label” in English (en) was left out: no question has such a text.",
        "“colour” means nothing here and was left out.",
    ]


def test_what_a_translation_lacks_is_said_and_checks_have_words_too():
    item = {"key": "q", "kind": "number", "checks": {"1": {"of": "q", "more": "1"}}}
    words = {**GOOD["texts"]["en"], "check.q.1": "More"}
    swedish = {key: text for key, text in words.items() if not key.startswith("check")}
    structure = {"sections": [{"key": "s", "items": [item]}]}
    found = read_document(changed(structure=structure, texts={"en": words, "sv": swedish}))
    assert found.ok
    assert [finding.message for finding in found.findings] == [
        "In Svenska (sv): Write what people read when a check of “Q” is not met."
    ]


def test_what_is_too_large_to_look_at_is_refused():
    many = [f"o{n}" for n in range(900)]
    order = {"key": "q", "kind": "ranking", "options": many}
    asked = [{"key": f"r{n}", "kind": "date", "show_if": {"of": "q.o1", "more": "1"}} for n in range(9)]
    for items in ([{**order, "options": many * 2}], [order] * 20, [order, *asked], [{**order, "colour": "x" * 2_000}]):
        found = read_document(changed(structure={"sections": [{"key": "s", "items": items}]}))
        assert "more than people can build" in found.findings[0].message


def test_letters_that_cannot_be_written_do_no_harm():
    found = read_document(rb'{"structure": {"sections": [{"key": "\ud800", "items": []}]}, "\udfff": 1, "texts": {}}')
    for finding in found.findings:
        finding.message.encode()


NAMES = st.sampled_from(["sections", "key", "items", "kind", "of", "is", "all", "en", "title"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@CALM
@given(ANY_JSON, st.sampled_from(["structure", "texts", "source_language"]))
def test_no_json_breaks_it(value, name):
    found = read_document(changed(**{name: value}))
    assert found.ok or found.findings
