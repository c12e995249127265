"""Trial rounds from the command line: list, compare, dump, load, move."""

from __future__ import annotations

import json
from pathlib import Path

import click

from livinglab.cli.instance import data_option, fail, instance
from livinglab.comparison.publishing import Comparison, compared
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.languages import number
from livinglab.network.models import Organisation
from livinglab.network.queries import companies_named
from livinglab.rounds import access, actions, dump, incoming
from livinglab.rounds.models import STATES, Round
from livinglab.rounds.queries import all_rounds

COMMAND_LINE = "command line"


@click.group(name="rounds")
def rounds() -> None:
    """Trial rounds."""


def round_named(code: str) -> Round:
    """The round with a code; ends the command with the codes there are when there is none."""
    found = access.round_with_code(code)
    if found is None:
        codes = ", ".join(round_.code for round_ in all_rounds()) or "none yet"
        fail(f"There is no round “{code}”. Rounds here: {codes}")
    return found


@rounds.command(name="list")
@data_option
def list_rounds() -> None:
    """List the rounds of this instance."""
    with instance():
        for round_ in all_rounds():
            markets = " ".join(market.country for market in round_.markets)
            click.echo(f"{round_.code:<40} {round_.state:<12} {markets:<16} {round_.organisation.name}: {round_.name}")


@rounds.command(name="compare")
@click.argument("code", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True, help="For programs: one object per question and market.")
@data_option
def compare(code: str, as_json: bool) -> None:
    """Print what the results page shows, also as JSON."""
    with instance():
        comparison = compared(round_named(code), for_company=True)
        if as_json:
            click.echo(json.dumps(comparison.rows(), ensure_ascii=False, indent=1))
        else:
            _print_table(comparison)


def _print_table(comparison: Comparison) -> None:
    for question in comparison.questions:
        click.echo(f"\n{question.label}  [{question.key}]")
        for market, s in question.rows:
            if not s.enough:
                click.echo(f"  {market.name:<24} n = {s.n:<6} too few to say: {s.missing} more")
                continue
            figure = "" if s.mean is None else f"mean {number(s.mean, 2)} ({number(s.low, 2)}–{number(s.high, 2)})"
            counts = "  ".join(f"{question.words.get(value) or value}: {count}" for value, count in s.counts.items())
            click.echo(f"  {market.name:<24} n = {s.n:<6} {figure} {counts if len(s.counts) <= 12 else ''}".rstrip())


@rounds.command(name="dump")
@click.argument("code", metavar="ROUND")
@data_option
def dump_one(code: str) -> None:
    """Write a whole round without its answers, as JSON."""
    with instance():
        click.echo(dump.written(dump.dump_round(round_named(code))), nl=False)


@rounds.command(name="load")
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--organisation", help="The company that gets the round; needed when there are several.")
@data_option
def load(file: Path, organisation: str | None) -> None:
    """Read a dumped round as a new draft."""
    with instance():
        company = _company(organisation)
        try:
            round_ = dump.load_round(incoming.read(file.read_bytes()), company, COMMAND_LINE)
        except Refused as refused:
            db.session.rollback()
            fail(*refused.reasons)
        db.session.commit()
        click.echo(round_.code)


def _company(name: str | None) -> Organisation:
    """The company with a name, or the only one there is; ends the command when that is not clear."""
    found = companies_named(name)
    known = ", ".join(company.name for company in companies_named(None)) or "none: sign up in the browser first"
    if name is not None and not found:
        fail(f"There is no company “{name}”. Companies here: {known}")
    if len(found) != 1:
        fail(f"Say whose round it is with --organisation NAME. Companies here: {known}")
    return found[0]


@rounds.command(name="move")
@click.argument("code", metavar="ROUND")
@click.argument("state", type=click.Choice(STATES))
@data_option
def move(code: str, state: str) -> None:
    """Move a round to another state, as its page does."""
    with instance():
        round_ = round_named(code)
        try:
            for step in _steps(round_.state, state):
                actions.move(round_, step, COMMAND_LINE)
        except Refused as refused:
            db.session.rollback()
            fail(*refused.reasons)
        db.session.commit()
        click.echo(f"{round_.code} is {round_.state} now.")


def _steps(now: str, wanted: str) -> list[str]:
    """Forward through every state between; one step back, or none, as it is."""
    at, to = STATES.index(now), STATES.index(wanted)
    return list(STATES[at + 1 : to + 1]) if to > at else [wanted]
