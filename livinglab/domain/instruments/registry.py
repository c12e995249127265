"""All instruments by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from livinglab.domain.instruments import five_points, gabor_granger, kano, maxdiff, nps, sus, tam, ueq, van_westendorp
from livinglab.domain.instruments.scored import Scored


@dataclass(frozen=True)
class Instrument:
    """An instrument: its keys of items in order, the ends of its scale, what scores rows of answers.

    `items` is empty, and `points` None, where every study makes its own: prices, features, things to choose from.
    """

    name: str
    title: str
    items: tuple[str, ...]
    points: tuple[int, int] | None
    score: Callable[..., Scored]


_ALL = (
    Instrument("sus", "System Usability Scale", sus.ITEMS, sus.POINTS, sus.score),
    Instrument("ueq", "User Experience Questionnaire", ueq.ITEMS, ueq.POINTS, ueq.score),
    Instrument("ueq-s", "User Experience Questionnaire, short form", ueq.SHORT_ITEMS, ueq.POINTS, ueq.score_short),
    Instrument("nps", "Net Promoter Score", nps.ITEMS, nps.POINTS, nps.score),
    Instrument("csat", "Customer satisfaction", five_points.CSAT_ITEMS, five_points.POINTS, five_points.score_csat),
    Instrument(
        "purchase-intent", "Purchase intent", five_points.INTENT_ITEMS, five_points.POINTS, five_points.score_intent
    ),
    Instrument("kano", "Kano", kano.ITEMS, kano.POINTS, kano.score),
    Instrument("van-westendorp", "Price sensitivity meter", van_westendorp.ITEMS, None, van_westendorp.score),
    Instrument("gabor-granger", "Gabor–Granger", gabor_granger.ITEMS, None, gabor_granger.score),
    Instrument("maxdiff", "MaxDiff", maxdiff.ITEMS, None, maxdiff.score),
    Instrument("tam", "Technology acceptance", tam.ITEMS, tam.POINTS, tam.score),
)
INSTRUMENTS = {instrument.name: instrument for instrument in _ALL}
