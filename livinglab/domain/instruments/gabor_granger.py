"""Gabor–Granger: would you buy it at this price? Demand per price, and the price that would bring most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from livinglab.domain.figures.intervals import Share, wilson
from livinglab.domain.instruments.scored import Row, Scored, sort_rows

ITEMS: tuple[str, ...] = ()  # one per price
POINTS = (0, 1)  # no, yes


@dataclass(frozen=True)
class PriceDemand:
    """`demand` is the share, from 0 to 1 with Wilson's interval, of those asked at this price who accept it.

    `revenue_index` is the price times that share: revenue per person asked, in the currency of the price.
    """

    price: float
    demand: Share | None
    revenue_index: float | None


@dataclass(frozen=True)
class GaborGranger(Scored):
    """All prices from lowest to highest; `optimum` is the price with the highest revenue index.

    When several are equal, `optimum` is the lowest and `tied` are all of them. `inconsistent` are the places of rows
    that accept a price but refuse a lower one: they count, because nothing says which answer is meant. `partly` are
    the places of rows that answer only some of the prices.
    """

    prices: tuple[PriceDemand, ...]
    optimum: float | None
    tied: tuple[float, ...]
    inconsistent: tuple[int, ...]
    partly: tuple[int, ...]


def score(rows: Sequence[Row], prices: Sequence[Decimal | int | float]) -> GaborGranger:
    """Rows hold 1 (accepts), 0 (refuses) or None (not asked, not answered) for each price, in the order of `prices`.

    A missing answer stays missing: nobody is taken to accept a price because they accept a higher one.
    ValueError for prices that are negative or stand there twice, and a row that has not one answer per price.
    """
    exact = [Fraction(str(price)) for price in prices]
    if len(set(exact)) != len(exact) or any(price < 0 for price in exact):
        raise ValueError("every price stands once, and none is below zero")
    sorted_ = sort_rows(rows, *POINTS, len(prices), partly=True)
    upwards = sorted(range(len(exact)), key=exact.__getitem__)
    demands, indices = [], []
    for at in upwards:
        answers = [row[at] for row in sorted_.rows if row[at] is not None]
        demand = wilson(sum(answers), len(answers))
        index = exact[at] * Fraction(sum(answers), len(answers)) if answers else None
        indices.append(index)
        demands.append(PriceDemand(float(exact[at]), demand, None if index is None else float(index)))
    best = max((index for index in indices if index is not None), default=Fraction(0))
    tied = tuple(row.price for row, index in zip(demands, indices, strict=True) if best > 0 and index == best)
    return GaborGranger(
        n=len(rows),
        valid_n=len(sorted_.rows),
        excluded=sorted_.excluded,
        prices=tuple(demands),
        optimum=tied[0] if tied else None,
        tied=tied if len(tied) > 1 else (),
        inconsistent=tuple(
            place
            for place, row in zip(sorted_.places, sorted_.rows, strict=True)
            if _accepts_more_than_it_refuses([row[at] for at in upwards])
        ),
        partly=tuple(place for place, row in zip(sorted_.places, sorted_.rows, strict=True) if None in row),
    )


def _accepts_more_than_it_refuses(answers: Sequence[int | None]) -> bool:
    """Whether, from the lowest price on, somebody accepts after having refused."""
    given = [answer for answer in answers if answer is not None]
    return 0 in given and 1 in given[given.index(0) :]
