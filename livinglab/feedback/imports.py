"""Answers collected elsewhere, on their way into a round: uploaded, mapped, started, stopped, taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import String, cast, delete, insert, literal, select, update

from livinglab.accounts.models import User
from livinglab.domain.questionnaire.columns import Mapping
from livinglab.feedback import counting
from livinglab.feedback.models import Import, Response, StagedResponse
from livinglab.feedback.rows import Preview, Table, guess, lacking, table_of
from livinglab.foundation import audit, files
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import now
from livinglab.foundation.texts import file_name
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds.models import Round, RoundMarket

LEASE = timedelta(minutes=2)
QUIET = timedelta(seconds=20)
WHY_NOT = {
    "draft": "Start recruiting first: while the round is a draft, its questionnaire and markets may still change.",
    "reported": "This round is marked as reported. Take back the report first, then bring more answers.",
}


def refuse_unless_open(round_: Round) -> None:
    """Raise `Refused` when a round takes no answers from elsewhere: its plan may change still, or is reported."""
    if round_.state in WHY_NOT:
        raise Refused(WHY_NOT[round_.state])


def upload(round_: Round, content: bytes, name: str, by: User | str) -> Import:
    """Keep a table and suggest how it is read. Raises `Refused` when it is no table. The caller commits."""
    refuse_unless_open(round_)
    table = table_of(content)
    if not table.rows:
        raise Refused("The file has column names, but no row below them. Choose a file with answers.")
    row = Import(
        round_id=round_.id,
        stored_file_id=files.store(content, "text/csv").id,
        file_name=file_name(name, "answers.csv"),
        mapping=guess(round_, table).to_json(),
        total=len(table.rows),
        created_by_id=by.id if isinstance(by, User) else None,
        created_at=now(),
    )
    db.session.add(row)
    audit.record("upload", row, by, file_name=row.file_name, rows=row.total)
    return row


def table_in(import_: Import) -> Table:
    """The uploaded table. Raises `Refused` when the import has ended."""
    if import_.stored is None:
        raise Refused("This import has ended, and its file is not kept. Upload the file again.")
    return table_of(files.read(import_.stored))


def mapping_in(import_: Import) -> Mapping:
    """How it is read."""
    return Mapping.from_json(import_.mapping)


def choose_mapping(import_: Import, mapping: Mapping) -> None:
    """Say how it is read. Raises `Refused` once it has been started. The caller commits."""
    if import_.state != "uploaded":
        raise Refused("This import has been started already. Upload the file again to read it in another way.")
    import_.mapping = mapping.to_json()


def is_quiet(import_: Import) -> bool:
    """Whether it should be at work, but has said nothing for a while: most likely its worker has ended."""
    return (
        import_.state == "running" and import_.lease_until is not None and import_.lease_until < now() + LEASE - QUIET
    )


def _lock(import_: Import) -> None:
    """Nobody else changes the import until the transaction ends; the row says what it is now."""
    statement = select(Import).where(Import.id == import_.id).with_for_update()
    db.session.execute(statement, execution_options={"populate_existing": True})


def start(import_: Import, table: Table, preview: Preview, *, leaves_out: bool, by: User | str) -> None:
    """Put it in line for the worker. Raises `Refused` when rows would be refused and nobody said to leave them out.

    The caller commits.
    """
    _lock(import_)
    refuse_unless_open(import_.round)
    if import_.state != "uploaded":
        raise Refused("This import has been started already.")
    found = lacking(import_.round, mapping_in(import_), table, values=False)
    if found:
        raise Refused(*found)
    if preview.refused and not leaves_out:
        raise Refused("Say that the refused rows are left out, or correct the file and upload it again.")
    if not preview.added:
        raise Refused("No row would come in. Nothing was changed.")
    import_.state, import_.leaves_out = "waiting", leaves_out
    audit.record("start", import_, by, leaves_out=leaves_out)


def cancel(import_: Import, by: User | str) -> None:
    """Stop before anything has come in. Raises `Refused` when it is too late. The caller commits."""
    _lock(import_)
    if import_.state not in ("uploaded", "waiting", "running", "failed"):
        raise Refused("It is too late to stop this import: it has ended.")
    end(import_, "cancelled")
    audit.record("cancel", import_, by)


def end(import_: Import, state: str) -> None:
    """Forget the rows that wait and the file. The caller commits."""
    import_.state, import_.finished_at, import_.stored = state, now(), None
    _clear_staged(import_.id)


def _clear_staged(import_id: int) -> None:
    db.session.execute(delete(StagedResponse).where(StagedResponse.import_id == import_id))


def start_over(import_: Import) -> None:
    """As if no row had been looked at yet. The caller commits."""
    _clear_staged(import_.id)
    import_.done = import_.known = import_.refused = import_.added = 0


def take_back(import_: Import, by: User) -> int:
    """Withdraw every answer an import brought; how many. The file can be brought in again. The caller commits."""
    _lock(import_)
    if import_.state != "done" or import_.taken_back_at is not None:
        raise Refused("There is nothing to take back.")
    if import_.round.state == "reported":
        raise Refused("This round is marked as reported. Take back the report first, then this import.")
    structure = structure_of(import_.round.version)
    standing = (Response.import_id == import_.id) & Response.withdrawn_at.is_(None)
    counted: dict[int, counting.Counted] = {}
    for market_id, answers in db.session.execute(
        select(Response.market_id, Response.answers).where(standing).execution_options(yield_per=1000)
    ):
        counted.setdefault(market_id, Counter()).subtract(counting.count(structure, answers))
    for market_id, less in sorted(counted.items()):
        counting.add_many(market_id, less)
    # The keys are given free, so that the same file can come in again, read in another way.
    free = literal("back-") + cast(Response.id, String)
    gone = db.session.execute(
        update(Response)
        .where(standing)
        .values(answers={}, payload_hash="", submission_key=free, withdrawn_at=now())
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    import_.taken_back_at = now()
    audit.record("take back", import_, by, responses=gone)
    return gone


def move_in(import_: Import) -> int:
    """Turn the rows that wait into responses, all of them; how many. Counts are added by the caller, who commits.

    IntegrityError when a row has come in by another import meanwhile.
    """
    staged = (
        select(
            literal(import_.round_id),
            StagedResponse.market_id,
            StagedResponse.submission_key,
            StagedResponse.payload_hash,
            StagedResponse.receipt,
            StagedResponse.answers,
            literal(import_.round.version_id),
            RoundMarket.language,
            literal("import"),
            literal(import_.id),
            literal(now(), Response.submitted_at.type),
        )
        .join(RoundMarket, RoundMarket.id == StagedResponse.market_id)
        .where(StagedResponse.import_id == import_.id)
        .order_by(StagedResponse.number)
    )
    columns = (
        "round_id", "market_id", "submission_key", "payload_hash", "receipt", "answers", "version_id", "language",
        "source", "import_id", "submitted_at",
    )  # fmt: skip
    statement = insert(Response.__table__).from_select(list(columns), staged)  # type: ignore[arg-type]
    return db.session.execute(statement, execution_options={"preserve_rowcount": True}).rowcount  # type: ignore[attr-defined]
