"""Workbooks of which bytes were changed by chance: read or refused in words, never anything else, and soon."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest

from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks import read_workbook
from livinglab.foundation.workbooks_writing import write_workbook
from tests.factories.workbooks import compound, compound_of_small, record, xlsx_parts, zipped
from tests.foundation.test_workbooks import STYLES
from tests.foundation.test_workbooks_binary import STREAM
from tests.thorough import NOTHING_MAY_BE_SKIPPED

TIMES = 3_000 if NOTHING_MAY_BE_SKIPPED else 60
SECONDS = 1.0
MARKS = [
    b"<", b">", b"/>", b'"', b"&#0;", b"&x;", b"<!DOCTYPE a [", b"<![CDATA[", b"-->", b"<row>", b"</row>", b"<c>",
    b"</c>", b"<v>", b't="s"', b't="b"', b' r="1"', b' r="ZZZ9"', b's="9"', b"-1", b"9" * 20, b"NaN", b"1e999", b"\xff",
]  # fmt: skip
NUMBERS = [
    b"\x00", b"\xff", b"\xff\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x80", b"\x7f", record(0x3C), record(10),
    b"\xfe\xff\xff\xff", b"\xfc\x00", b"\x09\x08",
]  # fmt: skip
CELLS = (
    '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>46000.5</v></c>'
    '<c r="C1" t="b"><v>1</v></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>in</t></is></c>'
    '<c r="B4"><f>A1</f><v>1.5</v></c><c r="C4" s="1"/></row>'
)
PARTS = xlsx_parts(
    {"survey": CELLS, "choices": CELLS}, texts="<si><t>one</t></si><si><r><t>t</t></r></si>", styles=STYLES
)


def changed(content: bytes, marks: list[bytes], chance: random.Random) -> bytes:
    """Content of which a few bytes were replaced, put in, taken out or copied."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, other = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
        mark, length = chance.choice(marks), chance.choice((1, 2, 8, 100))
        match chance.randrange(6):
            case 0:
                data[at : at + len(mark)] = mark
            case 1:
                data[at:at] = mark
            case 2:
                del data[at : at + length]
            case 3:
                data[at : at + length] = data[other : other + length]
            case 4:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                del data[chance.choice((at, len(data))) :]
    return bytes(data)


def of_parts(chance: random.Random) -> bytes:
    """A ZIP file that is whole, of files that are not."""
    name = chance.choice(list(PARTS))
    content = PARTS[name]
    assert isinstance(content, str)
    return zipped({**PARTS, name: changed(content.encode(), MARKS, chance)}, 1)


def of_writing(chance: random.Random) -> bytes:
    """A ZIP file that is damaged."""
    return changed(write_workbook({"survey": [["type"], ["text"]]}), NUMBERS, chance)


def of_records(chance: random.Random) -> bytes:
    """A compound file that is whole, of records that are not."""
    return compound(changed(STREAM, NUMBERS, chance))


def of_sectors(chance: random.Random) -> bytes:
    """A compound file that is damaged."""
    return changed(chance.choice((compound, compound_of_small))(STREAM), NUMBERS, chance)


@pytest.mark.parametrize("made", [of_parts, of_writing, of_records, of_sectors])
def test_a_damaged_workbook_is_read_or_refused_in_a_sentence(made: object) -> None:
    chance = random.Random(20_260_504)
    read = 0
    for _ in range(TIMES):
        content = made(chance)  # type: ignore[operator]
        begin = time.process_time()
        try:
            read += bool(read_workbook(content))
        except Refused as refused:
            (sentence,) = refused.reasons
            assert sentence.endswith((".", "?"))
            assert len(sentence) < 600
        assert time.process_time() - begin < SECONDS
    assert 0 < read < TIMES


def test_a_workbook_that_was_cut_anywhere_is_refused() -> None:
    content = zipped(PARTS)
    assert len(read_workbook(content)) == 2
    for end in range(4, len(content), 37):
        with pytest.raises(Refused, match="damaged"):
            read_workbook(content[:end])


def test_a_file_inside_that_was_cut_anywhere_is_refused_or_read_so_far_as_it_is_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(PARTS))) as file:
        sheet = file.read("xl/worksheets/sheet0.xml")
    whole = sheet.index(b"</sheetData>") + len(b"</sheetData>")
    for end in range(0, len(sheet), 11):
        content = zipped({**PARTS, "xl/worksheets/sheet0.xml": sheet[:end]}, 1)
        if end >= whole:
            assert len(read_workbook(content)[0].rows) == 2
        else:
            with pytest.raises(Refused, match=r"sheet “survey”.* cannot be read any further"):
                read_workbook(content)
