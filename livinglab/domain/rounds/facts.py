"""What the rules of a round need to know, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MarketFacts:
    """One country of a round.

    `country` and `language` are names as people read them ("Poland", "Polish"). `has_texts` says whether the
    questionnaire can be shown in that language. `requests_open` clusters are asked and have not answered.
    """

    country: str
    language: str
    has_texts: bool
    quota: int
    minimum_n: int
    answers: int = 0
    requests_open: int = 0
    requests_accepted: int = 0


@dataclass(frozen=True)
class RoundFacts:
    """One round at the moment `now`; all times are aware.

    Without `opens_at` or `closes_at` somebody opens or closes the round by hand. `has_rule` is true when the texts
    for enter, adapt and leave are all filled. `invited` counts the people who were invited or have opened a link.
    """

    state: str
    now: datetime
    markets: tuple[MarketFacts, ...]
    has_version_published: bool
    has_rule: bool
    product_archived: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    invited: int = 0
