"""Columns and cells of instruments whose items have the same points."""

from __future__ import annotations

import pytest

from livinglab.domain.instruments.tables.table import Unclear
from tests.domain.instruments.tables.making import taken

TEN = [3, 2, 5, 1, 4, 5, 3, 4, 5, 2]
ROW = ",".join(map(str, TEN))
HEAD = ",".join(f"q{number}" for number in range(1, 11))


def names(pattern: str) -> str:
    return ",".join(pattern.format(number) for number in range(1, 11))


@pytest.mark.parametrize(
    "pattern",
    ["SUS{}", "sus_{:02d}", "q{}", "Q{}.", "{}", "Item {}", "Q3_{}", "SUS[SQ{:03d}]", "{}. I think …", "Frage {}"],
)
@pytest.mark.parametrize("around", [("", ""), ("id,", ""), ("id,timestamp,", ",comment,age")])
def test_numbered_columns_are_the_items_wherever_they_stand(pattern, around):
    before, after = around
    values = "7," * before.count(",") + ROW + ",x" * after.count(",")
    found = taken("sus", f"{before}{names(pattern)}{after}\n{values}")
    assert found.rows == [TEN]
    assert found.how == "told by their names"


def test_numbers_go_before_the_order_of_columns():
    backwards = ",".join(f"q{number}" for number in range(10, 0, -1))
    assert taken("sus", f"{backwards}\n{','.join(map(str, TEN[::-1]))}").rows == [TEN]


def test_columns_without_numbers_are_taken_in_their_order_where_exactly_ten_can_be_answers():
    found = taken("sus", f"respondent,{','.join('abcdefghij')},why\n77,{ROW},it was good")
    assert found.rows == [TEN]
    assert list(found.columns.values()) == list("abcdefghij")
    assert found.how == "taken in their order"


