"""Forms of XLSForm become questionnaires, or are refused with sheet and row."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.publishing import problems
from tests.domain.questionnaire.xlsform.forms import YES_NO, asked, form, left_out, refusals


def only(found):
    """The one question there is, as plain JSON."""
    assert refusals(found) == []
    (item,) = found.structure.items()
    return item.to_json()


@pytest.mark.parametrize(
    ("row", "kind", "settings"),
    [
        ("text|q|Q", "short_text", {"max_length": 200}),
        ("string|q|Q", "short_text", {"max_length": 200}),
        ("integer|q|Q", "number", {"decimals": 0}),
        ("Decimal|q|Q", "number", {"decimals": 6}),
        ("range|q|Q", "number", {"decimals": 0, "minimum": "1", "maximum": "10"}),
        ("date|q|Q", "date", {}),
        ("note|q|Q", "statement", {}),
        ("hidden|q", "hidden", {"parameter": "q"}),
        ("image|q|Q", "photo", {"most": 1}),
        ("select_one yn|q|Q", "single_choice", {"options": ["yes", "no"]}),
        ("select one from yn|q|Q", "single_choice", {"options": ["yes", "no"]}),
        ("select1 yn|q|Q", "single_choice", {"options": ["yes", "no"]}),
        ("add select multiple prompt using yn|q|Q", "several_choices", {"options": ["yes", "no"]}),
        ("select_multiple yn|q|Q", "several_choices", {"options": ["yes", "no"]}),
        ("select_one yn or_other|q|Q", "single_choice", {"options": ["yes", "no", "other"], "other": "other"}),
        ("rank yn|q|Q", "ranking", {"options": ["yes", "no"]}),
    ],
)
def test_each_type_is_one_of_our_kinds(row, kind, settings):
    found = only(asked(row))
    assert found == {"key": "q", "kind": kind, "required": False} | settings


def test_the_words_go_where_they_belong():
    found = form(
        [["type", "name", "label::Svenska (sv)", "hint::Svenska (sv)"], ["select_one yn", "Har_Du", "Har du?", "Kort"]],
        [["list name", "name", "label::Svenska (sv)"], ["yn", "1", "Ja"], ["yn", "2", "Nej"]],
        [["form_title"], ["Frågor"]],
    )
    assert found.ok
    assert found.source_language == "sv"
    assert found.texts == {
        "sv": {
            "title": "Frågor",
            "section.questions.title": "Frågor",
            "item.har-du.label": "Har du?",
            "item.har-du.help": "Kort",
            "option.har-du.option-1": "Ja",
            "option.har-du.option-2": "Nej",
        }
    }
    assert problems(found.structure, found.texts["sv"]) == []


def test_groups_are_sections_and_groups_within_share_their_conditions():
    found = asked(
        "text|first|First",
        "begin group|home|At home|${first} = 'x'",
        "integer|rooms|Rooms",
        "begin group|more|More|${rooms} > 2",
        "text|which|Which|${rooms} < 9",
        "end group",
        "end group",
        "text|last|Last",
    )
    assert refusals(found) == []
    assert [section.key for section in found.structure.sections] == ["questions", "home", "questions-2"]
    home = found.structure.section("home").to_json()
    assert home["show_if"] == {"of": "first", "is": "x"}
    assert [item["key"] for item in home["items"]] == ["rooms", "more", "which"]
    assert home["items"][1]["kind"] == "statement"
    assert home["items"][2]["show_if"] == {"all": [{"of": "rooms", "more": "2"}, {"of": "rooms", "less": "9"}]}


def test_a_table_list_is_a_matrix():
    found = form(
        [
            ["type", "name", "label", "appearance", "required", "relevant"],
            ["begin group", "ease", "How easy?", "table-list"],
            ["select_one scale", "ease_install", "Install", "", "yes"],
            ["select_one scale", "use", "Use", "", "yes"],
            ["end group"],
            ["text", "why", "Why?", "", "", "${use} = '1'"],
        ],
        [["list_name", "name", "label"], ["scale", "1", "Hard"], ["scale", "2", "So so"], ["scale", "3", "Easy"]],
    )
    assert left_out(found)[1:] == []
    matrix, why = found.structure.items()
    assert matrix.to_json() == {
        "key": "ease", "kind": "matrix", "required": True, "points": 3, "rows": ["install", "use"],
    }  # fmt: skip
    assert why.show_if.to_json() == {"of": "ease.use", "is": "1"}
    assert found.texts["en"]["row.ease.install"] == "Install"
    assert found.texts["en"]["point.ease.3"] == "Easy"


@pytest.mark.parametrize(
    ("row", "settings", "check"),
    [
        ("integer|q|Q||. > 0 and . < 100", {"minimum": "1", "maximum": "99"}, None),
        ("integer|q|Q||. >= 0.5", {"minimum": "1"}, None),
        ("decimal|q|Q||. >= 0 and . <= 2.5", {"minimum": "0", "maximum": "2.5"}, None),
        ("decimal|q|Q||. > 0", {}, {"of": "q", "more": "0"}),
        ("integer|q|Q||. > 0 and . != 13", {"minimum": "1"}, {"not": {"of": "q", "is": "13"}}),
        ("date|q|Q||. > '2026-01-01'", {"earliest": "2026-01-02"}, None),
        ("date|q|Q||. <= date('2026-12-31')", {"latest": "2026-12-31"}, None),
        ("text|q|Q||string-length(.) <= 40", {"max_length": 40}, None),
        (
            "select_multiple yn|q|Q||not(selected(., 'yes') and selected(., 'no'))",
            {},
            {"not": {"all": [{"of": "q", "is": "yes"}, {"of": "q", "is": "no"}]}},
        ),
    ],
)
def test_a_constraint_is_a_limit_or_a_check(row, settings, check):
    found = only(asked(row))
    assert {name: found[name] for name in settings} == settings
    assert {"minimum", "maximum", "earliest", "latest"} & found.keys() == settings.keys() - {"max_length"}
    assert found.get("checks", {}).get("1") == check


def test_a_check_says_what_the_form_says():
    head = ["type", "name", "label", "constraint", "constraint_message"]
    found = form([head, ["decimal", "q", "Q", ". > 0", "More, please"], ["decimal", "r", "R", ". > 0"]])
    assert found.texts["en"]["check.q.1"] == "More, please"
    assert found.texts["en"]["check.r.1"] == "Look at this answer again: it does not fit."


def test_options_are_filtered_by_their_columns():
    found = asked(
        "select_one region|region|Region",
        "select_one town|town|Town|||region=${region}",
        choices=[
            ["list_name", "name", "label", "region"],
            ["region", "n", "North"], ["region", "s", "South"],
            ["town", "a", "A", "n"], ["town", "b", "B", "s"], ["town", "c", "C", "s"],
        ],
    )  # fmt: skip
    assert refusals(found) == []
    assert found.structure.item("town").to_json()["option_if"] == {
        "a": {"of": "region", "is": "n"},
        "b": {"of": "region", "is": "s"},
        "c": {"of": "region", "is": "s"},
    }


def test_an_answer_within_a_text_begins_a_new_page():
    found = asked("text|name|Your name", "note|hello|Hello ${name}", "text|more|More")
    assert refusals(found) == []
    assert [[i.key for i in s.items] for s in found.structure.sections] == [["name"], ["hello", "more"]]
    assert found.texts["en"]["item.hello.label"] == "Hello ${name}"


def test_what_was_said_at_other_can_be_looked_at():
    found = asked("select_one yn or_other|q|Q", "text|r|R|${q} = 'other' and ${q_other} != ''", "note|n|So: ${q_other}")
    assert refusals(found) == []
    assert found.structure.item("r").show_if.to_json() == {
        "all": [{"of": "q", "is": "other"}, {"of": "q.other", "answered": True}]
    }
    assert found.texts["en"]["item.n.label"] == "So: ${q.other}"


def test_a_column_without_a_name_is_said_once():
    found = form([["type", "name", "label"], ["text", "q", "Q", "odd"], ["text", "r", "R", "odder"]])
    assert sum("column 4 has no name" in message for message in left_out(found)) == 1


def test_names_are_mapped_to_keys_and_references_follow():
    found = asked("integer|My.Age_1|Age", "integer|my-age-1|Again", "text|q|Q|${My.Age_1} > 1 and ${my-age-1} > 2")
    assert [item.key for item in found.structure.items()] == ["my-age-1", "my-age-1-2", "q"]
    assert found.structure.item("q").show_if.to_json() == {
        "all": [{"of": "my-age-1", "more": "1"}, {"of": "my-age-1-2", "more": "2"}]
    }


@pytest.mark.parametrize(
    ("rows", "row", "told"),
    [
        (["teleport|q|Q"], 2, "“teleport” is not known"),
        (["text|q|Q", "text|q|Q2"], 3, "stands in row 2 already"),
        (["text||Q"], 2, "has no name"),
        (["|q|Q"], 2, "has no type"),
        (["text|q|"], 2, "Write what the question “q” asks"),
        (["select_one nothing|q|Q"], 2, "list “nothing”"),
        (["select_one|q|Q"], 2, "which list"),
        (["begin group|g|G", "text|q|Q"], 2, "never ends"),
        (["text|q|Q", "end group"], 3, "never began"),
        (["begin repeat|g|G", "text|q|Q", "end group"], 4, "does not end what began in row 2"),
        (["begin repeat|g|G", "text|q|Q", "end repeat"], 2, "again and again"),
        (["text|q|Q|${nobody} = 1"], 2, "no question is named ${nobody}"),
        (["text|q|Q|${r} = 'x'", "text|r|R"], 2, "not asked before"),
        (["text|q|Q|${q} = 'x'"], 2, "not asked before"),
        (["text|q|Hello ${nobody}"], 2, "which is no question"),
        (["calculate|c", "text|q|Q|${c} = 1"], 3, "is calculated"),
        (["text|q|Q|((("], 2, "cannot be taken over"),
        (["text|q|Q|false()", "text|r|R|${q} = 'x'"], 3, "there is no question “q”"),
        (["text|q|" + "x" * 501], 2, "Shorten it"),
        (["begin group|a|A", "text|q|Q", "end group", "text|q|Q", "text|r|R|${q} = 'x'"], 6, "several questions"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_row(rows, row, told):
    found = asked(*rows)
    assert not found.ok
    assert any(m.startswith(f"Sheet “survey”, row {row}: ") and told in m for m in refusals(found)), refusals(found)


@pytest.mark.parametrize(
    ("choices", "row", "told"),
    [
        ([["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "yes", "No"]], 3, "in row 2 already"),
        ([["list_name", "name", "label"], ["yn", "", "Yes"], ["yn", "no", "No"]], 2, "has no name"),
        ([["list_name", "name", "label"], ["yn", "yes", "Yes"], ["", "no", "No"], ["yn", "x", "X"]], 3, "to no list"),
        ([["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", ""]], 3, "Write the words"),
        ([["name", "label"], ["yes", "Yes"]], 1, "“list_name”"),
    ],
)
def test_what_is_wrong_with_options_is_refused_with_its_row(choices, row, told):
    found = asked("select_one yn|q|Q", choices=choices)
    assert any(m.startswith(f"Sheet “choices”, row {row}: ") and told in m for m in refusals(found)), refusals(found)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("geopoint|x|X", "a place on a map"),
        ("start|x", "about the device"),
        ("calculate|x", "is calculated"),
        ("select_one_from_file a.csv|x|X", "another file"),
        ("acknowledge|x|X", "nobody has to tick it"),
        ("text|x|X||regex(., 'a')", "patterns"),
        ("integer|x|X||||${q} = 'a'", "of all or of nobody"),
        ("image|x|X", "photos cannot be asked for yet"),
    ],
)
def test_what_is_only_missing_is_left_out_and_said(row, told):
    found = asked("text|q|Q", row)
    assert found.ok
    assert any("row 3: " in message and told in message for message in left_out(found))


def test_what_is_shown_to_nobody_is_left_out():
    found = asked("text|q|Q", "text|r|R|FALSE", "begin group|g|G|1 = 2", "text|s|S", "end group", "text|t|T|true()")
    assert [item.to_json().get("show_if") for item in found.structure.items()] == [None, None]
    assert sum("shown to nobody" in message for message in left_out(found)) == 2


def test_a_column_of_options_that_nothing_uses_is_said():
    choices = [["list_name", "name", "label", "area", "remark"], ["yn", "a", "A", "1"], ["yn", "b", "B", "1", "odd"]]
    found = asked("select_one yn|q|Q|||area = '1'", choices=choices)
    assert found.ok
    assert [message for message in left_out(found) if "column" in message and "row 1" in message][-1:] == [
        "Sheet “choices”, row 1: the column “remark” means nothing here and was left out."
    ]


def test_disabled_rows_remarks_and_blank_rows_are_no_questions():
    head = ["remark", "type", "name", "label", "disabled"]
    found = form([head, ["a note to self"], ["", "text", "q", "Q"], [""], ["", "text", "q", "Q", "yes"]])
    assert [item.key for item in found.structure.items()] == ["q"]
    assert any("disabled" in message for message in left_out(found))
    assert any("“remark”" in message for message in left_out(found))


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"SURVEY ": [["TYPE", "Name", "LABEL"], ["text", "q", "Q"]], "more": [["x"]]}, None),
        ({"whatever": [["type", "name", "label"], ["text", "q", "Q"]]}, None),
        ({"a": [["type"]], "b": [["type"]]}, "no sheet “survey”"),
        ({"survey": [["kind", "name"]], "choices": [["x"]]}, "does not name a column “type”"),
        ({"survey": [[""]]}, "empty"),
        ({"survey": [["type", "name", "label", "label"], ["text", "q", "Q", "R"]]}, "the same name “label”"),
        ({"survey": [["type", "name", "label", "caption"], ["text", "q", "Q", "R"]]}, "different things"),
        ({"survey": [["type", "name", "label"]]}, "at least one question"),
    ],
)
def test_sheets_and_heads_are_found_or_told(sheets, told):
    found = form([], **sheets) if "survey" not in sheets else form(sheets.pop("survey"), **sheets)
    if told is None:
        assert found.ok
    else:
        assert any("Sheet “" in m and "row " in m and told in m for m in refusals(found)), refusals(found)


@pytest.mark.parametrize(
    ("heads", "languages"),
    [
        (["label::English (en)", "label::Svenska (sv)"], ["en", "sv"]),
        (["label:english", "label:chinese"], ["en", "zh"]),
        (["label::EN"], ["en"]),
        (["label::Deutsch (de-AT)"], ["de-AT"]),
        (["label::Klingon"], ["und-x-klingo"]),
        (["label", "label::Suomi"], ["en", "fi"]),
        (["caption"], ["en"]),
    ],
)
def test_languages_are_read_from_the_heads(heads, languages):
    found = form([["type", "name", *heads], ["text", "q", *("Q" for _ in heads)]])
    assert found.ok
    assert list(found.texts) == languages


def test_the_default_language_is_that_of_words_without_one():
    survey = [["type", "name", "label", "hint", "label::English (en)"], ["text", "q", "Frage", "Tipp", "Question"]]
    found = form(survey, settings=[["default_language"], ["Deutsch (de)"]])
    assert found.source_language == "de"
    assert found.texts["de"]["item.q.help"] == "Tipp"
    assert found.texts["en"]["item.q.label"] == "Question"


def test_what_a_translation_lacks_is_said_in_its_language():
    survey = [["type", "name", "label::English", "label::Polski"], ["text", "q", "Q", "P"], ["text", "r", "R"]]
    found = form(survey)
    assert found.ok
    assert left_out(found) == ["Sheet “survey”, row 3: in Polski (pl): Write what the question “r” asks."]


def test_a_long_note_is_a_heading_with_a_text_below():
    found = asked("note|n|" + "A sentence. " * 60)
    assert refusals(found) == []
    assert found.texts["en"]["item.n.label"].endswith("sentence.")
    assert found.texts["en"]["item.n.help"].startswith("A sentence.")


def test_many_problems_are_counted_where_they_are_too_many_to_list():
    found = asked(*(f"teleport|q{n}|Q" for n in range(900)))
    assert len(found.findings) < 450
    assert "500 more things stop the import" in found.findings[-1].message


@pytest.mark.parametrize(
    ("rows", "row", "told"),
    [
        ([f"text|q{n}|Q" for n in range(201)], 202, "200 questions, not 201"),
        (
            [row for n in range(51) for row in (f"begin group|g{n}|G", f"text|q{n}|Q", "end group")],
            152,
            "50 sections, not 51",
        ),
    ],
)
def test_more_than_people_can_build_is_refused(rows, row, told):
    assert any(f"row {row}: " in message and told in message for message in refusals(asked(*rows)))


def test_an_unused_list_is_said():
    found = asked("text|q|Q", choices=YES_NO)
    assert any("no question uses the list “yn”" in message for message in left_out(found))


def test_marks_that_nobody_sees_make_no_difference():
    found = asked("te\u200fxt|q\u202e|Q\u200e", "text|r|R|${q} = 'x'")
    assert refusals(found) == []
    assert [item.key for item in found.structure.items()] == ["q", "r"]
