"""All kinds of questions, in the order in which the builder offers them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.domain.questionnaire.kinds.best_worst import BestWorst
from livinglab.domain.questionnaire.kinds.date import Day
from livinglab.domain.questionnaire.kinds.hidden import Hidden
from livinglab.domain.questionnaire.kinds.kind import Kind
from livinglab.domain.questionnaire.kinds.long_text import LongText
from livinglab.domain.questionnaire.kinds.matrix import Matrix
from livinglab.domain.questionnaire.kinds.number import Number
from livinglab.domain.questionnaire.kinds.opposites import Between, Opposites
from livinglab.domain.questionnaire.kinds.photo import Photo
from livinglab.domain.questionnaire.kinds.price import Price
from livinglab.domain.questionnaire.kinds.ranking import Rank, Ranking
from livinglab.domain.questionnaire.kinds.rating import Rating
from livinglab.domain.questionnaire.kinds.several_choices import SeveralChoices
from livinglab.domain.questionnaire.kinds.short_text import ShortText
from livinglab.domain.questionnaire.kinds.single_choice import SingleChoice
from livinglab.domain.questionnaire.kinds.statement import Statement
from livinglab.domain.questionnaire.kinds.zero_to_ten import ZeroToTen
from livinglab.domain.questionnaire.structure import Item

_ALL: tuple[Kind, ...] = (
    SingleChoice(), SeveralChoices(), Rating(), Matrix(), ZeroToTen(), Opposites(), Ranking(), BestWorst(), Number(),
    Price(), Day(), ShortText(), LongText(), Photo(), Statement(), Hidden(), Between(), Rank(),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})


def kind_of(item: Item) -> Kind:
    """The kind of a question; `Invalid` when it is not known here."""
    try:
        return KINDS[item.kind]
    except KeyError:
        raise Invalid("unknown_kind", kind=item.kind) from None
