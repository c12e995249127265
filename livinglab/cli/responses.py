"""Answers from the command line: bring a table of answers that were collected elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from livinglab.cli.instance import data_option, fail, instance
from livinglab.cli.rounds import COMMAND_LINE, round_named
from livinglab.domain.questionnaire.columns import Mapping
from livinglab.domain.questionnaire.faults import Invalid
from livinglab.feedback.rows import guess, table_of
from livinglab.feedback.work import import_file
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused

Existing = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(name="responses")
def responses() -> None:
    """Answers to trial rounds."""


@responses.command(name="import")
@click.argument("code", metavar="ROUND")
@click.argument("file", metavar="FILE.csv", type=Existing)
@click.option("--mapping", type=Existing, help="A JSON file that says which column is which question.")
@click.option("--show-mapping", is_flag=True, help="Print the mapping that would be used, to correct it in a file.")
@click.option("--leave-out-refused", is_flag=True, help="Import the good rows although others are refused.")
@data_option
def import_(code: str, file: Path, mapping: Path | None, show_mapping: bool, leave_out_refused: bool) -> None:
    """Bring answers collected elsewhere from a CSV file."""
    with instance():
        round_ = round_named(code)
        content = file.read_bytes()
        try:
            if show_mapping:
                click.echo(json.dumps(guess(round_, table_of(content)).to_json(), ensure_ascii=False, indent=2))
                return
            result = import_file(
                round_,
                content,
                file.name,
                _read(mapping) if mapping else None,
                leaves_out=leave_out_refused,
                by=COMMAND_LINE,
                progress=_say_progress,
            )
        except Refused as refused:
            db.session.rollback()
            hint = [f"Do it with ./lab rounds move {code} recruiting"] if round_.state == "draft" else []
            fail(*refused.reasons, *hint, "Nothing was imported.")
        click.echo(
            f"{result.added} of {result.total} rows were added; {result.known} had been there before, "
            f"{result.refused} were left out."
        )


def _read(file: Path) -> Mapping:
    try:
        return Mapping.from_json(json.loads(file.read_text(encoding="utf-8-sig")))
    except (ValueError, Invalid) as error:
        fail(f"{file} is no mapping: {error}. Begin with what --show-mapping prints.")


def _say_progress(done: int, total: int) -> None:
    click.echo(f"{done} of {total} rows", err=True)
