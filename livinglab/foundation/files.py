"""Stored files: named by their hash, safe on the disk before any row speaks of them."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import datetime, timedelta
from pathlib import Path

from flask import Response, make_response
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped

from livinglab.foundation.db import Base, db, public
from livinglab.foundation.errors import Refused
from livinglab.foundation.surroundings import here, now, random_bytes
from livinglab.foundation.texts import file_name

MAXIMUM_PIXELS = 60_000_000
LONGEST_SIDE = 2_000
PICTURE_BYTES = 15_000_000
PAPER_BYTES = 25_000_000
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


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
    """Put bytes on the disk so that a power cut cannot half-write them; returns their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if target.exists():
        os.utime(target)  # so that the sweeper does not take a file that is about to be used again
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.{random_bytes(6).hex()}.part")
    with temporary.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256


def store(content: bytes, media_type: str) -> StoredFile:
    """Keep bytes: first the disk, then the row. The same bytes are kept once."""
    sha256 = write(content)
    known = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == sha256))
    if known is None:
        known = StoredFile(sha256=sha256, media_type=media_type, size=len(content), created_at=now())
        db.session.add(known)
        db.session.flush()
    return known


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    return path_of(stored.sha256).read_bytes()


def clean_picture(content: bytes) -> tuple[bytes, str]:
    """Decode a picture within a pixel limit, turn it upright, strip what it tells, encode it anew.

    Returns (bytes, media type). Raises `Refused` with a sentence when it is no picture or too large.
    """
    if len(content) > PICTURE_BYTES:
        raise Refused("The picture is larger than 15 MB. Save it smaller and choose it again.")
    try:
        with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as opened:
            if opened.width * opened.height > MAXIMUM_PIXELS:
                raise Refused("The picture has more than 60 million pixels. Save it smaller and choose it again.")
            picture = ImageOps.exif_transpose(opened)
            see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            picture = picture.convert("RGBA" if see_through else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("This file is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    if see_through:
        bare.save(written, "PNG", optimize=True)
        return written.getvalue(), "image/png"
    bare.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return written.getvalue(), "image/jpeg"


def serve(stored: StoredFile, name: str, *, inline: bool) -> Response:
    """A response with the bytes, which no browser may run as a page."""
    response = make_response(read(stored))
    response.headers["Content-Type"] = stored.media_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    safe = file_name(name).encode("ascii", "replace").decode().replace("?", "_")
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{safe}"'
    return response


def sweep_orphans(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files older than a day that no row speaks of; how many."""
    root, removed = here().folder, 0
    if not root.is_dir():
        return 0
    for folder in root.iterdir():
        names = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
        known = set(
            db.session.scalars(
                select(StoredFile.sha256).where(StoredFile.sha256.in_([folder.name + f.name for f in names]))
            )
        )
        for file in names:
            old = file.stat().st_mtime < now().timestamp() - older_than.total_seconds()
            if old and folder.name + file.name not in known:
                file.unlink()
                removed += 1
    return removed
