"""Planning a new round."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select

from livinglab.foundation.db import db
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.counting import selects
from tests.factories import network, products, questionnaires
from tests.fixtures import As
from tests.pages import words


@pytest.fixture
def product(cast: Cast) -> Product:
    return products.product(cast.norrsken)


@pytest.fixture
def version(cast: Cast) -> QuestionnaireVersion:
    return questionnaires.published(cast.norrsken)


def typed(product: Product, version: QuestionnaireVersion, /, **changes: str) -> dict[str, str]:
    """A filled form."""
    return {
        "name": "Höst & Vår 2027",
        "product": str(product.id),
        "version": str(version.id),
        "opens_at": "2027-03-01T09:00",
        "closes_at": "2027-03-31T18:00",
        "time_zone": "Europe/Stockholm",
        "minutes": "7",
        "mode": "aggregate",
        "enter_when": "Half would buy it.",
        "adapt_when": "A third would.",
        "leave_when": "Fewer.",
        **changes,
    }


def only_round() -> Round:
    return db.session.scalars(select(Round)).one()


def test_anna_plans_a_round(as_: As, cast: Cast, product: Product, version: QuestionnaireVersion) -> None:
    answer = as_(cast.anna).post("/rounds/new", data=typed(product, version))
    made = only_round()
    assert answer.status_code == 303
    assert answer.location == f"/rounds/{made.id}"
    assert (made.state, made.mode, made.minutes, made.code) == ("draft", "aggregate", 7, "host-and-var-2027")
    assert (made.product_id, made.version_id, made.organisation_id) == (product.id, version.id, cast.norrsken.id)
    assert made.has_rule


def test_typed_times_are_those_of_the_chosen_zone(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    as_(cast.anna).post("/rounds/new", data=typed(product, version))
    # Summer time begins in Stockholm on 28 March 2027, between the two.
    assert only_round().opens_at == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    assert only_round().closes_at == datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


def test_the_form_offers_the_companys_own_zone_and_the_complete_languages(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    page = as_(cast.anna).get("/rounds/new").text
    assert '<option selected value="Europe/Stockholm">Stockholm</option>' in page
    assert "First impression, version 1 (English, German)" in page


def test_rounds_with_the_same_name_get_codes_of_their_own(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    browser = as_(cast.anna)
    for _ in range(3):
        browser.post("/rounds/new", data=typed(product, version))
    codes = db.session.scalars(select(Round.code).order_by(Round.id)).all()
    assert codes == ["host-and-var-2027", "host-and-var-2027-2", "host-and-var-2027-3"]


def test_the_rule_can_be_written_later(as_: As, cast: Cast, product: Product, version: QuestionnaireVersion) -> None:
    empty = {"enter_when": "", "adapt_when": "", "leave_when": ""}
    assert as_(cast.anna).post("/rounds/new", data=typed(product, version, **empty)).status_code == 303
    assert not only_round().has_rule


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Give the round a name"),
        ({"name": "x" * 121}, "longer than 120"),
        ({"product": "0"}, "Choose a product."),
        ({"version": "0"}, "Choose a questionnaire."),
        ({"product": "x"}, "Product:"),
        ({"minutes": "0"}, "Between 1 and 180 minutes."),
        ({"minutes": "many"}, "Write a whole number"),
        ({"mode": "everything"}, "What may your company read?:"),
        ({"time_zone": "Europe/Atlantis"}, "These times are the time in:"),
        ({"opens_at": "next week"}, "Write day and time like 2027-03-01 09:00."),
        ({"opens_at": "0207-03-01T09:00"}, "Check the year."),
        ({"closes_at": "2027-03-28T02:30"}, "the clocks go forward"),
        ({"closes_at": "2027-02-28T18:00"}, "would close before it opens"),
        ({"leave_when": "x" * 2001}, "under 2,000 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion, wrong: dict[str, str], said: str
) -> None:
    products.product(cast.norrsken, "Second", "Borealis")
    form = typed(product, version, **{"enter_when": "Kept <b>as typed</b>", **wrong})
    answer = as_(cast.anna).post("/rounds/new", data=form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in answer.text
    assert db.session.scalars(select(Round)).all() == []


def test_a_foreign_product_or_questionnaire_cannot_be_chosen(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    foreign_product = products.product(cast.danvind, "Dan's secret")
    foreign_version = questionnaires.published(cast.danvind)
    for form in (typed(foreign_product, version), typed(product, foreign_version)):
        answer = as_(cast.anna).post("/rounds/new", data=form)
        assert answer.status_code == 422
        assert "secret" not in answer.text
    assert db.session.scalars(select(Round)).all() == []


def test_a_draft_of_a_questionnaire_cannot_be_chosen(as_: As, cast: Cast, product: Product) -> None:
    questionnaires.published(cast.norrsken)
    draft = questionnaires.questionnaire(cast.norrsken, "Another").versions[0]
    assert as_(cast.anna).post("/rounds/new", data=typed(product, draft)).status_code == 422


def test_before_the_first_product_the_page_says_what_to_do(as_: As, cast: Cast) -> None:
    assert 'href="/products/new"' in as_(cast.anna).get("/rounds/new").text
    assert as_(cast.anna).post("/rounds/new").status_code == 422


def test_before_the_first_published_questionnaire_the_page_says_what_to_do(
    as_: As, cast: Cast, product: Product
) -> None:
    assert 'href="/questionnaires/new"' in as_(cast.anna).get("/rounds/new").text


def test_who_works_for_several_companies_chooses_one(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    network.member(cast.anna, cast.danvind, "member")
    browser = as_(cast.anna)
    page = browser.get("/rounds/new").text
    assert f"/rounds/new?organisation={cast.norrsken.id}" in page
    assert f"/rounds/new?organisation={cast.danvind.id}" in page
    assert "For Norrsken Sensors." in words(browser.get(f"/rounds/new?organisation={cast.norrsken.id}").text)
    assert browser.post(f"/rounds/new?organisation={cast.norrsken.id}", data=typed(product, version)).status_code == 303
    assert only_round().organisation_id == cast.norrsken.id


def test_a_round_for_a_foreign_company_is_not_found(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    for organisation in (cast.danvind.id, 999_999):
        path = f"/rounds/new?organisation={organisation}"
        assert as_(cast.anna).get(path).status_code == 404
        assert as_(cast.anna).post(path, data=typed(product, version)).status_code == 404


def test_a_reader_cannot_plan(as_: As, cast: Cast, product: Product, version: QuestionnaireVersion) -> None:
    for path in ("/rounds/new", f"/rounds/new?organisation={cast.norrsken.id}"):
        assert as_(cast.ana_maria).get(path).status_code == 403
        assert as_(cast.ana_maria).post(path, data=typed(product, version)).status_code == 403
    assert db.session.scalars(select(Round)).all() == []


def test_a_cluster_cannot_plan(as_: As, cast: Cast) -> None:
    assert as_(cast.carla).get("/rounds/new").status_code == 403
    assert as_(cast.carla).get(f"/rounds/new?organisation={cast.cluster_nordwest.id}").status_code == 404


def test_nobody_plans_without_signing_in(as_: As, cast: Cast) -> None:
    assert as_(None).get("/rounds/new").location.startswith("/accounts/sign-in")
    assert as_(None).post("/rounds/new").location.startswith("/accounts/sign-in")


def test_the_form_asks_as_often_for_many_versions_as_for_one(
    as_: As, cast: Cast, product: Product, connection: Connection
) -> None:
    questionnaires.published(cast.norrsken)
    browser = as_(cast.anna)
    browser.get("/rounds/new")
    with selects(connection) as one:
        browser.get("/rounds/new")
    for number in range(5):
        questionnaires.published(cast.norrsken, name=f"Number {number}")
        products.product(cast.norrsken, f"Product {number}", f"Code {number}")
    with selects(connection) as many:
        browser.get("/rounds/new")
    assert len(many) == len(one)


def newest_in(page: str) -> str:
    """The newest round that the form knows of."""
    return page.split('name="newest" type="hidden" value="')[1].partition('"')[0]


def test_a_form_sent_twenty_times_makes_one_round(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    browser = as_(cast.anna)
    form = typed(product, version, newest=newest_in(browser.get("/rounds/new").text))
    answers = [browser.post("/rounds/new", data=form) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.location for answer in answers} == {f"/rounds/{only_round().id}"}


def test_a_form_that_was_changed_or_opened_anew_makes_another_round(
    as_: As, cast: Cast, product: Product, version: QuestionnaireVersion
) -> None:
    browser = as_(cast.anna)
    form = typed(product, version, newest=newest_in(browser.get("/rounds/new").text))
    browser.post("/rounds/new", data=form)
    browser.post("/rounds/new", data={**form, "leave_when": "Nobody."})
    browser.post("/rounds/new", data={**form, "newest": newest_in(browser.get("/rounds/new").text)})
    assert len(db.session.scalars(select(Round)).all()) == 3
