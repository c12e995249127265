"""What is said about a file of answers: figures of everybody and of each group, as objects and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite
from typing import Any

from livinglab.cli.instruments.notes import base_of, notes_on
from livinglab.domain.instruments.registry import INSTRUMENTS
from livinglab.domain.instruments.scored import SMALL_BASE, Excluded, Scored
from livinglab.domain.instruments.sus import Sus
from livinglab.domain.instruments.tables.amounts import several
from livinglab.domain.instruments.tables.table import Taken, Unclear, quoted

DECIMALS = 6
MOST_ROWS = 20
# Fields that hold places of rows; they are given as the numbers a spreadsheet program shows.
_PLACES = {"suspicious", "partly", "inconsistent"}


@dataclass(frozen=True)
class Part:
    """Everybody, or one group; `numbers` are those of its rows in the file. `people` is None where rows are people."""

    group: str | None
    scored: Scored
    numbers: Sequence[int]
    people: int | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Everything about one file. `whole` is None where prices of several currencies must not be put together."""

    name: str
    taken: Taken
    by: str | None
    minimum_n: int
    left_out: tuple[str, ...]
    notices: tuple[str, ...]
    whole: Part | None
    groups: tuple[Part, ...]


def report_on(
    name: str,
    taken: Taken,
    by: str | None,
    minimum_n: int,
    drop_suspicious: bool,
    left_out: Sequence[str],
    notices: Sequence[str],
) -> Report:
    """Score everybody and each group. `Unclear` for prices of several currencies in one group."""
    settings = dict(taken.settings)
    if name in ("nps", "van-westendorp"):
        settings["minimum_n"] = minimum_n
    if name == "ueq":
        settings["drop_suspicious"] = drop_suspicious

    def part(group: str | None, places: Sequence[int]) -> Part:
        scored = INSTRUMENTS[name].score([taken.rows[place] for place in places], **settings)
        people = None if taken.people is None else len({taken.people[place] for place in places})
        numbers = [taken.numbers[place] for place in places]
        return Part(group, scored, numbers, people, notes_on(name, scored, people, minimum_n, settings))

    groups: dict[str | None, list[int]] = {}
    for place, group in enumerate(taken.groups):
        groups.setdefault(group, []).append(place)
    ordered = sorted(groups, key=lambda group: (group is None, group or "")) if by is not None else []
    mixed = several(taken.currencies or ())
    for group in ordered:
        _check_one_currency(taken, groups[group], f"In group {quoted(group or '(none)')} prices")
    if mixed and by is None:
        _check_one_currency(taken, range(len(taken.rows)), "Prices")
    said = [*notices, *taken.notices]
    if mixed:
        said.append(f"There is no figure for all together: prices are in {', '.join(mixed)}, which are never pooled.")
    return Report(
        name,
        taken,
        by,
        minimum_n,
        tuple(left_out),
        tuple(said),
        None if mixed else part(None, range(len(taken.rows))),
        tuple(part(group, groups[group]) for group in ordered),
    )


def as_json(report: Report) -> dict[str, Any]:
    """The report with keys in a fixed order, numbers rounded to six decimals, None where there is none."""
    out: dict[str, Any] = {
        "instrument": report.name,
        "columns": dict(report.taken.columns),
        "columns_found": report.taken.how,
        "left_out_columns": list(report.left_out),
        "by": report.by,
        "minimum_n": report.minimum_n,
        "notices": list(report.notices),
        "whole": None if report.whole is None else _part(report.whole),
        "groups": [_part(part) for part in report.groups],
    }
    if report.whole is not None and isinstance(report.whole.scored, Sus):
        sus, numbers = report.whole.scored, report.whole.numbers
        out["scores"] = [{"row": numbers[at], "score": value} for at, value in zip(sus.places, sus.scores, strict=True)]
    return out


def rows_at(places: Sequence[int], numbers: Sequence[int]) -> dict[str, Any]:
    """How many rows, and the first of their numbers."""
    return {"count": len(places), "rows": [numbers[place] for place in places[:MOST_ROWS]]}


def _check_one_currency(taken: Taken, places: Sequence[int], whose: str) -> None:
    if taken.currencies is None:
        return
    currencies = several(taken.currencies[place] for place in places)
    if currencies:
        found = (next(taken.numbers[p] for p in places if one in taken.currencies[p]) for one in currencies[:2])
        first, other = sorted(found)
        where = f"row {first}" if first == other else f"row {first} and row {other}"
        raise Unclear(
            f"{whose} are in several currencies ({', '.join(currencies)}; see {where}). They are never put together: "
            "give groups of one currency with --by."
        )


def _part(part: Part) -> dict[str, Any]:
    scored = part.scored
    out: dict[str, Any] = {
        "group": part.group,
        "n": scored.n,
        "valid_n": scored.valid_n,
        "people": part.people,
        "excluded": _excluded(scored.excluded, part.numbers),
        "small_base": base_of(scored, part.people) < SMALL_BASE,
        "notes": list(part.notes),
    }
    skipped = {"n", "valid_n", "excluded", "scores", "places"}
    for one in fields(scored):
        if one.name in skipped:
            continue
        value = getattr(scored, one.name)
        out[one.name] = rows_at(value, part.numbers) if one.name in _PLACES else _plain(value, part.numbers)
    return out


def _excluded(excluded: Excluded, numbers: Sequence[int]) -> dict[str, Any]:
    return {reason: rows_at(places, numbers) for reason, places in excluded.items()}


def _plain(value: Any, numbers: Sequence[int]) -> Any:
    """Dataclasses as objects, numbers with the same digits on every machine, nothing that is no number."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: _excluded(value.excluded, numbers) if one.name == "excluded"  # type: ignore[attr-defined]
            else _plain(getattr(value, one.name), numbers)
            for one in fields(value)
        }  # fmt: skip
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, numbers) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner, numbers) for inner in value]
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0 if isfinite(value) else None
    return value
