"""`./lab instruments`: score a file of answers to a standard instrument, without an instance."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from livinglab.cli.instruments.printing import print_report
from livinglab.cli.instruments.report import Report, as_json, report_on
from livinglab.domain.instruments.registry import INSTRUMENTS
from livinglab.domain.instruments.scored import MINIMUM_N
from livinglab.domain.instruments.tables.reading import LAYOUTS, read
from livinglab.domain.instruments.tables.table import Options, Table, Unclear
from livinglab.domain.instruments.ueq import CODINGS
from livinglab.foundation.errors import Refused
from livinglab.foundation.tables import read_table


@click.group(name="instruments", invoke_without_command=True)
@click.pass_context
def instruments(context: click.Context) -> None:
    """Standard instruments: SUS, UEQ, NPS, Kano and others."""
    if context.invoked_subcommand is None:
        context.invoke(list_instruments)


@instruments.command(name="list")
def list_instruments() -> None:
    """List the instruments and the columns each expects."""
    for name, instrument in INSTRUMENTS.items():
        click.echo(f"{name:<16} {instrument.title}\n{'':<16} {LAYOUTS[name].columns}")
    click.echo("\n./lab instruments score NAME FILE.csv scores a file; its first row holds the names of the columns.")


@instruments.command(name="score")
@click.argument("name", metavar="NAME", type=click.Choice(list(INSTRUMENTS), case_sensitive=False))
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "for_programs", is_flag=True, help="For programs: one object with stable keys.")
@click.option("--columns", metavar="A,B,…", help="The columns of the items in their order; “A..K” stands for A to K.")
@click.option("--by", metavar="COLUMN", help="Also score each group that this column tells.")
@click.option("--missing", metavar="X,Y,…", default="", help="Texts or numbers that stand for no answer, such as 99.")
@click.option("--coding", type=click.Choice(CODINGS), help="UEQ: 1-7, or −3 to +3 turned (+3 is good) or as shown.")
@click.option("--drop-suspicious", is_flag=True, help="UEQ: leave careless rows out.")
@click.option("--decimal-mark", type=click.Choice([".", ","]), help="Prices: what stands before the decimals.")
@click.option(
    "--minimum", type=click.IntRange(min=MINIMUM_N), default=MINIMUM_N, help="People that intervals and curves need."
)
def score(
    name: str,
    file: Path,
    for_programs: bool,
    columns: str | None,
    by: str | None,
    missing: str,
    coding: str | None,
    drop_suspicious: bool,
    decimal_mark: str | None,
    minimum: int,
) -> None:
    """Score a CSV file of answers: n, means, intervals, grades or crossings."""
    if coding is not None and name not in ("ueq", "ueq-s"):
        _refuse("--coding is for ueq and ueq-s only. Leave it away.")
    if drop_suspicious and name != "ueq":
        _refuse("--drop-suspicious is for ueq only: no rule for suspicious rows is known for others. Leave it away.")
    if decimal_mark is not None and name not in ("van-westendorp", "gabor-granger"):
        _refuse("--decimal-mark is for van-westendorp and gabor-granger only. Leave it away.")
    options = Options(_names(columns), by, tuple(_names(missing) or ()), coding, decimal_mark)
    try:
        report = _report(name, file, options, drop_suspicious, minimum)
    except (Refused, Unclear) as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{file} could not be read: {error.strerror}. Choose a file that you may read.")
    if for_programs:
        click.echo(json.dumps(as_json(report), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print_report(report)


def _report(name: str, file: Path, options: Options, drop_suspicious: bool, minimum: int) -> Report:
    found = read_table(file.read_bytes())
    table = Table.of(found.head, found.rows, found.numbers)
    if options.by is not None:
        options = replace(options, by=table.head[table.find(options.by)])
    taken = read(name, table, options)
    used = {*taken.columns.values(), options.by}
    left_out = [column for place, column in enumerate(table.head) if column not in used and not table.is_blank(place)]
    notices = [found.notice] if found.notice else []
    if not table.rows:
        notices.append("The file holds no row of answers.")
    return report_on(name, taken, options.by, minimum, drop_suspicious, left_out, notices)


def _names(text: str | None) -> tuple[str, ...] | None:
    """Names apart by commas; quotation marks around a name that holds one."""
    if text is None:
        return None
    return tuple(name.strip() for line in csv.reader([text], skipinitialspace=True) for name in line if name.strip())


def _refuse(sentence: str) -> NoReturn:
    """End the command with a sentence on standard error and exit code 2."""
    click.echo(sentence, err=True)
    raise SystemExit(2)
