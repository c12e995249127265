"""Changing what is known of a product."""

from __future__ import annotations

from sqlalchemy import select

from livinglab.foundation.audit import AuditLine
from livinglab.foundation.db import db
from livinglab.products.models import Product
from tests.cast import Cast
from tests.factories import products
from tests.fixtures import As
from tests.pages import words
from tests.products.forms import product_form


def edit(product: Product) -> str:
    return f"/products/{product.id}/edit"


def test_anna_changes_everything(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, markets=("SE", "DE"))
    answer = as_(cast.anna).post(edit(product), data=product_form(markets=["DE", "FI"]))
    assert answer.status_code == 303
    assert answer.location == f"/products/{product.id}"
    assert (product.name, product.codename, product.stage) == ("Norrsken Two", "Kestrel", "prototype")
    assert [market.country for market in product.markets] == ["DE", "FI"]


def test_a_member_may_change_it_too(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    assert as_(cast.mikael).post(edit(product), data=product_form()).status_code == 303


def test_the_form_shows_what_is_known(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, description="Long text", secrets="Hush", markets=("PL",))
    page = as_(cast.anna).get(edit(product)).text
    for known in ("Norrsken One", "Aurora", "Measures the water", "Long text", "Hush", 'value="Water"', "1 chosen"):
        assert known in page


def test_saving_without_a_change_leaves_no_line(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    same = {"name": product.name, "pitch": product.pitch, "stage": product.stage, "sector": product.sector}
    as_(cast.anna).post(edit(product), data={**same, "codename": product.codename})
    assert db.session.scalars(select(AuditLine)).all() == []


def test_the_line_says_what_changed_but_not_to_what(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    same = {"pitch": product.pitch, "stage": product.stage, "sector": product.sector, "codename": product.codename}
    as_(cast.anna).post(edit(product), data={**same, "name": "Secret name", "markets": ["FI"]})
    line = db.session.scalars(select(AuditLine)).one()
    assert line.details == {"changed": ["name", "markets"]}


def test_its_own_codename_may_stay(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, codename="Kestrel")
    other = products.product(cast.norrsken, "Other", codename="Otter")
    assert as_(cast.anna).post(edit(product), data=product_form()).status_code == 303
    assert as_(cast.anna).post(edit(other), data=product_form(name="Third")).status_code == 422


def test_what_was_typed_stays_and_nothing_is_saved_when_something_is_wrong(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    answer = as_(cast.anna).post(edit(product), data=product_form(pitch=""))
    assert answer.status_code == 422
    assert "Norrsken Two" in answer.text
    assert "Say in one line" in answer.text
    assert product.name == "Norrsken One"


def test_the_description_can_be_looked_at_before_it_is_saved(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    answer = as_(cast.anna).post(edit(product), data=product_form(preview="1"))
    assert "A <strong>sensor</strong>" in answer.text
    assert product.description == ""


def test_the_company_of_a_product_cannot_be_changed(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    as_(cast.anna).post(edit(product), data=product_form(organisation=cast.danvind.id))
    assert product.organisation_id == cast.norrsken.id


def test_an_archived_product_must_be_restored_first(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, archived=True)
    for answer in (as_(cast.anna).get(edit(product)), as_(cast.anna).post(edit(product), data=product_form())):
        assert answer.status_code == 409
        assert "Restore it first" in answer.text
    assert product.name == "Norrsken One"


def test_looking_at_the_form_changes_nothing(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    assert as_(cast.anna).get(edit(product), query_string=product_form()).status_code == 200
    assert product.name == "Norrsken One"
    assert db.session.scalars(select(AuditLine)).all() == []


def stamp_in(page: str) -> str:
    """What the form says that its reader saw."""
    return page.split('name="stamp" type="hidden" value="')[1].partition('"')[0]


def test_who_saves_second_sees_both_and_loses_nothing(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken, markets=("SE",))
    anna, mikael = as_(cast.anna), as_(cast.mikael)
    seen = stamp_in(anna.get(edit(product)).text)
    first = product_form(stamp=seen, pitch="Written by Mikael.", markets=["FI"])
    assert mikael.post(edit(product), data=first).status_code == 303
    typed = product_form(stamp=seen, pitch="Written by Anna.", description="Hers", markets=["PL"])
    answer = anna.post(edit(product), data=typed)
    assert answer.status_code == 409
    assert product.pitch == "Written by Mikael."
    read = words(answer.text)
    assert "Somebody else changed this while you were writing" in read
    assert "In one line Written by Mikael. Description A **sensor** for pipes. Target markets Finland" in read
    assert 'value="Written by Anna."' in answer.text
    assert ">Hers</textarea>" in answer.text.replace("\r\n", "").replace(">\n", ">")
    again = anna.post(edit(product), data={**typed, "stamp": stamp_in(answer.text)})
    assert again.status_code == 303
    assert (product.pitch, product.description) == ("Written by Anna.", "Hers")


def test_who_saves_the_same_as_somebody_before_is_not_held_up(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    browser = as_(cast.anna)
    typed = product_form(stamp=stamp_in(browser.get(edit(product)).text))
    for _ in range(2):
        assert browser.post(edit(product), data=typed).status_code == 303


def test_looking_at_the_description_keeps_what_the_form_was_opened_with(as_: As, cast: Cast) -> None:
    product = products.product(cast.norrsken)
    anna, mikael = as_(cast.anna), as_(cast.mikael)
    seen = stamp_in(anna.get(edit(product)).text)
    mikael.post(edit(product), data=product_form(pitch="Written by Mikael."))
    page = anna.post(edit(product), data=product_form(stamp=seen, preview="1")).text
    assert stamp_in(page) == seen
