"""The most and the least important of a few things at a time: best–worst scaling, also called MaxDiff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from livinglab.domain.questionnaire.faults import Invalid, Problem
from livinglab.domain.questionnaire.kinds.kind import bad_setting
from livinglab.domain.questionnaire.kinds.options import OptionsKind
from livinglab.domain.questionnaire.kinds.variables import ManifoldKind, keys_at, variable
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.values import Value

FEWEST_OPTIONS, USUAL_PER_SET, TIMES_SHOWN = 4, 4, 3
BEST, WORST = "best", "worst"


class BestWorst(ManifoldKind, OptionsKind):
    """Settings `options`, and `sets`: for each set its options, with a space between them.

    Each set has two variables of the kind `single_choice`: `<set>-best` and `<set>-worst`, sets counted from 1.
    """

    name = "best_worst"
    title = "Best and worst of a few (MaxDiff)"
    settings = {"options": "options", "sets": "sets"}

    def fresh(self) -> dict[str, Any]:
        """No option yet; the sets are made once there are options."""
        return {"options": [], "sets": []}

    def check_settings(self, item: Item, name: str) -> list[Problem]:
        """Proper options, and sets of at least three of them in which every option is found."""
        problems = super().check_settings(item, name)
        options, sets = keys_at(item, "options"), sets_of(item)
        if problems:
            return problems
        if len(options) < FEWEST_OPTIONS:
            return [Problem("too_few_to_compare", f"item.{item.key}", {"name": name, "fewest": FEWEST_OPTIONS})]
        known = set(options)
        sound = all(len(set(one)) == len(one) >= 3 and set(one) <= known for one in sets)
        if not sound or {option for one in sets for option in one} != known:
            problems.append(bad_setting(self, item, name, "sets", "sets in which every option is shown"))
        return problems

    def answer_text_keys(self, item: Item) -> list[tuple[str, bool]]:
        """The words of each option, then those above the two columns."""
        return [*super().answer_text_keys(item), (f"best.{item.key}", True), (f"worst.{item.key}", True)]

    def values(self, item: Item) -> None:
        """None of its own."""

    def variables(self, item: Item) -> tuple[Item, ...]:
        """Two for each set."""
        return tuple(
            variable(item, f"{number}-{end}", "single_choice", required=item.required, options=options)
            for number, options in enumerate(sets_of(item), 1)
            for end in (BEST, WORST)
        )

    def part_words(self, variable: Item, texts: Mapping[str, str]) -> str:
        """The number of the set and the words above the column."""
        number, end = set_and_end(variable)
        return f"{number} {texts.get(f'{end}.{variable.question.key}', end)}"

    def together(self, item: Item, answers: Mapping[str, Value]) -> dict[str, Invalid]:
        """In no set the same option twice; and whoever chose in a set chooses both."""
        wrong: dict[str, Invalid] = {}
        for number in range(1, len(sets_of(item)) + 1):
            best, worst = f"{item.key}.{number}-{BEST}", f"{item.key}.{number}-{WORST}"
            if best in answers and answers[best] == answers.get(worst):
                wrong[worst] = Invalid("best_is_worst")
            elif (best in answers) != (worst in answers):
                wrong[worst if best in answers else best] = Invalid("both_ends")
        return wrong


def sets_of(item: Item) -> list[list[str]]:
    """The options of each set."""
    sets = item.settings.get("sets")
    return [one.split() for one in sets] if isinstance(sets, tuple) else []


def set_and_end(variable: Item) -> tuple[int, str]:
    """The number of the set, and `best` or `worst`."""
    number, _, end = variable.part.partition("-")
    return int(number), end


def balanced_sets(options: Sequence[str], per_set: int = USUAL_PER_SET, times: int = TIMES_SHOWN) -> list[list[str]]:
    """Sets in which each option is shown `times` times or once more, and pairs meet about equally often.

    The same options give the same sets. Three shows are the usual least for stable counts (Orme 2005, Sawtooth
    Software). Each next set is the one whose options were shown least so far and met each other least.
    """
    per_set = min(per_set, len(options))
    if per_set < 1:
        return []
    shown, met, sets = Counter[str](), Counter[frozenset[str]](), []
    for _ in range(-(-len(options) * times // per_set)):
        chosen: list[str] = []
        while len(chosen) < per_set:
            chosen.append(min(_left(options, chosen), key=lambda option: _cost(option, chosen, shown, met)))
        shown.update(chosen)
        met.update(frozenset(pair) for pair in combinations(chosen, 2))
        sets.append(sorted(chosen, key=options.index))
    return sets


def _left(options: Sequence[str], chosen: Sequence[str]) -> Iterator[str]:
    return (option for option in options if option not in chosen)


def _cost(
    option: str, chosen: Sequence[str], shown: Mapping[str, int], met: Mapping[frozenset[str], int]
) -> tuple[int, int, int]:
    meetings = [met[frozenset((option, other))] for other in chosen]
    return shown[option], max(meetings, default=0), sum(meetings)
