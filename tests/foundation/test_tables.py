"""Tables as spreadsheet programs write them: what is read, and what is refused rather than read wrongly."""

from __future__ import annotations

import pytest

from livinglab.foundation.errors import Refused
from livinglab.foundation.tables import read_table


def test_what_stands_beyond_the_head_is_kept_and_empty_cells_there_are_not() -> None:
    table = read_table(b"a,b\n1,2,3\n1,2,,\n1\n1,2,,4,\n")
    assert table.head == ["a", "b"]
    assert table.rows == [["1", "2", "3"], ["1", "2"], ["1", ""], ["1", "2", "", "4"]]


ELEVEN = "".join(f"SE,{age},fine\n" for age in range(20, 31))


@pytest.mark.parametrize(
    ("row", "below"),
    [
        ('SE,19,"good, but dear', ELEVEN),
        ('SE,19,"good, but dear', ELEVEN + 'SE,40,"quoted, too"\n' + ELEVEN),
        ('SE,19,"good, but dear', ELEVEN + 'SE,40,""\n' + ELEVEN),
        ('"SE","19","good, but dear', '"SE","40","fine"\r\n"DE","41","fine"\r\n'),
        ('SE,19,"', ELEVEN),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_named_with_its_line(row: str, below: str) -> None:
    begin = 'country,age,words\nSE,18,"two\nlines, and ""more"""\n\n'
    with pytest.raises(Refused, match=r"A quotation mark opens in line 5 of the file") as refused:
        read_table(f"{begin}{row}\n{below}".encode())
    assert row.rpartition(',"')[2] in str(refused.value)


def test_quotation_marks_that_swallow_nothing_are_read_as_a_spreadsheet_program_does() -> None:
    table = read_table(b'a,b\n"5" wide,a 5" screen\n"two\r\nlines","""quoted"", he said"\n')
    assert table.rows == [["5 wide", 'a 5" screen'], ["two\nlines", '"quoted", he said']]


def test_a_cell_of_more_than_a_million_letters_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="could not be read as a table"):
        read_table(b"a,b\n1," + b"x" * 1_000_001)


def test_a_quotation_mark_that_opens_a_large_file_is_found_at_once() -> None:
    with pytest.raises(Refused, match="opens in line 2 "):
        read_table(b'a,b\n1,"' + b'x,""\n' * 2_000_000)


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ('"Country, where, now, really";"poverty, x, y"\nSE;3\n', ["Country, where, now, really", "poverty, x, y"]),
        ("Country, where;poverty, x, y, z\nSE;3\nDE;4\n", ["Country, where", "poverty, x, y, z"]),
        ("a;b\n1,5;2,5\n1,5;3\n", ["a", "b"]),
        ('"a;b;c","d"\n"1;2",3\n', ["a;b;c", "d"]),
        ('"said ""a;b;c""","d"\n1,"x;y;z\n;;"\n', ['said "a;b;c"', "d"]),
        ("a\tb, c, d\n1\t2\n", ["a", "b, c, d"]),
        ("a|b\n1|2\n", ["a", "b"]),
        ("a,b,c\n1,2\n1\n1,2,3\n", ["a", "b", "c"]),
        ("a\n1,2\n", ["a"]),
        ("sep=|\r\na;b|c\r\n1|2\r\n", ["a;b", "c"]),
        ('\ufeff"sep=;"\na,b;c\n1;2\n', ["a,b", "c"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_stands_between_the_cells_is_found_outside_of_quotation_marks(
    table: str, head: list[str], encoding: str
) -> None:
    assert read_table(table.removeprefix("\ufeff" if encoding == "utf-16" else "").encode(encoding)).head == head


def test_the_line_of_a_quotation_mark_counts_a_line_that_tells_the_separator() -> None:
    with pytest.raises(Refused, match="opens in line 3 "):
        read_table(b'sep=,\na,b\n1,"x\n')


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        (b"a,b\n1,2\n3,4\n", [2, 3]),
        (b"\n\na,b\n1,2\n\n,\n3,4\n", [4, 7]),
        (b'a,b\r\n"one\r\ntwo\r\n\r\nthree",2\r\n\r\n3,4\r\n', [2, 4]),
        (b"sep=,\na,b\n1,2\n", [2]),
    ],
)
def test_rows_have_the_numbers_that_a_spreadsheet_program_shows(table: bytes, numbers: list[int]) -> None:
    assert read_table(table).numbers == numbers
