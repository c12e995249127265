"""Small questionnaires for tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from tests.thorough import examples

# For tests with made-up input: a busy machine is no reason to fail.
CALM = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def an_item(kind: str, key: str = "it", *, required: bool = False, **settings: Any) -> Item:
    """A question."""
    return Item(key, kind, required, settings)


def of(*items: Item, section: str = "all") -> Structure:
    """A structure with one section."""
    return Structure((Section(section, items),))


ONE_OF_EACH = of(
    an_item("single_choice", "one", options=["yes", "no"]),
    an_item("several_choices", "several", options=["red", "green", "blue"]),
    an_item("rating", "rating", points=5),
    an_item("zero_to_ten", "recommend"),
    an_item("number", "age", minimum="0", maximum="120", decimals=1, unit=1),
    an_item("price", "price"),
    an_item("short_text", "word", max_length=20),
    an_item("long_text", "story", max_length=100),
)
# Those whose answer is no line of text or no single one; and the answers beside the list.
MORE_KINDS = of(
    an_item("matrix", "ease", rows=["set-up", "daily"], points=5, not_applicable=1),
    an_item("opposites", "feel", rows=["dull", "slow"], points=7),
    an_item("ranking", "order", options=["price", "looks", "size"]),
    an_item("best_worst", "most", options=["a", "b", "c", "d"], sets=["a b c", "b c d", "a c d"]),
    an_item("date", "bought", earliest="2020-01-01", latest="2026-12-31"),
    an_item("single_choice", "shop", options=["town", "web", "other"], other="other", not_applicable=1),
    an_item("several_choices", "tools", options=["saw", "other"], other="other"),
    an_item("statement", "words"),
    an_item("hidden", "source", parameter="source"),
)


def code_of(call: Any, *args: Any, **kwargs: Any) -> str:
    """The code of the `Invalid` that a call raises."""
    with pytest.raises(Invalid) as caught:
        call(*args, **kwargs)
    assert caught.value.sentence.endswith(".")
    return caught.value.code
