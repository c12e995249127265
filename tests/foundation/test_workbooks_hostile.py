"""Workbooks that are damaged, no workbooks, or made to do harm: refused with a sentence, soon, in little memory."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile

import pytest

from livinglab.foundation import workbooks, workbooks_sheets
from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks import Row, read_workbook
from tests.factories.workbooks import compound, record, sheet_xml, xls_stream, xlsx, xlsx_parts, zipped
from tests.thorough import at_full_length

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_file_of_more_than_ten_megabytes_is_refused_unread() -> None:
    with pytest.raises(Refused, match="larger than 10 MB"):
        read_workbook(b"PK\x03\x04" + bytes(workbooks.WORKBOOK_BYTES))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\x00" * 100, "The file is empty"),
        (b"type,name\ntext,a\n", "This is a text file, such as a CSV table"),
        ("type;name\n".encode("utf-16"), "This is a text file"),
        (b"\xef\xbb\xbf <HTML><table>", "This is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "This is an XML file"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n\x00\x00", "This is no workbook"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "program of before 1993"),
        (b"\x09\x08\x06\x00\x00\x04\x10\x00\x00\x00", "program of before 1993"),
        (b"PK\x03\x04" + bytes(100), "The workbook is damaged: the end of the file is missing"),
        (zipped({}), "a ZIP file, but no workbook is in it"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "OpenDocument"),
        (zipped({"word/document.xml": ""}), "This is a text document"),
        (zipped({"Index/Document.iwa": ""}), "This is an Apple Numbers document"),
        (compound(b"", "WordDocument"), "This is a text document"),
        (compound(b"", "EncryptedPackage"), "locked with a password"),
        (compound(b"", "Something"), "no workbook is in it"),
        (compound(b""), "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The workbook is damaged: its first page"),
    ],
)
def test_what_is_no_workbook_is_named_as_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=re.escape(words)):
        read_workbook(content)


def test_a_binary_xlsx_is_told_from_one_that_can_be_read() -> None:
    parts = xlsx_parts()
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    parts["xl/workbook.bin"] = parts.pop("xl/workbook.xml")
    with pytest.raises(Refused, match="Excel binary workbook"):
        read_workbook(zipped(parts))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="3"><c r="B3" t="s"><v>7</v></c></row>', "Sheet “survey”, cell B3 points at text number “7”"),
        ('<row r="3"><c r="B3" t="s"><v>-1</v></c></row>', "cell B3 points at text number “-1”"),
        ('<row r="3"><c r="B3" t="s"><v>1.0</v></c></row>', "cell B3 points at text number “1.0”"),
        ('<row r="3"><c r="AMK3"><v>1</v></c></row>', "cell AMK3 stands to the right of column AMJ"),
        (f'<row r="3"><c r="C3" t="str"><v>{"x" * 32_768}</v></c></row>', "cell C3 holds more than 32,767 letters"),
        ('<row r="3"><c r="C3"/><c r="B3"/></row>', "Sheet “survey”, cell B3 holds cells twice"),
        ('<row r="3"><c r="C3"/><c r="C3"/></row>', "cell C3 holds cells twice"),
        ('<row r="3"><c r="C3"><c r="D3"/></c></row>', "holds cells twice, within each other"),
        ('<row r="3"><c r="3C"/></row>', "row 3 holds a cell with the address “3C”"),
        ('<row r="3"><c r=""/></row>', "row 3 holds a cell with the address “”"),
        ('<row r="3"/><row r="2"/>', "Sheet “survey”, row 2 comes twice"),
        ('<row r="3"><row r="4"/></row>', "row 4 comes twice, in another row"),
        ('<row r="1048577"/>', "row 1048577 comes twice"),
        ('<row r="x"/>', "Sheet “survey” comes twice"),
        ("<row><c r='A1'/></row><row><c r='A1'/></row>", "row 2 holds a cell with the address “A1”"),
        ('<c r="A1"/>', "holds cells twice"),
        ('<row r="9"><c r="A9"><v>1</v>', "sheet “survey”, row 9 cannot be read any further"),
        ('<row r="9"><c r="A9"><v>&nbsp;</v></c></row>', "row 9 cannot be read any further"),
        ("\x00", "sheet “survey” cannot be read any further"),
        ("<a>" * 100, "holds what no spreadsheet program writes"),
    ],
)
def test_a_refusal_names_sheet_and_row(rows: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_workbook(xlsx(rows, texts="<si><t>one</t></si>"))
    assert words in str(refused.value)
    assert str(refused.value).endswith("try again.")


def test_more_rows_or_columns_than_asked_for_are_refused() -> None:
    content = xlsx('<row r="1"><c r="C1"><v>1</v></c></row><row r="5"><c r="A5"><v>1</v></c></row>')
    assert len(read_workbook(content, rows=2, columns=3)[0].rows) == 2
    with pytest.raises(Refused, match="Sheet “survey” has more than 1 filled rows, at row 5"):
        read_workbook(content, rows=1)
    with pytest.raises(Refused, match="cell C1 stands to the right of column B"):
        read_workbook(content, columns=2)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet0.xml", "xl/sharedStrings.xml", "_rels/.rels"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "<!DOCTYPE a [<!ENTITY % b \"<!ENTITY c 'd'>\"> %b;]>",
    ],
)
def test_entities_are_refused_wherever_they_are_declared(part: str, declaration: str) -> None:
    parts = xlsx_parts(FIRST, texts="<si><t>one</t></si>")
    parts[part] = declaration + str(parts[part])
    with pytest.raises(Refused, match="declarations of XML entities"):
        read_workbook(zipped(parts))


def test_sizes_that_lie_change_nothing() -> None:
    content = zipped({**xlsx_parts(FIRST), "xl/media/picture.png": bytes(100_000)})
    length = struct.pack("<I", len(sheet_xml(FIRST)))
    assert read_workbook(content.replace(length, b"\xff\xff\xff\x7f"))[0].rows == [Row(1, ["1"])]
    with pytest.raises(Refused, match=r"inside cannot be unpacked|cannot be read any further"):
        read_workbook(content.replace(length, b"\x05\x00\x00\x00"))


def test_a_locked_or_oddly_packed_zip_is_refused() -> None:
    content = bytearray(zipped(xlsx_parts(FIRST)))
    locked = bytes(content).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    with pytest.raises(Refused, match="locked with a password"):
        read_workbook(locked)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as file:
        for name, part in xlsx_parts(FIRST).items():
            file.writestr(name, part)
    with pytest.raises(Refused, match="packed in a way that workbooks are not"):
        read_workbook(buffer.getvalue())


def test_a_zip_of_very_many_files_is_refused_unread() -> None:
    with pytest.raises(Refused, match="made of more than 3,000 files"):
        read_workbook(b"PK\x03\x04" + b"PK\x01\x02" * 100_000)


@pytest.mark.parametrize(
    ("limit", "rows", "texts"),
    [
        ("INFLATED_BYTES", " " * 300_000, ""),
        ("STEPS", "<a/>" * 50_000, ""),
        ("STEPS", '<a b="1" c="2" d="3"/>' * 20_000, ""),
        ("PLACES", '<row><c r="AMJ1"><v>1</v></c></row>', ""),
        ("LETTERS", "<row>" + '<c t="s"><v>0</v></c>' * 5 + "</row>", f"<si><t>{'x' * 500}</t></si>"),
        ("LETTERS", '<row><c t="s"><v>0</v></c></row>', "<si><t>" + "e\u0301" * 150 + "</t></si>"),
    ],
)
def test_more_than_a_person_can_have_written_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, rows: str, texts: str
) -> None:
    content = xlsx(rows, texts=texts)
    monkeypatch.setattr(workbooks_sheets, limit, {"INFLATED_BYTES": 200_000, "STEPS": 40_000}.get(limit, 1_000))
    with pytest.raises(Refused, match="holds too much to be read"):
        read_workbook(content)


@pytest.mark.parametrize(
    "row",
    [
        f'<row a="{"1" * 2_000_000}"/>',
        f"<!--{'a' * 2_000_000}-->",
        "<row " + " ".join(f'a{number}="1"' for number in range(60_000)) + "/>",
        "".join(f"<a{number}/>" for number in range(9_000)),
        "".join(f'<a xmlns:a{number}="u"/>' for number in range(30_000)),
    ],
    ids=["a long attribute", "a long comment", "many attributes", "many names", "many namespaces"],
)
def test_what_would_keep_the_parser_busy_is_refused(row: str) -> None:
    with pytest.raises(Refused, match=r"what no spreadsheet program writes|holds too much"):
        read_workbook(xlsx(row))


def test_a_sheet_that_many_names_point_at_is_not_read_for_each_without_an_end() -> None:
    with pytest.raises(Refused, match="more than 250 sheets"):
        read_workbook(xlsx({f"sheet{number}": "" for number in range(251)}), wanted=lambda _: False)


def _texts(texts: list[str]) -> str:
    return "".join(f"<si><t>{text}</t></si>" for text in texts)


def _formats(code: str, count: int) -> str:
    numbers = range(200, 200 + count)
    codes = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number in numbers)
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return f"<numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs>"


def _of_marks() -> bytes:
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(150))
    texts = ["a" + "\u0301\u0323" * 16_000 + str(number) for number in range(150)]
    return xlsx(f"<row>{cells}</row>", texts=_texts(texts))


def _of_labels() -> bytes:
    places = (divmod(number, 200) for number in range(400_000))
    labels = (record(0x204, struct.pack("<HHHHBB", row, column, 0, 1, 0, 65)) for row, column in places)
    return compound(xls_stream({"a": b"".join(labels)}))


def _of_old_texts() -> bytes:
    texts = b"\2\0\0ab" * 1_600
    more = record(0x3C, texts) * 1_100
    return xls_stream({"a": b""}, record(0xFC, struct.pack("<II", 0, 2**31) + texts) + more)


BOMBS = {
    "a billion blanks": lambda: zipped({**xlsx_parts(), "xl/worksheets/sheet0.xml": b" " * 300_000_000}),
    "a million rows with a format": lambda: xlsx(FIRST + '<row s="3" ht="15"/>' * 1_048_000),
    "blank cells in every column": lambda: xlsx(FIRST + ("<row>" + '<c s="1"/>' * 16_384 + "</row>") * 100),
    "a million numbers": lambda: xlsx(("<row>" + '<c s="0"><v>12345.51234</v></c>' * 1_000 + "</row>") * 1_000),
    "a million texts": lambda: xlsx("", texts=_texts(list(map(str, range(1_000_000))))),
    "texts with an emoji each": lambda: xlsx("", texts=_texts(["a" * 32_000 + "😀"] * 960)),
    "marks on letters": _of_marks,
    "formats": lambda: xlsx(styles=_formats("[" * 250, 30_000)),
    "records": lambda: compound(xls_stream({"a": record(0x200) * 1_600_000})),
    "labels": _of_labels,
    "texts of an old workbook": _of_old_texts,
}
MEASURE = """
import resource, sys, time
from livinglab.foundation.errors import Refused
from livinglab.foundation.workbooks import read_workbook
content = sys.stdin.buffer.read()
begin, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_workbook(content)
except Refused:
    pass
print(time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@at_full_length
@pytest.mark.parametrize("name", BOMBS)
def test_the_worst_files_cost_little_time_and_memory(name: str) -> None:
    content = BOMBS[name]()
    assert len(content) < workbooks.WORKBOOK_BYTES
    done = subprocess.run([sys.executable, "-c", MEASURE], input=content, capture_output=True, check=True)
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 1.5, "it takes half of that on a machine with nothing else to do"
    assert kilobytes < 100_000
