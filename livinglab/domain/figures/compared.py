"""One line of a comparison as it leaves the house: in files, reports and over the wire."""

from __future__ import annotations

from typing import Any

from livinglab.domain.figures.intervals import Share
from livinglab.domain.figures.summary import Summary

DECIMALS = 6


def compared_row(market: str, question: str, summary: Summary) -> dict[str, Any]:
    """The figures of one market and question, with keys in a fixed order and numbers rounded to six decimals.

    `mean`, `low` and `high` (Student's t, 95 %) and the keys after them are None when there are too few answers or
    the answers are no numbers. `top_two` is a share from 0 to 1 with the ends of its interval.
    """
    return {
        "market": market,
        "question": question,
        "n": summary.n,
        "counts": dict(summary.counts),
        "mean": _stable(summary.mean),
        "low": _stable(summary.low),
        "high": _stable(summary.high),
        "median": _stable(summary.median),
        "top_two": _share(summary.top_two),
        "kind": summary.measure,
        "enough": summary.enough,
    }


def _share(share: Share | None) -> dict[str, float | None] | None:
    if share is None:
        return None
    return {"share": _stable(share.share), "low": _stable(share.low), "high": _stable(share.high)}


def _stable(number: float | None) -> float | None:
    """The same digits on every machine; no negative zero."""
    return None if number is None else round(number, DECIMALS) + 0.0
