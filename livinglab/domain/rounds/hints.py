"""What is worth saying about a round although nothing forbids it."""

from __future__ import annotations

from livinglab.domain.rounds.facts import MarketFacts, RoundFacts


def hints(facts: RoundFacts) -> list[str]:
    """Sentences for the people who run the round, most urgent first; empty when all is well.

    Asking clusters is optional, because a company may hand out links itself: so this hints and never refuses.
    """
    if facts.state == "draft":
        return _before_recruiting(facts)
    if facts.state in ("recruiting", "running"):
        return _while_collecting(facts)
    if facts.state == "closed":
        return [_too_few(market) for market in facts.markets if market.answers < market.minimum_n]
    return []


def _before_recruiting(facts: RoundFacts) -> list[str]:
    sentences = []
    if facts.markets and facts.opens_at is not None and facts.opens_at <= facts.now:
        sentences.append("The opening date has passed: the round opens as soon as you start recruiting.")
    return sentences + [sentence for market in facts.markets if (sentence := _nobody_asked(market))]


def _while_collecting(facts: RoundFacts) -> list[str]:
    sentences = []
    for market in facts.markets:
        if market.answers >= market.quota or market.requests_accepted:
            continue
        sentences.append(_nobody_asked(market) or f"No cluster has accepted for {market.country} yet.")
    if facts.state == "running" and facts.markets and all(market.answers >= market.quota for market in facts.markets):
        sentences.append("Every market has the answers you wanted: you can close the round.")
    return sentences


def _nobody_asked(market: MarketFacts) -> str | None:
    if market.requests_open or market.requests_accepted:
        return None
    return f"No cluster is asked for {market.country}: ask one, or hand out links yourself."


def _too_few(market: MarketFacts) -> str:
    missing = market.minimum_n - market.answers
    answers = "1 more answer" if missing == 1 else f"{missing} more answers"
    return f"{market.country} needs {answers} before its figures are shown: reopen the round to collect more."
