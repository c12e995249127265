"""Pictures and papers over the wire: access is checked each time, and nothing runs as a page."""

from __future__ import annotations

import pytest

from livinglab.foundation import files
from livinglab.foundation.db import db
from livinglab.products import actions
from livinglab.products.models import ProductFile
from tests.cast import Cast
from tests.factories import network, products
from tests.fixtures import As


def where(file: ProductFile, ending: str = "") -> str:
    return f"/products/{file.product_id}/files/{file.id}{ending}"


@pytest.mark.parametrize("person", ["anna", "mikael", "ana_maria"])
def test_everybody_at_the_company_gets_the_bytes(as_: As, cast: Cast, person: str) -> None:
    picture = products.picture(products.product(cast.norrsken))
    browser = as_(getattr(cast, person))
    assert picture.small is not None
    whole, small = files.read(picture.stored), files.read(picture.small)
    assert browser.get(where(picture)).data == whole
    assert browser.get(where(picture, "/small")).data == small


def test_a_picture_is_shown_under_a_policy_that_runs_nothing(as_: As, cast: Cast) -> None:
    picture = products.picture(products.product(cast.norrsken))
    for ending in ("", "/small"):
        answer = as_(cast.anna).get(where(picture, ending))
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("ending", ["", "/small"])
def test_a_paper_is_only_ever_downloaded(as_: As, cast: Cast, ending: str) -> None:
    product = products.product(cast.norrsken)
    page = actions.add_paper(product, "page.html.txt", b"<script>alert(document.domain)</script>", by=cast.anna)
    db.session.commit()
    answer = as_(cast.anna).get(where(page, ending))
    assert answer.data == b"<script>alert(document.domain)</script>"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_browser_that_has_it_already_gets_no_bytes_but_is_checked_again(as_: As, cast: Cast) -> None:
    picture = products.picture(products.product(cast.norrsken))
    browser = as_(cast.mikael)
    known = browser.get(where(picture)).headers["ETag"]
    again = browser.get(where(picture), headers={"If-None-Match": known})
    assert (again.status_code, again.data) == (304, b"")
    stranger = as_(cast.dan).get(where(picture), headers={"If-None-Match": known})
    assert stranger.status_code == 404


def test_who_leaves_the_company_gets_nothing_from_that_moment(as_: As, cast: Cast) -> None:
    picture = products.picture(products.product(cast.norrsken))
    membership = network.member(cast.fred, cast.norrsken, "member")
    browser = as_(cast.fred)
    assert browser.get(where(picture)).status_code == 200
    membership.ended_at = membership.created_at
    assert browser.get(where(picture)).status_code == 404


def test_an_own_product_opens_no_file_of_another_one(as_: As, cast: Cast) -> None:
    foreign = products.picture(products.product(cast.norrsken))
    own = products.product(cast.danvind)
    dan = as_(cast.dan)
    never = dan.get(f"/products/{own.id}/files/987654")
    for ending in ("", "/small"):
        answer = dan.get(f"/products/{own.id}/files/{foreign.id}{ending}")
        assert answer.status_code == 404
        assert answer.data == never.data
    assert dan.post(f"/products/{own.id}/files/{foreign.id}/remove").status_code == 404
    assert db.session.get(ProductFile, foreign.id) is not None


def test_a_file_of_another_own_product_is_not_found_either(as_: As, cast: Cast) -> None:
    picture = products.picture(products.product(cast.norrsken))
    other = products.product(cast.norrsken, "Other", "Otter")
    assert as_(cast.anna).get(f"/products/{other.id}/files/{picture.id}").status_code == 404


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "1/../../../config.py", "%00", "1e9"])
def test_no_path_leads_out_of_the_files(as_: As, cast: Cast, path: str) -> None:
    picture = products.picture(products.product(cast.norrsken))
    assert as_(cast.anna).get(f"/products/{picture.product_id}/files/{path}").status_code == 404


def test_the_same_bytes_at_two_companies_stay_with_the_other_when_one_removes_them(as_: As, cast: Cast) -> None:
    mine = products.picture(products.product(cast.norrsken), "gold")
    theirs = products.picture(products.product(cast.danvind), "gold")
    assert mine.stored_file_id == theirs.stored_file_id
    as_(cast.anna).post(where(mine, "/remove"))
    files.forget_unused()
    assert as_(cast.dan).get(where(theirs)).status_code == 200


def test_a_name_with_quotes_and_line_breaks_stays_one_name_in_the_header(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    paper = actions.add_paper(product, 'a"\r\nX-Evil: 1;b=".pdf', b"%PDF-1.7", by=cast.anna)
    db.session.commit()
    answer = as_(cast.anna).get(where(paper))
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].count('"') in (0, 2)