@pytest.mark.parametrize(
    ("head", "row", "sentence"),
    [
        (",".join("abcdefghijk"), f"3,{ROW}", "11 of 11 columns can be answers"),
        (",".join("abcdefghi"), "3,3,3,3,3,3,3,3,3", "9 of 9 columns"),
        (",".join(f"q{n}" for n in range(1, 16)), f"{ROW},1,1,1,1,1", "15 of 15 columns"),
        (",".join([names("pre{}"), names("post{}")]), f"{ROW},{ROW}", "Several series of columns may be the 10 items"),
        (",".join(f"i{n}" for n in (1, 2, 3, 5, 4, 6, 7, 8, 9, 12)), ROW, "numbers in another order"),
        (ROW, ROW, "The first row holds 3, 2, 5, 1, 4"),
    ],
)
def test_what_is_not_clear_is_refused_with_a_sentence(head, row, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("sus", f"{head}\n{row}")


def test_named_columns_are_taken_in_the_order_they_are_named():
    head = f"x,{names('a{}')},{names('b{}')}"
    found = taken("sus", f"{head}\n9,{ROW},{','.join('1' * 10)}", columns=tuple(f"a{n}" for n in range(1, 11)))
    assert found.rows == [TEN]
    assert taken("sus", f"{head}\n9,{ROW},{','.join('1' * 10)}", columns=("A1..a10",)).rows == [TEN]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (("q1", "q2"), "names 2 columns, but 10 items are needed"),
        (("q1..q9", "q1"), "is named twice"),
        (("q1..q9", "z"), "There is no column “z”. The columns are: q1, q2"),
    ],
)
def test_named_columns_that_do_not_fit_are_refused(columns, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("sus", f"{HEAD}\n{ROW}", columns=columns)


def test_two_columns_of_one_name_cannot_be_named():
    with pytest.raises(Unclear, match="Several columns are called “q”"):
        taken("sus", f"q,q,{HEAD}\n1,1,{ROW}", columns=("q", "q1..q9"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("4", 4), (" 4 ", 4), ("4.0", 4), ("４", 4), ("Agree", 4), ("AGREE", 4), ("4 - Agree", 4), ("4 – Agree", 4),
        ("4: Agree", 4), ("4 (Agree)", 4), ("(4) Agree", 4), ("Agree (4)", 4), ("Agree = 4", 4), ("4 Agree", 4),
        ("4 - whatever", 4), ("", None), ("n/a", None), ("NA", None), ("-", None), ("#N/A", None), ("null", None),
        ("99", None), ("four", "four"), ("4 of 5", "4 of 5"), ("3.5", 3.5), ("6", 6), ("0", 0), ("4/5", "4/5"),
    ],
)  # fmt: skip
def test_a_cell_is_a_point_a_gap_or_what_it_says(cell, value):
    rows = "\n".join([f"{HEAD}", f"{cell},{','.join('5' * 9)}", *[ROW] * 9])
    assert taken("sus", rows, missing=("99",)).rows[0][0] == value


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["1 - Strongly agree", "3", "5"], r"In row 2, column “q1”, “1 - Strongly agree” says 1 and a word for 5"),
        (["Agree", "Somewhat agree", "5"], "do not belong to one scale from 1 to 5"),
        (["yes", "no", "3"], "In row 2, column “q1”, “yes” cannot be read as an answer from 1 to 5"),
    ],
)
def test_words_of_another_scale_are_refused_with_their_place(cells, sentence):
    rest = ",".join("3" * 9)
    with pytest.raises(Unclear, match=sentence):
        taken("sus", f"{HEAD}\n" + "\n".join(f"{cell},{rest}" for cell in cells))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[0, 4] * 5, [1, 3] * 5], "in row 2, column “q1” stands “0”, and the answers run from 0 to 4"),
        ([[-2, 2] * 5, [1, 0] * 5], "run from -2 to 2"),
        ([[1, 7] * 5, [2, 6] * 5], "run from 1 to 7"),
    ],
)
def test_numbers_of_another_scale_are_refused_with_their_place(rows, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("sus", f"{HEAD}\n" + "\n".join(",".join(map(str, row)) for row in rows))


def test_a_few_mistakes_are_no_other_scale():
    found = taken("sus", f"{HEAD}\n55,{','.join('5' * 9)}\n" + f"{ROW}\n" * 9)
    assert found.rows[0][0] == 55


def test_no_rows_have_columns_all_the_same():
    assert taken("sus", HEAD).rows == []


def test_even_items_that_were_turned_already_are_noticed():
    rows = [[level] * 10 for level in (1, 2, 3, 4, 5) * 3]
    found = taken("sus", f"{HEAD}\n" + "\n".join(",".join(map(str, row)) for row in rows))
    assert "Odd and even items rise together" in found.notices[0]
    alternating = [[level, 6 - level] * 5 for level in (1, 2, 3, 4, 5) * 3]
    assert taken("sus", f"{HEAD}\n" + "\n".join(",".join(map(str, row)) for row in alternating)).notices == ()


@pytest.mark.parametrize(
    ("name", "head", "row", "value"),
    [
        ("nps", "respondent,nps,comment", "1,9,good", 9),
        ("nps", "id,How likely are you to recommend us?,age", "1,8,44", 8),
        ("nps", "score", "10", 10),
        ("nps", ",answer", "3,10", 10),
        ("nps", "Unnamed: 0,answer", "3,10", 10),
        ("nps", "Q1_NPS_GROUP,Q1", "Promoter,10", 10),
        ("nps", "q,country", "10 - Extremely likely,SE", 10),
        ("csat", "Overall satisfaction;x", "Very satisfied", 5),
        ("csat", "id,csat_score", "1,nöjd", 4),
        ("purchase-intent", "id,intent", "1,Probably would not buy", 2),
        ("purchase-intent", "intent", "5 - definitely would buy", 5),
    ],
)
def test_the_column_of_one_question_is_found(name, head, row, value):
    assert taken(name, f"{head}\n{row}").rows == [[value]]


@pytest.mark.parametrize(
    ("name", "head", "row", "sentence"),
    [
        ("nps", "a,b", "9,8", "These may be it: a, b"),
        ("nps", "nps_before,nps_after", "9,8", "These may be it: nps_before, nps_after"),
        ("nps", "9", "10", "these are answers, not names"),
        ("csat", "csat,band", "9,2\n8,3\n10,1", "Answers from 1 to 5 are expected"),
        ("csat", "who,why", "me,because", "No column seems to hold it"),
    ],
)
def test_the_column_of_one_question_is_refused_where_it_is_not_clear(name, head, row, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken(name, f"{head}\n{row}")


def test_a_column_of_groups_is_no_item():
    found = taken("nps", "nps_group,nps\nSE,9\nDE,8\n,3", by="nps_group")
    assert found.groups == ["SE", "DE", None]
    assert list(found.columns.values()) == ["nps"]


def test_a_column_with_hundreds_of_values_is_no_column_of_groups():
    with pytest.raises(Unclear, match="300 different values"):
        taken("nps", "id,nps\n" + "\n".join(f"{n},9" for n in range(300)), by="id")


def test_five_points_are_no_question_from_0_to_10():
    assert "No answer is above 5" in taken("nps", "nps\n" + "5\n4\n" * 5).notices[0]
    assert taken("nps", "nps\n" + "5\n6\n" * 5).notices == ()


UEQ = ",".join(f"ueq{number}" for number in range(1, 27))


@pytest.mark.parametrize(
    ("row", "coding"), [([7, 1] * 13, "1-7"), ([3, -3] * 13, "turned"), ([2, 0] * 13, "turned"), ([4] * 26, "1-7")]
)
def test_the_coding_of_ueq_is_told_by_its_numbers(row, coding):
    found = taken("ueq", f"{UEQ}\n{','.join(map(str, row))}")
    assert found.settings == {"coding": coding}
    assert bool(found.notices) == (coding == "turned")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[1, 2, 3, 2] * 6 + [1, 2]], "All answers lie from 1 to 3"),
        ([[0, 6] * 13], "run from 0 to 6"),
        ([[-3, 7] * 13], "neither 1 to 7 nor −3 to"),
    ],
)
def test_a_coding_of_ueq_that_numbers_do_not_tell_is_refused(rows, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("ueq", f"{UEQ}\n" + "\n".join(",".join(map(str, row)) for row in rows))
    assert taken("ueq", f"{UEQ}\n{','.join('3' * 26)}", coding="1-7").settings == {"coding": "1-7"}


def test_answers_from_left_to_right_that_were_not_turned_are_noticed():
    left = {3, 4, 5, 9, 10, 12, 17, 18, 19, 21, 23, 24, 25}
    levels = (-3, -2, -1, 0, 1, 2, 3) * 3
    text = f"{UEQ}\n" + "\n".join(",".join(str(-x if n in left else x) for n in range(1, 27)) for x in levels)
    with pytest.raises(Unclear, match="run against each other"):
        taken("ueq", text)
    assert taken("ueq", text, coding="as-shown").notices == ()
    assert "run against each other" in taken("ueq", text, coding="turned").notices[1]


def test_columns_of_the_short_form_that_carry_numbers_of_the_long_form_are_refused():
    head = ",".join(f"ueq{number}" for number in (11, 13, 20, 21, 6, 7, 10, 15))
    with pytest.raises(Unclear, match="numbers of the long form"):
        taken("ueq-s", f"{head}\n{','.join('5' * 8)}")
    columns = tuple(head.split(","))
    assert taken("ueq-s", f"{head}\n{','.join('5' * 8)}", columns=columns).rows == [[5] * 8]


PU, PEOU = (",".join(f"{name}{n}" for n in range(1, 7)) for name in ("PU", "PEOU"))


def test_acceptance_is_found_by_the_names_of_its_scales_in_any_order():
    found = taken("tam", f"id,{PEOU},{PU},BI1,BI2\n1,{','.join('2' * 6)},{','.join('7' * 6)},5,6")
    assert found.rows == [[7] * 6 + [2] * 6 + [5, 6]]
    assert found.settings == {"intention": 2}


def test_acceptance_without_names_is_twelve_columns_in_order_and_what_is_named_beyond_is_intention():
    assert taken("tam", f"{','.join('abcdefghijkl')}\n{','.join('4' * 12)}").settings == {"intention": 0}
    columns = ("a..m",)
    found = taken("tam", f"{','.join('abcdefghijklm')}\n{','.join('4' * 12)},6", columns=columns)
    assert found.settings == {"intention": 1}
    assert list(found.columns)[-1] == "tam-bi-1"


@pytest.mark.parametrize(
    ("head", "row", "sentence"),
    [
        ("PU1,PU2,PEOU1,PEOU2", "1,2,3,4", "has six items"),
        (f"{PU},{PEOU}", ",".join(["agree", "disagree", "strongly agree", "neutral"] * 3), "scale of five points"),
    ],
)
def test_acceptance_with_other_scales_is_refused(head, row, sentence):
    with pytest.raises(Unclear, match=sentence):
        taken("tam", f"{head}\n{row}")


def test_words_of_davis_are_seven_points():
    words = [
        "extremely unlikely",
        "quite unlikely",
        "slightly unlikely",
        "neither",
        "slightly likely",
        "extremely likely",
    ]
    assert taken("tam", f"{PU},{PEOU}\n{','.join(words * 2)}").rows == [[1, 2, 3, 4, 5, 7] * 2]
