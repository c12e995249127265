"""Written as a form and read back, a questionnaire is the same; what a person changed in between wins or is refused."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.texts import clean_texts, text_keys
from livinglab.domain.questionnaire.xlsform.reading import read_form
from livinglab.domain.questionnaire.xlsform.writing import checksum, to_rows
from tests.domain.questionnaire.making import CALM, MORE_KINDS, ONE_OF_EACH, of
from tests.domain.questionnaire.xlsform.forms import left_out, refusals
from tests.domain.questionnaire.xlsform.written import ITEMS, book_of, everything, words_for

STRUCTURE, TEXTS = everything()


def sheets():
    """Those of the questionnaire with everything, yours to change."""
    return copy.deepcopy(to_rows(STRUCTURE, TEXTS, "en"))


def place(rows, name, column):
    """(row, cell) of a named row and column, counted from 0."""
    return next(n for n, row in enumerate(rows) if name in row[:2] or name == tuple(row[:2])), rows[0].index(column)


def change(rows, name, column, text):
    """Write something else into a cell."""
    row, cell = place(rows, name, column)
    rows[row][cell] = text


@pytest.mark.parametrize(
    ("structure", "texts", "source"),
    [
        (STRUCTURE, TEXTS, "en"),
        (STRUCTURE, TEXTS, "sv"),
        (*starter(), "de"),
        (ONE_OF_EACH, {"fi": words_for(ONE_OF_EACH, "fi")}, "fi"),
        (MORE_KINDS, {"en": {"title": "Only a title"}, "sv": {}}, "en"),
        (MORE_KINDS, {}, "en"),
        (of(), {"und-x-odd": {"title": "Nothing asked"}}, "und-x-odd"),
        (Structure(), {"zh-Hant-TW": {}}, "zh-Hant-TW"),
    ],
)
def test_a_questionnaire_is_the_same_again(structure, texts, source):
    found = read_form(book_of(to_rows(structure, texts, source)))
    assert found.structure == structure
    assert found.texts == texts
    assert list(found.texts) == list(texts)
    assert found.source_language == source


def test_what_can_be_published_can_be_read_without_a_word():
    structure, texts = starter()
    found = read_form(book_of(to_rows(structure, texts, "en")))
    assert (found.ok, found.findings) == (True, [])


LETTERS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["${age}", "${q_1} x", "a – b", "=1", "'", " / "]
)


@CALM
@given(st.lists(st.sampled_from(ITEMS), max_size=6, unique_by=lambda item: item["key"]), st.data())
def test_any_draft_is_the_same_again(items, data):
    structure = Structure.from_json({"sections": [{"key": "one", "items": [{"required": False} | i for i in items]}]})
    keys = [key for key, _ in text_keys(structure)]
    words = st.dictionaries(st.sampled_from(keys), LETTERS, max_size=8)
    texts = {tag: clean_texts(structure, data.draw(words)) for tag in data.draw(st.sets(st.sampled_from(["en", "pl"])))}
    found = read_form(book_of(to_rows(structure, texts, "en")))
    assert (found.structure, found.texts) == (structure, texts)


def test_the_sheets_mean_the_same_to_other_programs():
    survey = {row[1]: dict(zip(sheets()["survey"][0], row, strict=True)) for row in sheets()["survey"]}
    assert survey["shop_other"]["relevant"] == "selected(${shop}, 'other')"
    assert survey["price"]["relevant"] == "(${shop} = 'town' or ${shop} = 'web')"
    assert survey["price"]["constraint"] == ". >= 0"
    assert survey["shop_"]["relevant"] == "${age} > 17"
    assert survey["ease"]["appearance"] == "table-list"
    assert survey["liking"]["relevant"] == "selected-at(${order}, 0) = 'price'"
    assert survey["age"]["label::Svenska (sv)"] == "sv words at item.age.label (sv words at unit.age)"
    assert survey["shop_"]["label::English (en)"] == "You bought it ${shop}: ${shop_other}"


def test_without_our_sheet_it_is_read_as_any_other_form():
    structure, texts = starter()
    found = read_form(book_of(to_rows(structure, texts, "en"), without=["livinglab"]))
    assert found.ok
    assert [item.key for item in found.structure.items() if item.kind != "statement"] == [
        i.key for i in structure.items()
    ]
    assert found.texts["sv"]["option.overall.option-1"] == texts["sv"]["point.overall.1"]


@pytest.mark.parametrize(
    ("sheet", "name", "column", "text", "key", "words"),
    [
        ("survey", "shop", "label::English (en)", "Where?", "item.shop.label", "Where?"),
        ("survey", "shop", "hint::Svenska (sv)", "Ett tips", "item.shop.help", "Ett tips"),
        ("survey", "age", "label::English (en)", "How old (years)", "item.age.label", "How old"),
        ("survey", "age", "label::English (en)", "How old (years)", "unit.age", "years"),
        ("survey", "feel_dull", "label::English (en)", "dull – bright", "high.feel.dull", "bright"),
        ("survey", "weight", "constraint_message::English (en)", "More!", "check.weight.1", "More!"),
        ("survey", "livinglab_thanks", "label::English (en)", "Thanks a lot", "thanks", "Thanks a lot"),
        ("survey", "words", "label::English (en)", "So: ${shop_other}", "item.words.label", "So: ${shop.other}"),
        ("choices", ("recommend", "10"), "label::Svenska (sv)", "10 – Ja!", "end.recommend.high", "Ja!"),
        ("choices", ("ease", "5"), "label::English (en)", "Easy", "point.ease.5", "Easy"),
    ],
)
def test_changed_words_win(sheet, name, column, text, key, words):
    book = sheets()
    change(book[sheet], name, column, text)
    found = read_form(book_of(book))
    assert refusals(found) == []
    tag = "en" if "(en)" in column else "sv"
    assert found.texts[tag][key] == words
    assert found.structure == STRUCTURE


def test_words_that_were_removed_are_gone_and_may_be_missed():
    book = sheets()
    change(book["survey"], "shop", "hint::English (en)", "")
    found = read_form(book_of(book))
    assert "item.shop.help" not in found.texts["en"]
    change(book["survey"], "shop", "label::English (en)", "")
    assert any("Write what the question “shop” asks" in message for message in refusals(read_form(book_of(book))))


def test_the_title_can_be_changed():
    book = sheets()
    book["settings"][1][0] = "Another title"
    assert read_form(book_of(book)).texts["en"]["title"] == "Another title"


def test_a_language_can_be_added_and_removed():
    book = sheets()
    for row in book["survey"], book["choices"]:
        row[0].append("label::Suomi (fi)")
        for cells in row[1:]:
            cells.append(cells[2].replace("en words", "sanat") if cells[2] else "")
    found = read_form(book_of(book))
    assert refusals(found) == []
    assert found.texts["fi"]["unit.age"] == "sanat at unit.age"
    assert found.texts["fi"]["row.ease.daily"] == "sanat at row.ease.daily"
    assert found.texts["en"] == TEXTS["en"]
    book = sheets()
    for name in ("survey", "choices"):
        keep = [n for n, head in enumerate(book[name][0]) if "(sv)" not in head]
        book[name] = [[row[n] for n in keep] for row in book[name]]
    found = read_form(book_of(book))
    assert list(found.texts) == ["en"]
    assert any("no column has words in Svenska (sv)" in message for message in left_out(found))


@pytest.mark.parametrize(
    ("sheet", "name", "column", "text"),
    [
        ("survey", "price", "relevant", "${shop} = 'web'"),
        ("survey", "price", "relevant", ""),
        ("survey", "word", "required", "yes"),
        ("survey", "age", "constraint", ". > 0"),
        ("survey", "word", "type", "integer"),
        ("survey", "word", "name", "another"),
        ("survey", "age", "label::English (en)", "How old in years?"),
        ("survey", "shop", "label::English (en)", "x" * 501),
        ("survey", "words", "label::English (en)", "Hello ${nobody}"),
        ("choices", ("shop", "web"), "name", "net"),
        ("choices", ("which", "x"), "livinglab_if", "2"),
        ("choices", ("recommend", "3"), "label::English (en)", "three"),
        ("choices", ("shop", "not_applicable"), "label::English (en)", "Not for me"),
        ("settings", "everything", "default_language", "Svenska (sv)"),
    ],
)
def test_other_changes_are_refused_with_their_place_and_never_passed_over(sheet, name, column, text):
    book = sheets()
    if sheet == "settings":
        book[sheet][1][book[sheet][0].index(column)] = text
        row = 2
    else:
        row = place(book[sheet], name, column)[0] + 1
        change(book[sheet], name, column, text)
    found = read_form(book_of(book))
    assert any(m.startswith(f"Sheet “{sheet}”, row {row}: ") for m in refusals(found)), refusals(found)


@pytest.mark.parametrize("sheet", ["survey", "choices"])
def test_rows_that_were_added_moved_or_removed_are_refused(sheet):
    book = sheets()
    book[sheet].insert(4, ["text", "new", "New"])
    assert any("row 5: “text new” stands where" in message for message in refusals(read_form(book_of(book))))
    book = sheets()
    book[sheet][4], book[sheet][5] = book[sheet][5], book[sheet][4]
    assert refusals(read_form(book_of(book)))
    book = sheets()
    del book[sheet][-1]
    assert any("nothing more stands where" in message for message in refusals(read_form(book_of(book))))


def test_the_same_words_in_two_places_must_be_changed_alike():
    book = sheets()
    change(book["survey"], "most_1-best", "label::English (en)", "1. The best")
    assert read_form(book_of(book)).texts["en"]["best.most"] == "The best"
    change(book["survey"], "most_2-best", "label::English (en)", "2. The very best")
    assert any("the same words in both" in message for message in refusals(read_form(book_of(book))))


@CALM
@given(st.data())
def test_no_change_of_a_cell_is_passed_over(data):
    book = sheets()
    name = data.draw(st.sampled_from(["survey", "choices", "settings"]))
    row = data.draw(st.integers(1, len(book[name]) - 1))
    cell = data.draw(st.integers(0, len(book[name][0]) - 1))
    text = data.draw(st.sampled_from(["", "other", "1", "yes", "${age}", "x – y", "text", "1. x", "not_applicable"]))
    before = read_form(book_of(book))
    if text == book[name][row][cell] or (book[name][0][cell], text) == ("form_id", ""):
        return  # without a name for other programs nothing is another
    book[name][row][cell] = text
    found = read_form(book_of(book))
    assert (found.texts, found.findings) != (before.texts, before.findings), (name, row, cell, text)


def test_blank_rows_and_remarks_are_no_changes():
    book = sheets()
    book["survey"].insert(3, [])
    book["survey"][0].append("my remarks")
    book["survey"][1].append("look at this")
    found = read_form(book_of(book))
    assert (found.structure, found.texts) == (STRUCTURE, TEXTS)
    assert any("“my remarks”" in message for message in left_out(found))


@pytest.mark.parametrize(
    "data",
    ["", "{}", "[]", "null", '"x"', "{", "[" * 20_000,
     '{"structure":{"sections":[]},"texts":[],"source_language":"en"}',
     '{"structure":{"sections":[]},"texts":{"en":{"title":1}},"source_language":"en"}',
     '{"structure":{"sections":[]},"texts":{"en":[]},"source_language":"en"}',
     '{"structure":{"sections":[1]},"texts":{},"source_language":"en"}'],
)  # fmt: skip
def test_our_sheet_is_refused_when_it_was_changed_or_is_nonsense(data):
    book = sheets()
    book["livinglab"] = [book["livinglab"][0], ["1", data, checksum(data)]]
    assert any("“livinglab”" in message for message in refusals(read_form(book_of(book))))
    book = sheets()
    book["livinglab"][1][1] = book["livinglab"][1][1].replace("120", "130")
    assert any("not as they were written" in message for message in refusals(read_form(book_of(book))))


def test_a_long_questionnaire_is_kept_in_cells_that_programs_can_hold():
    texts = {"en": {**words_for(STRUCTURE, "en"), "intro": "many words " * 360, "thanks": "ж " * 900}}
    rows = to_rows(STRUCTURE, dict.fromkeys(("en", "sv", "de", "pl", "fi"), texts["en"]), "en")
    assert len(rows["livinglab"]) > 2
    assert all(len(cell) < 32_000 and cell == cell.strip() for row in rows["livinglab"] for cell in row)
    assert json.loads("".join(row[1] for row in rows["livinglab"][1:]))["texts"]["fi"] == texts["en"]
