"""The moves of a trial round: draft, recruiting, running, closed, reported, and the ways back."""

from __future__ import annotations

from livinglab.domain.rounds.facts import MarketFacts, RoundFacts

LABELS = {
    ("draft", "recruiting"): "Start recruiting",
    ("recruiting", "running"): "Open for answers",
    ("recruiting", "draft"): "Back to draft",
    ("running", "closed"): "Close the round",
    ("closed", "reported"): "Mark as reported",
    ("closed", "running"): "Reopen",
    ("reported", "closed"): "Take back the report",
}

CONDITIONS = {
    "draft": "still a draft",
    "recruiting": "recruiting",
    "running": "open for answers",
    "closed": "closed",
    "reported": "marked as reported",
}


def possible_moves(state: str) -> tuple[str, ...]:
    """The states a round can move to from this one, the usual next step first. ValueError for an unknown state."""
    if state not in CONDITIONS:
        raise ValueError(f"no such state: {state!r}")
    return tuple(after for before, after in LABELS if before == state)


def label_of_move(state: str, to_state: str) -> str:
    """What the button of a move says. KeyError for a move that does not exist."""
    return LABELS[state, to_state]


def refusals(facts: RoundFacts, to_state: str) -> list[str]:
    """Why the round cannot move there now, as whole sentences that say what to do; empty when it can.

    Opening before `opens_at` is allowed: somebody pressed the button. ValueError for an unknown state.
    """
    possible_moves(to_state)
    if to_state == facts.state:
        return [f"The round is already {CONDITIONS[to_state]}. Load the page again to see it."]
    if to_state not in possible_moves(facts.state):
        steps = " or ".join(f"“{LABELS[facts.state, after]}”" for after in possible_moves(facts.state))
        return [f"The round is {CONDITIONS[facts.state]}, so this is not possible. You can choose {steps}."]
    if to_state in ("recruiting", "running"):
        return _not_ready(facts)
    if to_state == "draft":
        return _cannot_go_back(facts)
    return []


def due_move(facts: RoundFacts) -> str | None:
    """The state the round moves to by itself now, or None. A move that is refused is not due."""
    if facts.state == "recruiting" and facts.opens_at is not None and facts.opens_at <= facts.now:
        return None if refusals(facts, "running") else "running"
    if facts.state == "running" and facts.closes_at is not None and facts.closes_at <= facts.now:
        return "closed"
    return None


def _not_ready(facts: RoundFacts) -> list[str]:
    """What is missing before people can be asked, in the order somebody would mend it."""
    reasons = []
    if facts.product_archived:
        reasons.append("The product is in the archive: restore it first.")
    if not facts.has_version_published:
        reasons.append("Publish the questionnaire, so that nobody can change it under the testers.")
    if not facts.markets:
        reasons.append("Add at least one market before you start recruiting.")
    for market in facts.markets:
        reasons += _market_not_ready(market)
    if not facts.has_rule:
        reasons.append(
            "Write down all three: what result would make you enter, what adapt, and what leave. "
            "They must be there before the first answer."
        )
    if facts.closes_at is not None and facts.closes_at <= facts.now:
        reasons.append("The closing date is in the past: choose a later one.")
    elif facts.opens_at is not None and facts.closes_at is not None and facts.closes_at <= facts.opens_at:
        reasons.append("The round would close before it opens: choose a later closing date.")
    return reasons


def _market_not_ready(market: MarketFacts) -> list[str]:
    reasons = []
    if not market.has_texts:
        reasons.append(
            f"Translate the questionnaire into {market.language}, or choose another language for {market.country}."
        )
    if market.minimum_n > market.quota:
        reasons.append(
            f"{market.country} wants {market.quota} answers but shows figures from {market.minimum_n}: "
            "raise its quota or lower its minimum."
        )
    return reasons


def _cannot_go_back(facts: RoundFacts) -> list[str]:
    """People who saw the plan keep it: it cannot change under them."""
    if any(market.answers for market in facts.markets):
        return ["Somebody has answered already, so the plan must stay as it is. Plan a new round instead."]
    if facts.invited:
        who = "1 person has" if facts.invited == 1 else f"{facts.invited} people have"
        return [f"{who} been invited already, so the plan must stay as it is. Plan a new round instead."]
    return []
