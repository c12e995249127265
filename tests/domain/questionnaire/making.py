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


def code_of(call: Any, *args: Any, **kwargs: Any) -> str:
    """The code of the `Invalid` that a call raises."""
    with pytest.raises(Invalid) as caught:
        call(*args, **kwargs)
    assert caught.value.sentence.endswith(".")
    return caught.value.code
