"""Stored files: cleaned pictures, bytes that are safe on the disk, and what is swept away."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from livinglab.foundation import files
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.foundation.files import StoredFile
from tests.cast import Cast
from tests.factories import products
from tests.surroundings import World
from tests.thorough import at_full_length

GPS, ORIENTATION, ARTIST = 0x8825, 0x0112, 0x013B


def encoded(picture: Image.Image, form: str, **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **how)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def cleaned(content: bytes, longest_side: int = files.LONGEST_SIDE) -> Image.Image:
    return opened(files.clean_picture(content, longest_side)[0])


def close_to(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=False))


def test_a_cleaned_picture_tells_nothing_of_place_or_person() -> None:
    exif = Image.Exif()
    exif[ARTIST] = "Anna Lindqvist"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (55.0, 36.0, 21.0)
    content = encoded(Image.new("RGB", (40, 30), "teal"), "JPEG", exif=exif, comment=b"made by Anna Lindqvist")
    assert opened(content).getexif()[ARTIST] == "Anna Lindqvist"
    bare, media_type = files.clean_picture(content)
    assert media_type == "image/jpeg"
    assert not opened(bare).getexif()
    assert b"Anna" not in bare
    assert b"Exif" not in bare


def test_texts_and_profiles_inside_a_png_do_not_survive() -> None:
    note = PngInfo()
    note.add_text("Author", "Anna Lindqvist")
    content = encoded(Image.new("RGBA", (9, 9), (0, 90, 90, 40)), "PNG", pnginfo=note, icc_profile=b"profile of Anna")
    bare, media_type = files.clean_picture(content)
    assert media_type == "image/webp"
    assert b"Anna" not in bare
    assert "icc_profile" not in opened(bare).info


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    sideways = Image.new("RGB", (40, 20), "red")
    sideways.paste("blue", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn by a quarter to the right: what was left comes to the top
    upright = cleaned(encoded(sideways, "JPEG", exif=exif, quality=95))
    assert upright.size == (20, 40)
    assert close_to(upright.getpixel((10, 5)), (0, 0, 255))
    assert close_to(upright.getpixel((10, 35)), (255, 0, 0))


def test_a_large_picture_becomes_2000_pixels_long_and_keeps_its_shape() -> None:
    assert cleaned(encoded(Image.new("L", (5000, 2500)), "JPEG")).size == (2000, 1000)
    assert cleaned(encoded(Image.new("L", (5000, 2500)), "PNG"), 640).size == (640, 320)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1)])
def test_the_smallest_and_thinnest_pictures_are_pictures(size: tuple[int, int]) -> None:
    assert min(cleaned(encoded(Image.new("RGB", size, "teal"), "PNG")).size) == 1


def test_of_an_animation_the_first_picture_stays() -> None:
    frames = [Image.new("P", (20, 20), colour) for colour in (1, 2)]
    for frame in frames:
        frame.putpalette([0, 0, 0, 250, 0, 0, 0, 0, 250])
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)
    assert getattr(opened(content), "n_frames", 1) == 2
    still = cleaned(content)
    assert getattr(still, "n_frames", 1) == 1
    assert close_to(still.convert("RGB").getpixel((10, 10)), (250, 0, 0))


def test_a_cmyk_jpeg_becomes_one_that_browsers_show() -> None:
    picture = cleaned(encoded(Image.new("CMYK", (10, 10), (0, 255, 255, 0)), "JPEG"))
    assert picture.mode == "RGB"
    assert close_to(picture.getpixel((5, 5)), (255, 0, 0))


def test_a_grey_picture_of_sixteen_bits_keeps_its_light() -> None:
    deep = Image.new("I;16", (10, 10), 128 * 256)
    assert close_to(cleaned(encoded(deep, "PNG")).getpixel((5, 5)), (128, 128, 128))


def test_what_shows_through_still_does_and_a_full_picture_becomes_a_jpeg() -> None:
    see_through = cleaned(encoded(Image.new("RGBA", (10, 10), (0, 90, 90, 0)), "PNG"))
    assert see_through.mode == "RGBA"
    assert see_through.getchannel("A").getextrema() == (0, 0)
    assert files.clean_picture(encoded(Image.new("RGBA", (10, 10), "teal"), "PNG"))[1] == "image/jpeg"


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that unfolds to width × height pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content) & 0xFFFFFFFF)
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_unfolds(side: int) -> None:
    with pytest.raises(Refused, match="60 million pixels"):
        files.clean_picture(png_that_claims(side, side))


@at_full_length
def test_a_text_that_unfolds_to_a_hundred_megabytes_is_refused() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000, 9))
    content = png_that_claims(10, 10).replace(chunk(b"IEND", b""), bomb + chunk(b"IEND", b""))
    assert bomb in content
    with pytest.raises(Refused, match="not a picture"):
        files.clean_picture(content)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
JPEG = encoded(Image.effect_noise((200, 200), 80), "JPEG")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        SVG,
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7 not a picture",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + SVG,
        b"GIF89a" + SVG,
        JPEG[: len(JPEG) // 2],
        JPEG[:30],
        encoded(Image.effect_noise((200, 200), 80), "PNG")[:3000],
        encoded(Image.effect_noise((200, 200), 80), "WEBP")[:300],
        encoded(Image.new("RGB", (9, 9)), "BMP"),
        encoded(Image.new("RGB", (9, 9)), "TIFF"),
    ],
)
def test_what_is_no_whole_picture_of_a_known_kind_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match="Choose a JPEG, PNG, WebP or GIF"):
        files.clean_picture(content)


def test_a_picture_that_is_a_page_as_well_is_no_page_afterwards() -> None:
    both = JPEG + b"<html><script>alert(document.domain)</script></html>"
    assert b"script" not in files.clean_picture(both)[0]


def test_more_than_15_megabytes_are_refused_unread() -> None:
    with pytest.raises(Refused, match="15 MB"):
        files.clean_picture(JPEG + b"\0" * 15_000_000)


def on_disk(world: World) -> list[Path]:
    return sorted(file for file in world.folder.rglob("*") if file.is_file())


def stored_rows() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


@pytest.fixture
def empty_disk(app: Flask, world: World) -> World:
    """No file of another test."""
    for file in on_disk(world):
        file.unlink()
    return world


def test_bytes_are_named_by_their_hash_and_kept_once(empty_disk: World) -> None:
    first = files.store(b"same", "text/plain")
    second = files.store(b"same", "text/plain")
    assert first.id == second.id
    assert first.sha256 == hashlib.sha256(b"same").hexdigest()
    assert files.read(first) == b"same"
    assert len(on_disk(empty_disk)) == stored_rows() == 1


def test_a_full_disk_leaves_no_row_and_no_half_file(empty_disk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_space)
    with pytest.raises(Refused, match="disk"):
        files.store(b"does not fit", "text/plain")
    assert stored_rows() == 0
    assert on_disk(empty_disk) == []


def test_a_file_without_a_row_is_removed_after_a_day_and_not_before(empty_disk: World) -> None:
    files.write(b"nobody speaks of me")
    assert files.sweep_orphans() == 0
    empty_disk.advance(hours=25)
    assert files.sweep_orphans() == 1
    assert on_disk(empty_disk) == []


def test_a_file_with_a_row_stays_however_old(empty_disk: World) -> None:
    stored = files.store(b"wanted", "text/plain")
    empty_disk.advance(days=400)
    assert files.sweep_orphans() == 0
    assert files.read(stored) == b"wanted"


def test_a_half_written_file_is_swept_too(empty_disk: World) -> None:
    path = files.path_of(files.write(b"wanted"))
    half = path.with_name(path.name + ".0123.part")
    half.write_bytes(b"wan")
    os.utime(half, (world_time := empty_disk.time.timestamp(), world_time))
    empty_disk.advance(hours=25)
    assert files.sweep_orphans() == 2
    assert on_disk(empty_disk) == []


def test_a_file_that_is_claimed_while_it_is_swept_stays(empty_disk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = files.write(b"wanted again")
    empty_disk.advance(hours=25)
    rename = Path.rename

    def claimed_just_before(path: Path, target: Path) -> Path:
        if not path.name.endswith(".gone"):
            files.write(b"wanted again")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", claimed_just_before)
    assert files.sweep_orphans() == 0
    assert files.path_of(sha256).read_bytes() == b"wanted again"


def test_a_stored_file_nobody_uses_is_forgotten_and_then_swept(empty_disk: World, cast: Cast) -> None:
    used = products.paper(products.product(cast.norrsken))
    unused = files.store(b"left behind", "text/plain")
    path = files.path_of(unused.sha256)
    assert files.forget_unused() == 0
    empty_disk.advance(days=2)
    assert files.forget_unused() == 1
    assert db.session.scalars(select(StoredFile.id)).all() == [used.stored_file_id]
    assert files.sweep_orphans() == 0
    assert path.exists()
    empty_disk.advance(days=2)
    assert files.sweep_orphans() == 1
    assert not path.exists()


def test_a_small_version_is_in_use_as_well(empty_disk: World, cast: Cast) -> None:
    picture = products.picture(products.product(cast.norrsken))
    assert picture.small_file_id is not None
    empty_disk.advance(days=2)
    assert files.forget_unused() == 0


def response_of(app: Flask, stored: StoredFile, name: str, *, inline: bool):  # type: ignore[no-untyped-def]
    with app.test_request_context():
        response = files.serve(stored, name, inline=inline)
        response.direct_passthrough = False
        return response


def test_a_picture_is_shown_and_no_browser_runs_it(app: Flask) -> None:
    content, media_type = files.clean_picture(JPEG)
    response = response_of(app, files.store(content, media_type), "box.jpg", inline=True)
    assert response.data == content
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "text/plain"])
def test_anything_but_a_picture_is_only_downloaded_even_if_asked_otherwise(app: Flask, media_type: str) -> None:
    stored = files.store(media_type.encode() + SVG, media_type)
    assert response_of(app, stored, "page.html", inline=True).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ('a"; filename="evil.html', 'filename="a_ filename_evil.html"'),
        ("a\r\nSet-Cookie: b=c.pdf", "a_Set-Cookie_ b_c.pdf"),
        ("Betriebsanleitung für Größen.pdf", "filename*=UTF-8''Betriebsanleitung%20f%C3%BCr%20Gr%C3%B6%C3%9Fen.pdf"),
        ("\u202egpj.exe", "_gpj.exe"),
    ],
)
def test_a_name_in_the_header_is_one_harmless_name(app: Flask, name: str, wanted: str) -> None:
    header = response_of(app, files.store(b"x", "text/plain"), name, inline=False).headers["Content-Disposition"]
    assert wanted in header
    assert "/" not in header
    assert "\\" not in header


def test_a_stored_file_whose_bytes_are_gone_is_not_found(app: Flask) -> None:
    stored = files.store(b"lost in a restore", "text/plain")
    files.path_of(stored.sha256).unlink()
    with pytest.raises(NotFound):
        response_of(app, stored, "lost.txt", inline=False)
