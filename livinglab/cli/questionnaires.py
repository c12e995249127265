"""Questionnaires from the command line: say whether a file could be imported, and what of it could not.

It imports little, so that it answers at once: no database, no pages.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from livinglab.domain.questionnaire.findings import placed
from livinglab.domain.questionnaire.incoming import Incoming
from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks import WORKBOOK_BYTES
from livinglab.questionnaires.files import read_file

REFUSED = 2


@click.group(name="questionnaires")
def questionnaires() -> None:
    """Questionnaires in files."""


@questionnaires.command(name="check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs: one object with all problems.")
def check(file: Path, as_json: bool) -> int:
    """Say whether a file could be imported as a questionnaire, and what is wrong."""
    try:
        found = read_file(_content(file), file.stem)
    except Refused as refused:
        found = Incoming(findings=[placed(reason, refused=True) for reason in refused.reasons])
    report = report_on(found)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print(report)
    return 0 if found.ok else REFUSED


def report_on(found: Incoming) -> dict[str, Any]:
    """What the command says, as plain JSON. A problem that belongs to no row has `row` null."""
    return {
        "ok": found.ok,
        "items": sum(1 for _ in found.structure.items()),
        "languages": list(found.texts),
        "problems": [
            {"sheet": f.sheet or None, "row": f.row or None, "message": f.message, "refused": f.refused}
            for f in found.findings
        ],
    }


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(WORKBOOK_BYTES + 1)
    except OSError as error:
        raise Refused(f"{file} cannot be read ({error.strerror}). Choose another file.") from error
    if len(content) > WORKBOOK_BYTES:
        raise Refused("The file is larger than 10 MB. Remove pictures, or split it, and try again.")
    return content


def _print(report: dict[str, Any]) -> None:
    if report["ok"]:
        asked = "1 question" if report["items"] == 1 else f"{report['items']:,} questions"
        click.echo(f"It can be imported: {asked}, in {', '.join(report['languages'])}.")
    else:
        click.echo("It cannot be imported as it is:", err=True)
    for problem in report["problems"]:
        if problem["refused"]:
            click.echo(f"  {problem['message']}", err=True)
    left_out = [problem["message"] for problem in report["problems"] if not problem["refused"]]
    if left_out:
        click.echo("What is left out, or different here:")
        for message in left_out:
            click.echo(f"  {message}")
