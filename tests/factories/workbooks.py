"""Workbooks byte by byte, also such as no program would write: .xlsx from XML, .xls from records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes], level: int = 9) -> bytes:
    """A ZIP file with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(rows: str) -> str:
    """A sheet with these `row` elements."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def xlsx_parts(
    rows: str | Mapping[str, str] = "",
    *,
    texts: str | None = None,
    styles: str | None = None,
    book: str = "",
    states: Mapping[str, str] | None = None,
) -> dict[str, str | bytes]:
    """The files inside a .xlsx: its sheets (`survey` when only rows are given), texts as `si` elements, styles."""
    sheets = {"survey": rows} if isinstance(rows, str) else rows
    links = [
        f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets)
    ]
    parts: dict[str, str | bytes] = {}
    if texts is not None:
        links.append(f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>')
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    if styles is not None:
        links.append(f'<Relationship Id="y" Type="{OFFICE}/styles" Target="styles.xml"/>')
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n + 1}" state="{(states or {}).get(name, "visible")}" r:id="s{n}"/>'
        for n, name in enumerate(sheets)
    )
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="b" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>',
        **parts,
        **{f"xl/worksheets/sheet{n}.xml": sheet_xml(xml) for n, xml in enumerate(sheets.values())},
    }


def xlsx(rows: str | Mapping[str, str] = "", **more: object) -> bytes:
    """A .xlsx of `xlsx_parts`."""
    return zipped(xlsx_parts(rows, **more))  # type: ignore[arg-type]


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def beginning(what: int, version: int = 0x0600) -> bytes:
    """The record that begins a book (5) or a sheet (16)."""
    return record(0x0809, struct.pack("<HHHHII", version, what, 0, 0, 0, 0))


def told(text: str) -> bytes:
    """A text with its length in units of two bytes before it."""
    letters = text.encode("utf-16-le")
    return struct.pack("<HB", len(letters) // 2, 1) + letters


def shared_texts(*texts: str) -> bytes:
    """The record with the texts that cells point at."""
    packed = b"".join(map(told, texts))
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + packed)


def xls_stream(sheets: Mapping[str, bytes], before: bytes = b"", version: int = 0x0600) -> bytes:
    """What stands in a .xls: `before` are records of the book; a sheet is its records without beginning and end."""
    is_new = version == 0x0600
    heads = [
        struct.pack("<BBB", 0, 0, len(name)) + (b"\x01" + name.encode("utf-16-le") if is_new else name.encode("cp1252"))
        for name in sheets
    ]
    begin = beginning(5, version)
    at = len(begin) + len(before) + sum(8 + len(head) for head in heads) + 4
    listed, bodies = b"", b""
    for head, records in zip(heads, sheets.values(), strict=True):
        listed += record(0x85, struct.pack("<I", at + len(bodies)) + head)
        bodies += beginning(16, version) + records + record(10)
    return begin + before + listed + record(10) + bodies


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream of more than 4,096 bytes, as .xls are kept."""
    stream = stream.ljust(4_096, b"\x00")
    count = -(-len(stream) // 512)
    tables = -(-(count + 2) // 127)  # sectors of the table: each tells of 128, some of itself
    table = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(512 * tables, b"\xff")
    places = [count + 1 + number for number in range(tables)]
    listed = struct.pack("<109I", *(places[:109] + [0xFFFFFFFF] * (109 - len(places))))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0, tables,
                       count, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    folder = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 0, len(stream))
    return head + listed + stream.ljust(512 * count, b"\x00") + folder.ljust(512, b"\x00") + packed


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    letters = (name + "\x00").encode("utf-16-le")
    none = 0xFFFFFFFF
    return struct.pack("<64sHBBIII36xIII", letters, len(letters), kind, 1, none, none, child, first, size, 0)


def compound_of_small(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream of less than 4,096 bytes, kept in sectors of 64 bytes."""
    small = -(-len(stream) // 64)
    count = -(-small * 64 // 512)
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    table = [*range(1, count), end, end, end, 0xFFFFFFFD]  # the small sectors, the folder, their table, this table
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0, 1,
                       count, 0, 4_096, count + 1, 1, end, 0)  # fmt: skip
    folder = _entry("Root Entry", 5, 1, 0, small * 64) + _entry(name, 2, free, 0, len(stream))
    small_table = struct.pack(f"<{small}I", *range(1, small), end).ljust(512, b"\xff")
    listed = struct.pack("<109I", count + 2, *[free] * 108)
    packed = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return head + listed + stream.ljust(512 * count, b"\x00") + folder.ljust(512, b"\x00") + small_table + packed
