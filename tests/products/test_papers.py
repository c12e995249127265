"""Papers: adding several, other names, removing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import func, select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.products.models import Product, ProductFile
from livinglab.products.papers import media_type_of
from livinglab.products.queries import files_of
from tests.cast import Cast
from tests.factories import products
from tests.fixtures import As
from tests.pages import words

PDF = b"%PDF-1.7 hello"


def address(product: Product, ending: str = "") -> str:
    return f"/products/{product.id}/papers{ending}"


def upload(*named: tuple[str, bytes]) -> dict[str, Any]:
    return {"papers": [(io.BytesIO(content), name) for name, content in named]}


def package(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return written.getvalue()


def names_of(product: Product) -> list[str]:
    return [paper.name for paper in files_of(product.id, "paper")]


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(ProductFile)) or 0


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", b"\n" + PDF, "application/pdf"),
        ("a.docx", package("[Content_Types].xml", "word/document.xml"), "wordprocessingml"),
        ("a.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml"),
        ("a.pptx", package("[Content_Types].xml", "ppt/presentation.xml"), "presentationml"),
        ("a.odt", package("mimetype", "content.xml"), "opendocument.text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "application/msword"),
        ("a.txt", "Größe".encode(), "text/plain"),
        ("a.txt", "Größe".encode("cp1252"), "text/plain"),
        ("a.csv", "a;b".encode("utf-16"), "text/plain"),
        ("page.html.txt", b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_a_paper_is_what_it_holds(name: str, content: bytes, media_type: str) -> None:
    assert media_type in media_type_of(name, content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.html", b"<script>alert(1)</script>", "files of this kind"),
        ("a.svg", b"<svg/>", "files of this kind"),
        ("a.exe", b"MZ", "files of this kind"),
        ("a.docm", package("word/document.xml"), "files of this kind"),
        ("a", PDF, "files of this kind"),
        ("pdf", PDF, "files of this kind"),
        ("a.pdf.exe", PDF, "files of this kind"),
        ("a.pdf", b"<html><script>alert(1)</script>", "not what its name says"),
        ("a.docx", PDF, "not what its name says"),
        ("a.docx", package("xl/workbook.xml"), "not what its name says"),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), "not what its name says"),
        ("a.docx", package("word/document.xml")[:-10], "not what its name says"),
        ("a.xls", package("xl/workbook.xml"), "not what its name says"),
        ("a.txt", b"\x7fELF\0\0\0", "not what its name says"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", PDF + b"\0" * 25_000_000, "25 MB"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        media_type_of(name, content)


def test_several_papers_are_added_at_once(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    browser = as_(cast.mikael)
    answer = browser.post(
        address(product), data=upload(("../../etc/Betriebsanleitung für Größen.pdf", PDF), ("notes.txt", b"hello"))
    )
    assert (answer.status_code, answer.location) == (303, address(product))
    assert names_of(product) == ["Betriebsanleitung für Größen.pdf", "notes.txt"]
    assert "2 papers are added" in browser.get(answer.location).text


def test_the_good_ones_are_kept_and_of_the_others_it_is_said_why_not(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    browser = as_(cast.anna)
    answer = browser.post(
        address(product), data=upload(("good.pdf", PDF), ("bad.html", b"<script>"), ("twin.pdf", PDF))
    )
    page = words(browser.get(answer.location).text)
    assert names_of(product) == ["good.pdf"]
    assert "bad.html: We do not keep files of this kind." in page
    assert "twin.pdf: This paper is there already." in page


def test_none_good_or_none_chosen_says_what_to_do(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    bad = as_(cast.anna).post(address(product), data=upload(("bad.html", b"<script>")))
    none = as_(cast.anna).post(address(product), data=upload(("", b"")))
    assert bad.status_code == none.status_code == 422
    assert "Choose a PDF" in bad.text
    assert "Choose one or more papers." in none.text
    assert how_many() == 0


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("Guide", "Guide.pdf"),
        ("Guide.pdf", "Guide.pdf"),
        ("Guide.PDF", "Guide.pdf"),
        ("Guide.html", "Guide.html.pdf"),
        ("../../Guide", "Guide.pdf"),
        ('<script>"x"', "_script_x_.pdf"),
        ("x" * 100, "x" * 90 + ".pdf"),
    ],
)
def test_a_paper_gets_another_name_and_keeps_its_ending(as_: As, cast: Cast, typed: str, becomes: str) -> None:
    product = products.product(cast.norrsken)
    paper = products.paper(product, "Manual.pdf")
    answer = as_(cast.anna).post(address(product, "/names"), data={f"name_{paper.id}": typed})
    assert (answer.status_code, answer.location) == (303, address(product))
    assert names_of(product) == [becomes]
    assert db.session.scalars(select(AuditLine.verb)).all() == ["rename paper"]


def test_a_paper_needs_a_name_and_all_typing_stays(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    one, two = products.paper(product, "One.pdf"), products.paper(product, "Two.pdf", PDF + b"2")
    answer = as_(cast.anna).post(
        address(product, "/names"), data={f"name_{one.id}": " ", f"name_{two.id}": "typed with care"}
    )
    assert answer.status_code == 422
    assert "Give the paper a name." in answer.text
    assert "typed with care" in answer.text
    assert names_of(product) == ["One.pdf", "Two.pdf"]


def test_the_name_of_another_products_paper_cannot_be_changed(as_: As, cast: Cast) -> None:
    mine = products.product(cast.norrsken)
    foreign = products.paper(products.product(cast.danvind), "Theirs.pdf")
    as_(cast.anna).post(address(mine, "/names"), data={f"name_{foreign.id}": "hijacked"})
    assert foreign.name == "Theirs.pdf"


def test_a_paper_is_removed(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    paper = products.paper(product)
    answer = as_(cast.anna).post(f"/products/{product.id}/files/{paper.id}/remove")
    assert (answer.status_code, answer.location) == (303, address(product))
    assert how_many() == 0


def test_nothing_changes_while_the_product_is_archived(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, archived=True)
    paper = products.paper(product, "Old.pdf")
    anna = as_(cast.anna)
    assert anna.get(address(product)).status_code == 409
    assert anna.post(address(product), data=upload(("a.pdf", PDF))).status_code == 409
    assert anna.post(address(product, "/names"), data={f"name_{paper.id}": "New"}).status_code == 409
    assert names_of(product) == ["Old.pdf"]


def test_looking_changes_nothing(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    paper = products.paper(product, "Old.pdf")
    assert as_(cast.anna).get(address(product), query_string={f"name_{paper.id}": "New"}).status_code == 200
    assert as_(cast.anna).get(address(product, "/names")).status_code == 405
    assert names_of(product) == ["Old.pdf"]
