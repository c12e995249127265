"""Tables as spreadsheet programs write them: what is read, and what is refused rather than read wrongly."""

from __future__ import annotations

from livinglab.foundation.tables import read_table


def test_what_stands_beyond_the_head_is_kept_and_empty_cells_there_are_not() -> None:
    table = read_table(b"a,b\n1,2,3\n1,2,,\n1\n1,2,,4,\n")
    assert table.head == ["a", "b"]
    assert table.rows == [["1", "2", "3"], ["1", "2"], ["1", ""], ["1", "2", "", "4"]]
