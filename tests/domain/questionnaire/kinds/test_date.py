"""A day of the calendar."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.kinds.date import Day
from livinglab.domain.questionnaire.numbers import PLAIN
from tests.domain.questionnaire.making import an_item, code_of

KIND = Day()
ITEM = an_item("date", earliest="2020-01-01", latest="2026-12-31")


@pytest.mark.parametrize("typed", ["2026-11-29", "29.11.2026", "29. 11. 2026", " 2026-11-29 "])
def test_a_day_is_stored_as_the_year_the_month_the_day(typed):
    assert KIND.read(ITEM, [typed], PLAIN) == "2026-11-29"


@pytest.mark.parametrize(
    "typed", ["29/11/2026", "2026-02-30", "31.02.2026", "today", "2026-11", "2026-1-1", "２０２６-11-29"]
)
def test_what_is_no_day_or_could_be_two_is_refused(typed):
    assert code_of(KIND.read, ITEM, [typed], PLAIN) == "not_a_date"


def test_days_beyond_the_ends_are_refused():
    assert code_of(KIND.read, ITEM, ["2019-12-31"], PLAIN) == "too_early"
    assert code_of(KIND.read, ITEM, ["2027-01-01"], PLAIN) == "too_late"


def test_the_ends_themselves_can_be_chosen():
    assert KIND.read(ITEM, ["2020-01-01"], PLAIN) == "2020-01-01"
    assert KIND.read(ITEM, ["2026-12-31"], PLAIN) == "2026-12-31"


@pytest.mark.parametrize("value", ["29.11.2026", 20261129, None, ["2026-11-29"]])
def test_only_the_stored_form_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


def test_ends_that_are_no_days_or_in_the_wrong_order_are_said():
    assert [p.code for p in KIND.check(an_item("date", earliest="soon"), "When")] == ["bad_setting"]
    wrong = an_item("date", earliest="2026-01-02", latest="2026-01-01")
    assert [p.code for p in KIND.check(wrong, "When")] == ["earliest_after_latest"]
