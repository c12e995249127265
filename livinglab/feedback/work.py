"""Imports at work, without a request: a table is read in batches, then comes in as a whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.columns import Mapping
from livinglab.feedback import counting, imports, rows
from livinglab.feedback.actions import new_receipt
from livinglab.feedback.models import Import, StagedResponse
from livinglab.foundation import audit
from livinglab.foundation.db import db, reading_only
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds.models import Round

BATCH = 1000
SHOWN = 5
Progress = Callable[[int, int], None]
log = structlog.get_logger()


@dataclass(frozen=True)
class ImportResult:
    """How an import ended: of `total` rows `added` came in, `known` were there before, `refused` were left out."""

    import_id: int
    total: int
    added: int
    known: int
    refused: int


class _Stopped(Exception):
    """Somebody cancelled the import, or another worker has it."""


def run_waiting_imports() -> int:
    """The job: run the imports that wait, and those whose worker has died; how many were brought to an end."""
    ended = 0
    while (import_id := _take_next()) is not None:
        try:
            run(import_id)
        except _Stopped:
            db.session.rollback()
        except Refused as refused:
            _fail(import_id, " ".join(refused.reasons))
        except Exception:
            log.exception("import", id=import_id)
            _fail(import_id, "Something broke on our side, and nothing came in. It has been written down. Try again.")
        ended += 1
    return ended


def _take_next() -> int | None:
    """Lease the oldest import that waits, so that no other worker takes it."""
    abandoned = (Import.state == "running") & (Import.lease_until < now())
    taken = db.session.scalar(
        select(Import.id)
        .where(or_(Import.state == "waiting", abandoned))
        .order_by(Import.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if taken is not None:
        db.session.execute(
            update(Import).where(Import.id == taken).values(state="running", lease_until=now() + imports.LEASE)
        )
    db.session.commit()
    return taken


def _fail(import_id: int, problem: str) -> None:
    db.session.rollback()
    import_ = db.session.get_one(Import, import_id, populate_existing=True)
    if import_.state in ("waiting", "running"):
        imports.end(import_, "failed")
        import_.problem = problem
        audit.record("fail", import_, by="worker", problem=problem)
    db.session.commit()


def run(import_id: int, progress: Progress | None = None) -> None:
    """Bring a leased import to its end, going on where it was left. Commits. Raises `Refused` in whole sentences."""
    while not _run_once(import_id, progress):
        log.info("import starts over", id=import_id)


def _run_once(import_id: int, progress: Progress | None) -> bool:
    """Whether it came in; False when another import was faster with some of the same rows."""
    with reading_only():
        import_ = db.session.get_one(Import, import_id, populate_existing=True)
        imports.refuse_unless_open(import_.round)
        table, mapping, target = imports.table_in(import_), imports.mapping_in(import_), rows.Target.of(import_.round)
        done = import_.done
        db.session.rollback()
    waiting = islice(rows.checked(target, mapping, table), done, None)
    while batch := list(islice(waiting, BATCH)):
        done += len(batch)
        _stage(import_id, target.round_id, batch, done)
        if progress is not None:
            progress(done, len(table.rows))
    return _bring_in(import_id)


def _stage(import_id: int, round_id: int, batch: Sequence[rows.CheckedRow], done: int) -> None:
    """Put the new rows of a batch beside the others that wait, and say how far we are. Commits."""
    stored = rows.stored_content(round_id, [row.key for row in batch])
    new: list[dict[str, object]] = []
    known = refused = 0
    for row, is_known in rows.with_what_is_stored(batch, stored):
        if row.problems:
            refused += 1
        elif is_known:
            known += 1
        else:
            new.append(
                {
                    "import_id": import_id,
                    "number": row.number,
                    "market_id": row.market_id,
                    "submission_key": row.key,
                    "payload_hash": row.content,
                    "receipt": new_receipt(),
                    "answers": row.answers,
                }
            )
    _hold(import_id, done=done, known=Import.known + known, refused=Import.refused + refused)
    if new:
        db.session.execute(StagedResponse.__table__.insert(), new)  # type: ignore[attr-defined]
    db.session.commit()


def _hold(import_id: int, **values: object) -> None:
    """Renew the lease and change the row; `_Stopped` when the import is no longer ours."""
    held = db.session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state == "running")
        .values(lease_until=now() + imports.LEASE, **values)
        .execution_options(synchronize_session=False)
    )
    if not held.rowcount:  # type: ignore[attr-defined]
        raise _Stopped


def _bring_in(import_id: int) -> bool:
    """The last transaction: all rows that wait come in and are counted, or none does. Commits."""
    with reading_only():
        import_ = db.session.get_one(Import, import_id, populate_existing=True)
        if import_.refused and not import_.leaves_out:
            raise Refused(
                f"{_of_all(import_.refused, import_.total)} would be refused, so nothing came in. "
                "Upload the file again to see why."
            )
        counted = _counted(import_id, import_.round)
        db.session.rollback()
    try:
        _hold(import_id, state="done")
        import_ = db.session.get_one(Import, import_id, populate_existing=True)
        db.session.execute(select(Round.id).where(Round.id == import_.round_id).with_for_update(read=True))
        imports.refuse_unless_open(import_.round)
        import_.added = imports.move_in(import_)
        for market_id, more in sorted(counted.items()):
            counting.add_many(market_id, more)
        imports.end(import_, "done")
        audit.record("import", import_, by="worker", added=import_.added, known=import_.known)
        db.session.commit()
    except IntegrityError:
        # Another import has brought some of these rows meanwhile: look again which are new.
        db.session.rollback()
        imports.start_over(db.session.get_one(Import, import_id, populate_existing=True))
        db.session.commit()
        return False
    return True


def _of_all(some: int, total: int) -> str:
    return f"{some} of {total} {'row' if total == 1 else 'rows'}"


def _counted(import_id: int, round_: Round) -> dict[int, counting.Counted]:
    """What the rows that wait add to the counts, by market."""
    structure = structure_of(round_.version)
    found: dict[int, counting.Counted] = {}
    statement = select(StagedResponse.market_id, StagedResponse.answers).where(StagedResponse.import_id == import_id)
    for market_id, answers in db.session.execute(statement.execution_options(yield_per=BATCH)):
        found.setdefault(market_id, Counter()).update(counting.count(structure, answers))
    return found


def import_file(
    round_: Round,
    content: bytes,
    name: str,
    mapping: Mapping | None = None,
    *,
    leaves_out: bool = False,
    by: User | str = "command line",
    progress: Progress | None = None,
) -> ImportResult:
    """Bring a file into a round at once, for the command line; `progress(done, total)` is called after each batch.

    Without a mapping it is guessed. Raises `Refused` with sentences about what is unclear, or which rows are refused
    (the first few) unless `leaves_out`. Then nothing has come in. Commits.
    """
    import_ = imports.upload(round_, content, name, by)
    table = imports.table_in(import_)
    if mapping is not None:
        imports.choose_mapping(import_, mapping)
    mapping = imports.mapping_in(import_)
    found = rows.preview(round_, mapping, table)
    stopping = list(_stopping(round_, mapping, table, found, leaves_out=leaves_out))
    if stopping:
        db.session.rollback()
        raise Refused(*stopping)
    if found.added:
        imports.start(import_, table, found, leaves_out=leaves_out, by=by)
    import_.state, import_.lease_until = "running", now() + imports.LEASE
    db.session.commit()
    import_id = import_.id
    try:
        run(import_id, progress)
    except BaseException as error:
        _fail(import_id, " ".join(error.reasons) if isinstance(error, Refused) else "It was interrupted.")
        raise
    ended = db.session.get_one(Import, import_id, populate_existing=True)
    return ImportResult(import_id, ended.total, ended.added, ended.known, ended.refused)


def _stopping(
    round_: Round, mapping: Mapping, table: rows.Table, found: rows.Preview, *, leaves_out: bool
) -> Iterator[str]:
    """What a person must say or mend first."""
    yield from rows.lacking(round_, mapping, table, values=not leaves_out)
    if found.refused and not leaves_out:
        first = "This one" if len(found.refused) == 1 else "The first ones" if len(found.refused) > SHOWN else "These"
        yield f"{_of_all(len(found.refused), found.total)} would be refused, so nothing came in. {first}:"
        for number, problems in found.refused[:SHOWN]:
            yield f"Row {number}: {' '.join(problems)}"
