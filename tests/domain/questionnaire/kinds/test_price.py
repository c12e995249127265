"""A price in the currency of the market."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.kinds.price import Price
from livinglab.domain.questionnaire.numbers import PLAIN, NumberMarks
from tests.domain.questionnaire.making import an_item, code_of

KIND = Price()
ITEM = an_item("price")


def test_a_price_is_read_with_the_marks_of_the_language():
    assert KIND.read(ITEM, ["1 299,90"], NumberMarks(",", "\u00a0")) == "1299.9"
    assert KIND.read(ITEM, ["1,299.90"], PLAIN) == "1299.9"


def test_it_may_be_free():
    assert KIND.read(ITEM, ["0,00"], NumberMarks()) == "0"


def test_it_is_never_negative():
    assert code_of(KIND.read, ITEM, ["-1"], PLAIN) == "too_low"
    assert code_of(KIND.accept, ITEM, "-1") == "too_low"


def test_nothing_typed_is_no_answer():
    assert KIND.read(ITEM, [" "], PLAIN) is None


def test_it_has_as_many_decimals_as_the_currency():
    assert code_of(KIND.read, ITEM, ["9.999"], PLAIN) == "too_many_decimals"
    assert KIND.read(ITEM, ["9.999"], PLAIN, 3) == "9.999"
    assert code_of(KIND.read, ITEM, ["9.5"], PLAIN, 0) == "not_whole"
    assert KIND.read(ITEM, ["9.00"], PLAIN, 0) == "9"


@pytest.mark.parametrize("value", ["9.90", 9.9, None, "9,9", ""])
def test_only_the_canonical_form_can_be_stored(value):
    assert code_of(KIND.accept, ITEM, value) == "not_canonical"


def test_a_price_of_any_currency_can_be_stored():
    for value in ("0", "9.9", "9.999", "9.9999"):
        KIND.accept(ITEM, value)


def test_it_has_no_settings_and_only_the_words_of_every_question():
    assert KIND.check(ITEM, "Price") == []
    assert KIND.text_keys(ITEM) == [("item.it.label", True), ("item.it.help", False)]
    assert KIND.values(ITEM) is None
