"""Cells of a table of answers: their columns' names, how often each value stands there, what one of them means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.folding import fold

# Between several choices in one cell, the rarest within an answer first. A comma often belongs to an answer.
_CERTAIN, _POSSIBLE = "\n;|", ","
_SIGNS = {"-", "--", "–", "—", ".", "?", "*", "n/a", "#n/a", "<na>"}
_WORDS = {
    fold(words)
    for words in (
        "NA", "NaN", "null", "none given", "missing", "no answer", "not answered", "not applicable", "don't know",
        "do not know", "dont know", "dk", "dk/na", "refused", "refusal", "prefer not to say", "no response", "unknown",
        "vet ej", "vet inte", "inget svar", "ej svar", "uppgift saknas", "vill inte svara",
        "weiß nicht", "weiss nicht", "keine Angabe", "k. A.", "keine Antwort",
        "nie wiem", "brak odpowiedzi", "brak danych", "trudno powiedzieć", "odmowa",
        "en osaa sanoa", "eos", "ei vastausta", "ei tietoa", "en tiedä",
    )
}  # fmt: skip
_LONGEST = 40


def name_columns(head: Sequence[str]) -> list[str]:
    """Names of columns, all different: a second “age” becomes “age (2)”, an empty one “column 3”."""
    names: list[str] = []
    taken = {clean(name) for name in head}
    for number, given in enumerate(head, 1):
        name = clean(given) or f"column {number}"
        unique, times = name, 1
        while unique in names or (times > 1 and unique in taken):
            times += 1
            unique = f"{name} ({times})"
        names.append(unique)
    return names


def column_counts(head: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> dict[str, int]:
    """Each value of a column and the number of rows it stands in, in order of appearance; empty cells left out."""
    if column not in head:
        return {}
    position = head.index(column)
    counts: dict[str, int] = {}
    for raw, n in Counter(row[position] for row in rows if position < len(row)).items():
        value = clean(raw)
        if value:
            counts[value] = counts.get(value, 0) + n
    return counts


def parts_of(cell: str, is_known: Callable[[str], bool]) -> list[str]:
    """The choices in a cell that can hold several: “a; b”, “a|b”, a line each, or “a, b” where these are known."""
    if is_known(cell):
        return [cell]
    splits = [_split(cell, mark) for mark in _CERTAIN + _POSSIBLE if mark in cell]
    for parts in splits:
        if all(map(is_known, parts)):
            return parts
    if any(mark in cell for mark in _CERTAIN):
        return splits[0]
    return next((parts for parts in splits if any(map(is_known, parts))), [cell])


def looks_unanswered(value: str) -> bool:
    """Whether people often write this where there is no answer. Only a suggestion: “-” may be an answer."""
    return len(value) <= _LONGEST and (value.strip().casefold() in _SIGNS or fold(value) in _WORDS)


def _split(cell: str, mark: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split(mark) if part.strip()))
