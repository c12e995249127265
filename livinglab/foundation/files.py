"""Stored files: named by their hash, safe on the disk before any row speaks of them."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from flask import Response, abort, send_file
from PIL import Image, ImageOps
from sqlalchemy import BigInteger, Column, String, delete, exists, select
from sqlalchemy.orm import Mapped

from livinglab.foundation.db import Base, db, insert, public
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import here, now, random_bytes
from livinglab.foundation.texts import file_name

MAXIMUM_PIXELS = 60_000_000
LONGEST_SIDE = 2_000
SMALL_SIDE = 640
PICTURE_BYTES = 15_000_000
PAPER_BYTES = 25_000_000
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What a browser may show; everything else is only ever downloaded.
SHOWN = ("image/jpeg", "image/png", "image/webp")

log = structlog.get_logger()


class StoredFile(Base):
    """Bytes on the disk. Several rows may speak of the same one."""

    __tablename__ = "stored_files"

    id: Mapped[int] = public(primary_key=True)
    sha256: Mapped[str] = public(String(64), unique=True)
    media_type: Mapped[str] = public(String(100))
    size: Mapped[int] = public(BigInteger)
    created_at: Mapped[datetime] = public()


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash live."""
    return here().folder / sha256[:2] / sha256[2:]


def write(content: bytes) -> str:
    """Put bytes on the disk so that a power cut cannot half-write them; returns their SHA-256.

    Raises `Refused` when the disk does not take them; then nothing of them stays.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    try:
        _touch(target)  # there already: the sweeper must not take a file that is about to be used again
    except FileNotFoundError:
        try:
            _write_new(target, content)
        except OSError as error:
            log.error("disk", error=str(error))
            raise Refused(
                "The file could not be kept: the disk of this server did not take it. Nothing was changed. "
                "Try again later, and tell the people who run this server."
            ) from error
    return sha256


def _touch(path: Path) -> None:
    moment = now().timestamp()
    os.utime(path, (moment, moment))


def _write_new(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.{random_bytes(6).hex()}.part")
    try:
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        _touch(temporary)
        temporary.rename(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def store(content: bytes, media_type: str) -> StoredFile:
    """Keep bytes: first the disk, then the row. The same bytes are kept once. Raises `Refused` (see `write`)."""
    sha256 = write(content)
    row = insert(StoredFile).values(sha256=sha256, media_type=media_type, size=len(content), created_at=now())
    # A row that is there is written once more: that holds it until the caller's row, which speaks of it, is in.
    db.session.execute(row.on_conflict_do_update(index_elements=["sha256"], set_={"size": len(content)}))
    return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256)).one()


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return path_of(stored.sha256).read_bytes()


def clean_picture(content: bytes, longest_side: int = LONGEST_SIDE) -> tuple[bytes, str]:
    """Decode a picture within a pixel limit, turn it upright, strip what it tells, encode it anew.

    Returns (bytes, media type); of an animation the first picture. Raises `Refused` with a sentence when it is no
    picture or too large.
    """
    if len(content) > PICTURE_BYTES:
        raise Refused("The picture is larger than 15 MB. Save it smaller and choose it again.")
    try:
        picture = _decoded(content, longest_side)
    except Image.DecompressionBombError as error:
        raise Refused("The picture has more than 60 million pixels. Save it smaller and choose it again.") from error
    except Exception as error:  # a decoder fed with nonsense fails in many ways, and all of them mean the same
        raise Refused("This file is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.") from error
    bare = Image.new(picture.mode, picture.size)  # a new one, so that nothing but pixels goes on
    bare.paste(picture)
    written = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(written, "WEBP", quality=85)
        return written.getvalue(), "image/webp"
    bare.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return written.getvalue(), "image/jpeg"


def _decoded(content: bytes, longest_side: int) -> Image.Image:
    """RGB, or RGBA where something shows through; upright and no longer than asked."""
    with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as opened:
        if opened.width * opened.height > MAXIMUM_PIXELS:
            raise Image.DecompressionBombError
        opened.draft("RGB", (longest_side, longest_side))  # a JPEG is then read at a smaller scale at once
        ImageOps.exif_transpose(opened, in_place=True)
        see_through = opened.has_transparency_data
        if opened.mode.startswith("I"):  # 16 bits a pixel: the upper eight
            picture = opened.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
        else:
            picture = opened.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((longest_side, longest_side), reducing_gap=2.0)
    if see_through and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    return picture


def serve(stored: StoredFile, name: str, *, inline: bool) -> Response:
    """A response with the bytes, which no browser may run as a page.

    `inline` counts for pictures only. A browser that keeps the bytes asks each time whether it still may show them.
    """
    path = path_of(stored.sha256)
    if not path.is_file():
        log.error("a stored file is missing on the disk", id=stored.id)
        abort(404)
    shown = inline and stored.media_type in SHOWN
    response = send_file(
        path,
        stored.media_type,
        as_attachment=not shown,
        download_name=file_name(name),
        conditional=True,
        etag=stored.sha256,
    )
    response.headers.pop("Last-Modified", None)  # the same bytes may have come from somebody else first
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _columns_that_speak_of_files() -> list[Column[int]]:
    own = StoredFile.__table__
    return [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table is own for key in column.foreign_keys)
    ]


def forget_unused(older_than: timedelta = timedelta(days=1)) -> int:
    """Delete the rows of stored files that nothing uses any more; how many. The caller commits.

    Their bytes go with `sweep_orphans`, a day later: so a deletion that is rolled back loses nothing.
    """
    unused = [~exists().where(column == StoredFile.id) for column in _columns_that_speak_of_files()]
    old = StoredFile.created_at < now() - older_than
    forgotten = db.session.scalars(delete(StoredFile).where(old, *unused).returning(StoredFile.sha256)).all()
    for sha256 in forgotten:
        with suppress(FileNotFoundError):
            _touch(path_of(sha256))
    return len(forgotten)


def sweep_orphans(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files older than a day that no row speaks of; how many."""
    root, removed = here().folder, 0
    if not root.is_dir():
        return 0
    limit = now().timestamp() - older_than.total_seconds()
    for folder in root.iterdir():
        names = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
        known = set(
            db.session.scalars(
                select(StoredFile.sha256).where(StoredFile.sha256.in_([folder.name + f.name for f in names]))
            )
        )
        for file in names:
            with suppress(FileNotFoundError):  # another worker was here
                if file.stat().st_mtime < limit and folder.name + file.name not in known:
                    removed += _remove_unless_touched(file, limit)
    return removed


def _remove_unless_touched(file: Path, limit: float) -> bool:
    """Set the file aside, look once more whether a writer has just claimed it, then remove it or put it back."""
    aside = file.with_name(f"{file.name}.{random_bytes(6).hex()}.gone")
    file.rename(aside)
    if aside.stat().st_mtime >= limit:
        aside.rename(file)
        return False
    aside.unlink()
    return True
