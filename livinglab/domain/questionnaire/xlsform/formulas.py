"""Our conditions as expressions of XLSForm, which mean the same there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from livinglab.domain.questionnaire.conditions import Condition, Criterion, is_day
from livinglab.domain.questionnaire.kinds.kind import offers_not_applicable
from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.numbers import is_canonical
from livinglab.domain.questionnaire.pipes import piped
from livinglab.domain.questionnaire.structure import Item, Structure
from livinglab.domain.questionnaire.values import NOT_APPLICABLE
from livinglab.domain.questionnaire.variables import all_variables

NOT_APPLICABLE_NAME = "not_applicable"  # no key has an underscore, so no option can be called so


def name_of(key: str) -> str:
    """The name of a variable in a form. Keys have no underscore, so that no two become the same."""
    return key.replace(".", "_")


def with_names(text: str) -> str:
    """A text that takes in answers, by their names in the form."""
    return piped(text, lambda key: "${" + name_of(key) + "}")


def both(*expressions: str) -> str:
    """All of several expressions that are not empty."""
    given = [expression for expression in expressions if expression]
    return given[0] if len(given) == 1 else " and ".join(f"({expression})" for expression in given)


@dataclass(frozen=True)
class Formulas:
    """Writes expressions about the variables of a questionnaire, by their keys."""

    variables: Mapping[str, Item]

    @classmethod
    def of(cls, structure: Structure) -> Formulas:
        """Those of a structure."""
        return cls({variable.key: variable for variable in all_variables(structure)})

    def expression(self, condition: Condition | None, own: str = "") -> str:
        """An expression, empty for None. In it “.” stands for the answer to the variable `own`."""
        if condition is None:
            return ""
        if isinstance(condition, Criterion):
            return self._criterion(condition, own)
        parts = [self.expression(part, own) for part in condition.parts]
        if condition.how == "not":
            return f"not({parts[0]})"
        return _joined(parts, "and" if condition.how == "all" else "or")

    def _criterion(self, criterion: Criterion, own: str) -> str:
        variable = self.variables.get(criterion.of)
        if variable is None or variable.kind not in KINDS:
            return "true()"  # only a draft looks at what is not there
        if variable.kind == "rank":
            return _place(variable, criterion)
        answer = "." if criterion.of == own else "${" + name_of(criterion.of) + "}"
        if criterion.how == "answered":
            return self._answered(variable, answer)
        if criterion.how in ("more", "less"):
            return _compared(variable, answer, ">" if criterion.how == "more" else "<", str(criterion.value))
        values = criterion.value if isinstance(criterion.value, tuple) else (str(criterion.value),)
        return _joined([_equal(variable, answer, value) for value in values], "or")

    def _answered(self, variable: Item, answer: str) -> str:
        chosen = KINDS[variable.kind].values(variable) is not None
        if not chosen or not offers_not_applicable(variable):
            return f"{answer} != ''"
        return f"({answer} != '' and {answer} != '{NOT_APPLICABLE_NAME}')"


def _joined(parts: Iterable[str], word: str) -> str:
    given = list(parts)
    return given[0] if len(given) == 1 else f"({f' {word} '.join(given)})"


def _equal(variable: Item, answer: str, value: str) -> str:
    kind = KINDS[variable.kind]
    if value == NOT_APPLICABLE and kind.values(variable) is None:
        return f"selected(${{{name_of(variable.key)}_{NOT_APPLICABLE_NAME}}}, '{NOT_APPLICABLE_NAME}')"
    name = NOT_APPLICABLE_NAME if value == NOT_APPLICABLE else value
    if kind.measure == "choices":
        return f"selected({answer}, {quoted(name)})"
    return f"{answer} = {name if kind.measure == 'amount' and is_canonical(name) else quoted(name)}"


def _compared(variable: Item, answer: str, sign: str, limit: str) -> str:
    if KINDS[variable.kind].measure == "date" or is_day(limit):
        return f"({answer} != '' and date({answer}) {sign} date({quoted(limit)}))"
    return f"{answer} {sign} {limit if is_canonical(limit) else quoted(limit)}"


def _place(variable: Item, criterion: Criterion) -> str:
    """Where an option stands in an order, which is kept there as one answer: the options from the first to the last."""
    order = "${" + name_of(variable.question.key) + "}"
    places = KINDS["rank"].values(variable) or []
    if criterion.how == "answered":
        return f"{order} != ''"
    if criterion.how in ("more", "less"):
        limit = str(criterion.value)
        number = float(limit) if is_canonical(limit) else 0.0
        fits = [
            place for place in places if (float(place) > number if criterion.how == "more" else float(place) < number)
        ]
    else:
        wanted = criterion.value if isinstance(criterion.value, tuple) else (criterion.value,)
        fits = [place for place in places if place in wanted]
    if not fits:
        return "false()"
    return _joined([f"selected-at({order}, {int(place) - 1}) = {quoted(variable.part)}" for place in fits], "or")


def quoted(text: str) -> str:
    """A text within an expression. XPath has no way to write a quotation mark between its like."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + """, "'", """.join(f"'{part}'" for part in text.split("'")) + ")"
