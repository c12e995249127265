"""What is said to testers about their answers, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from livinglab.domain.questionnaire.faults import Invalid
from livinglab.foundation import languages
from livinglab.foundation.languages import number


def sentence(problem: Invalid) -> str:
    """What to do about an answer that cannot be taken. Each sentence is whole, so that it can be translated."""
    limit = problem.params.get("limit", "")
    match problem.code:
        case "required":
            return _("Please answer this question.")
        case "only_one":
            return _("Choose one answer only.")
        case "not_an_option":
            return _("Choose one of the answers that are offered.")
        case "not_a_number":
            return _("Write a number only, without other words.")
        case "too_low":
            return _("Write %(limit)s or more.", limit=limit)
        case "too_high":
            return _("Write %(limit)s or less.", limit=limit)
        case "not_whole":
            return _("Write a whole number, without decimals.")
        case "too_many_decimals":
            return _("Write at most %(number)s digits after the decimal mark.", number=problem.params["decimals"])
        case "too_long":
            return _("Shorten this to %(number)s characters.", number=_count(limit))
        case "same_place":
            return _("Give this another place: place %(number)s is taken.", number=problem.params["place"])
        case "places_left":
            return _("Give one of them place %(number)s.", number=problem.params["place"])
        case "best_is_worst":
            return _("Choose two different answers for the two ends.")
        case "both_ends":
            return _("Choose one answer for each of the two ends.")
        case "not_a_date":
            return _("Write a date: the year, the month, the day.")
        case "too_early":
            return _("Choose %(day)s or a later day.", day=_day(limit))
        case "too_late":
            return _("Choose %(day)s or an earlier day.", day=_day(limit))
        case _:
            return _("Answer this question again.")


def sentences(problems: Mapping[str, Invalid], words: Mapping[str, str]) -> dict[str, str]:
    """{key of a variable: sentence}; what its author wrote about a check stands in the texts."""
    return {
        key: words.get(str(problem.params.get("text")), "") or sentence(problem) for key, problem in problems.items()
    }


def _day(limit: object) -> str:
    return languages.date(date.fromisoformat(str(limit)))


def _count(limit: object) -> str:
    return number(limit) if isinstance(limit, int) else str(limit)
