"""Pictures: adding several, saying what they show, putting them in order, removing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from livinglab.foundation import files
from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.foundation.errors import Refused
from livinglab.products import actions
from livinglab.products.models import Product, ProductFile
from livinglab.products.queries import files_of
from tests.cast import Cast
from tests.factories import products
from tests.factories.products import picture_bytes
from tests.fixtures import As
from tests.pages import words


def address(product: Product, ending: str = "") -> str:
    return f"/products/{product.id}/pictures{ending}"


def upload(*named: tuple[str, bytes], field: str = "pictures") -> dict[str, Any]:
    return {field: [(io.BytesIO(content), name) for name, content in named]}


def in_order(product: Product) -> list[int]:
    return [picture.id for picture in files_of(product.id, "picture")]


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(ProductFile)) or 0


def test_several_pictures_are_added_at_once_behind_the_others(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    first = products.picture(product, "teal")
    browser = as_(cast.mikael)
    answer = browser.post(
        address(product), data=upload(("red.png", picture_bytes("red")), ("photos/blue.PNG", picture_bytes("blue")))
    )
    assert (answer.status_code, answer.location) == (303, address(product))
    found = files_of(product.id, "picture")
    assert [picture.name for picture in found] == ["teal.png", "red.jpeg", "blue.jpeg"]
    assert found[0].id == first.id
    assert [picture.position for picture in found] == [0, 1, 2]
    page = browser.get(answer.location).text
    assert "2 pictures are added" in page
    assert "2 pictures have no text yet" in page


def test_a_picture_is_kept_clean_with_a_small_version_beside_it(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    exif = Image.Exif()
    exif[0x013B] = "Anna Lindqvist"
    exif.get_ifd(0x8825)[2] = (55.0, 36.0, 21.0)
    written = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(written, "JPEG", exif=exif)
    as_(cast.anna).post(address(product), data=upload(("place.jpg", written.getvalue())))
    (picture,) = files_of(product.id, "picture")
    assert picture.small is not None
    whole, small = files.read(picture.stored), files.read(picture.small)
    assert b"Anna" not in whole + small
    assert Image.open(io.BytesIO(whole)).size == (2000, 1000)
    assert Image.open(io.BytesIO(small)).size == (640, 320)


def test_the_good_ones_are_kept_and_of_the_others_it_is_said_why_not(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    browser = as_(cast.anna)
    answer = browser.post(
        address(product),
        data=upload(("one.png", picture_bytes("red")), ("<b>evil.png", svg), ("again.png", picture_bytes("red"))),
    )
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert how_many() == 1
    assert "1 picture is added" in page
    assert "_b_evil.png: This file is not a picture we can read" in words(page)
    assert "again.png: This picture is there already" in words(page)
    assert "<b>evil" not in page


def test_when_none_is_good_the_page_says_why_beside_the_field(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    answer = as_(cast.anna).post(address(product), data=upload(("page.png", b"<html><script>alert(1)</script>")))
    assert answer.status_code == 422
    assert 'id="pictures-error-1"' in answer.text
    assert "Choose a JPEG, PNG, WebP or GIF" in answer.text
    assert how_many() == 0


def test_nothing_chosen_says_what_to_do(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    for data in ({}, upload(("", b"")), {"pictures": "not a file"}):
        answer = as_(cast.anna).post(address(product), data=data, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "Choose one or more pictures." in answer.text


def test_many_bad_files_do_not_burst_the_cookie(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    bad = [("x" * 200 + f"{number}.png", b"no picture") for number in range(30)]
    browser = as_(cast.anna)
    answer = browser.post(address(product), data=upload(("good.png", picture_bytes()), *bad))
    assert len(answer.headers["Set-Cookie"]) < 4000
    assert "And 25 more could not be taken" in browser.get(answer.location).text


def test_a_full_disk_adds_nothing_and_says_so(as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    product = products.product(cast.norrsken)

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_space)
    never_seen = picture_bytes((3, 7, 11))  # the disk keeps what other tests have put there
    answer = as_(cast.anna).post(address(product), data=upload(("one.png", never_seen)))
    assert answer.status_code == 422
    assert "the disk of this server" in answer.text
    assert how_many() == 0
    assert db.session.scalar(select(func.count()).select_from(files.StoredFile)) == 0


def test_a_product_has_at_most_24_pictures(cast: Cast) -> None:
    product = products.product(cast.norrsken)
    for number in range(actions.MOST_PICTURES):
        actions.add_picture(product, "x.png", picture_bytes((number * 9, 0, 0), size=(4, 4)), by=cast.anna)
    with pytest.raises(Refused, match=r"24 pictures\. Remove one first"):
        actions.add_picture(product, "x.png", picture_bytes("white"), by=cast.anna)


def test_each_picture_gets_its_text(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    one, two = products.picture(product, "red", ""), products.picture(product, "blue", "Blue box", position=1)
    texts = {f"text_{one.id}": " A red box ", f"text_{two.id}": "Blue box"}
    answer = as_(cast.anna).post(address(product, "/texts"), data=texts)
    assert (answer.status_code, answer.location) == (303, address(product))
    assert (one.alternative, two.alternative) == ("A red box", "Blue box")
    lines = db.session.scalars(select(AuditLine)).all()
    assert [(line.verb, line.object_id) for line in lines] == [("describe picture", one.id)]


def test_a_text_that_is_too_long_is_refused_and_all_typing_stays(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    one, two = products.picture(product, "red", "Old"), products.picture(product, "blue", "", position=1)
    answer = as_(cast.anna).post(
        address(product, "/texts"), data={f"text_{one.id}": "x" * 301, f"text_{two.id}": "typed with care"}
    )
    assert answer.status_code == 422
    assert "at most 300 characters" in answer.text
    assert "typed with care" in answer.text
    assert "x" * 301 in answer.text
    assert (one.alternative, two.alternative) == ("Old", "")


def test_the_text_of_another_products_picture_cannot_be_changed(as_: As, cast: Cast) -> None:
    mine, theirs = products.product(cast.norrsken), products.product(cast.danvind)
    products.picture(mine, "red")
    foreign = products.picture(theirs, "blue", "Theirs")
    as_(cast.anna).post(address(mine, "/texts"), data={f"text_{foreign.id}": "hijacked"})
    assert foreign.alternative == "Theirs"


@pytest.mark.parametrize(
    ("button", "which", "order"),
    [
        ("up", 1, (1, 0, 2)),
        ("down", 1, (0, 2, 1)),
        ("up", 0, (0, 1, 2)),
        ("down", 2, (0, 1, 2)),
        ("down", 0, (1, 0, 2)),
    ],
)
def test_buttons_move_a_picture_one_place(as_: As, cast: Cast, button: str, which: int, order: tuple[int, ...]) -> None:
    product = products.product(cast.norrsken)
    ids = [products.picture(product, colour, position=n).id for n, colour in enumerate(("red", "blue", "green"))]
    answer = as_(cast.anna).post(address(product, "/order"), data={button: ids[which]})
    assert answer.status_code == 303
    assert in_order(product) == [ids[at] for at in order]


def test_a_whole_new_order_is_taken_over(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    ids = [products.picture(product, colour, position=n).id for n, colour in enumerate(("red", "blue", "green"))]
    wanted = [ids[2], ids[0], ids[1]]
    as_(cast.anna).post(address(product, "/order"), data={"order": ",".join(map(str, wanted))})
    assert in_order(product) == wanted
    assert in_order(product)[0] == ids[2]


@pytest.mark.parametrize(
    "data",
    [
        {"order": "1"},
        {"order": "1,1,2"},
        {"order": "x"},
        {"order": ""},
        {"order": "1,2,3,4"},
        {"up": "9999"},
        {"up": "1;2"},
        {},
        {"order": "²"},
        {"down": "9" * 40},
        {"up": "1,2"},
    ],
)
def test_an_order_that_does_not_fit_changes_nothing_and_says_what_to_do(
    as_: As, cast: Cast, data: dict[str, str]
) -> None:
    product = products.product(cast.norrsken)
    ids = [products.picture(product, colour, position=n).id for n, colour in enumerate(("red", "blue", "green"))]
    answer = as_(cast.anna).post(address(product, "/order"), data=data)
    assert answer.status_code == 409
    assert "reload the page" in answer.text.lower()
    assert in_order(product) == ids


def test_another_products_picture_cannot_be_put_in_order(as_: As, cast: Cast) -> None:
    mine = products.product(cast.norrsken)
    own = products.picture(mine, "red")
    foreign = products.picture(products.product(cast.danvind), "blue", position=7)
    answer = as_(cast.anna).post(address(mine, "/order"), data={"order": f"{foreign.id},{own.id}"})
    assert answer.status_code == 409
    assert foreign.position == 7


def test_a_removed_picture_is_gone_with_its_line_in_the_log(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    picture = products.picture(product)
    where = f"/products/{product.id}/files/{picture.id}"
    browser = as_(cast.anna)
    assert "This cannot be undone" in browser.get(address(product)).text
    answer = browser.post(f"{where}/remove")
    assert (answer.status_code, answer.location) == (303, address(product))
    assert how_many() == 0
    assert browser.get(where).status_code == 404
    assert browser.post(f"{where}/remove").status_code == 404
    assert db.session.scalars(select(AuditLine.verb)).all() == ["remove picture"]


ACTIONS = ("", "/texts", "/order")


def test_nothing_changes_while_the_product_is_archived(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, archived=True)
    picture = products.picture(product, alternative="Old")
    anna = as_(cast.anna)
    assert anna.get(address(product)).status_code == 409
    assert anna.post(address(product), data=upload(("red.png", picture_bytes("red")))).status_code == 409
    assert anna.post(address(product, "/texts"), data={f"text_{picture.id}": "New"}).status_code == 409
    assert anna.post(address(product, "/order"), data={"up": picture.id}).status_code == 409
    assert anna.post(f"/products/{product.id}/files/{picture.id}/remove").status_code == 409
    assert (how_many(), picture.alternative) == (1, "Old")


def test_following_links_changes_nothing(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    one, two = products.picture(product, "red", ""), products.picture(product, "blue", position=1)
    anna = as_(cast.anna)
    assert anna.get(address(product), query_string={f"text_{one.id}": "x"}).status_code == 200
    for ending in ("/texts", "/order"):
        assert anna.get(address(product, ending), query_string={"down": one.id}).status_code == 405
    assert anna.get(f"/products/{product.id}/files/{one.id}/remove").status_code == 405
    assert in_order(product) == [one.id, two.id]
    assert one.alternative == ""
