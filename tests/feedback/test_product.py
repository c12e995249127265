"""What a tester is told of the product: on the first page all that is theirs to know, on each page its name."""

from __future__ import annotations

import pytest

from livinglab.foundation import files
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations.models import Invitation
from livinglab.rounds.models import Round
from tests.cast import Cast
from tests.factories import products
from tests.feedback.conftest import Counting, Taking
from tests.feedback.trial import market_of, round_of
from tests.fixtures import As

NAME, PITCH = "CANARY-PRODUCT Frost Watch", "CANARY-PITCH Sees frost before it falls."


def test_the_first_page_says_what_it_is_with_pictures_and_the_description_in_a_fold(
    round_: Round, taking_part: Taking
) -> None:
    round_.product.description = "Sees it **hours** before. <script>alert(1)</script>"
    first = products.picture(round_.product, "teal", "A box on a field", 0)
    second = products.picture(round_.product, "red", "", 1)
    page = taking_part(round_).get("?language=en").text
    assert NAME in page
    assert PITCH in page
    assert page.index(f"pictures/{first.id}") < page.index(f"pictures/{second.id}")
    assert 'alt="A box on a field"' in page
    assert 'alt="Picture 2 of the product"' in page
    assert "More about the product" in page
    assert "<strong>hours</strong>" in page
    assert "<script>alert" not in page


def test_a_product_without_pictures_and_description_has_neither_list_nor_fold(
    round_: Round, taking_part: Taking
) -> None:
    page = taking_part(round_).get("?language=en").text
    assert NAME in page
    assert "gallery" not in page
    assert "More about the product" not in page


def test_the_words_of_the_page_are_translated_and_those_of_the_company_are_not(
    round_: Round, taking_part: Taking
) -> None:
    round_.product.description = "Long story"
    tester = taking_part(round_)
    more = {
        "de": "Mehr über das Produkt",
        "sv": "Mer om produkten",
        "pl": "Więcej o produkcie",
        "fi": "Lisää tuotteesta",
    }
    for language, words in more.items():
        page = tester.get(f"?language={language}").text
        assert words in page
        assert PITCH in page


def test_every_page_of_the_form_names_the_product(round_: Round, taking_part: Taking) -> None:
    tester = taking_part(round_)
    tester.begin(language="en")
    assert NAME in tester.get().text
    assert NAME in tester.get("pages/1").text
    assert NAME in tester.post("pages/2", go="on").text  # with what is missing


def test_secrets_and_the_rest_of_the_plan_stay_with_the_company(round_: Round, taking_part: Taking) -> None:
    round_.product.secrets = "CANARY-SECRETS"
    products.paper(round_.product, "CANARY-PAPER.pdf")
    picture = products.picture(round_.product)
    picture.name = "CANARY-FILE.jpeg"
    tester = taking_part(round_)
    page = tester.get().text
    for secret in ("CANARY-SECRETS", "CANARY-PAPER", "CANARY-FILE", "CANARY-ROUND", "CANARY-RULE", "Blue Heron"):
        assert secret not in page
    assert "CANARY" not in str(tester.get(f"pictures/{picture.id}").headers)


def test_a_picture_is_small_and_runs_nothing(round_: Round, taking_part: Taking) -> None:
    picture = products.picture(round_.product)
    assert picture.small is not None
    answer = taking_part(round_).get(f"pictures/{picture.id}")
    assert answer.data == files.read(picture.small)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_papers_and_other_products_pictures_are_not_there(cast: Cast, round_: Round, taking_part: Taking) -> None:
    paper = products.paper(round_.product)
    beside = products.picture(products.product(cast.norrsken, "Beside", "Borealis"))
    foreign = products.picture(products.product(cast.danvind, "Other", "Otter"), "red")
    tester = taking_part(round_)
    for file_id in (paper.id, beside.id, foreign.id, 999_999):
        assert tester.get(f"pictures/{file_id}").status_code == 404


def test_strangers_and_testers_of_other_rounds_get_no_picture(
    cast: Cast, round_: Round, taking_part: Taking, as_: As
) -> None:
    picture = products.picture(round_.product)
    tester = taking_part(round_)
    other = taking_part(round_of(cast.danvind, code="other"))
    for browser in (as_(None), other.browser, as_(cast.carla)):
        assert browser.get(f"{tester.home}pictures/{picture.id}").status_code == 404


@pytest.mark.parametrize("state", ["draft", "recruiting", "closed", "reported"])
def test_while_nobody_can_answer_nothing_of_the_product_is_told(cast: Cast, taking_part: Taking, state: str) -> None:
    round_ = round_of(cast.norrsken, state=state)
    picture = products.picture(round_.product)
    tester = taking_part(round_)
    assert "CANARY" not in tester.get().text
    assert tester.get(f"pictures/{picture.id}").status_code == 404


def test_who_was_withdrawn_sees_no_picture_and_who_said_no_not_before_changing_their_mind(
    round_: Round, taking_part: Taking
) -> None:
    picture = products.picture(round_.product)
    asked = Invitation(round_id=round_.id, market_id=market_of(round_, "DE").id, created_at=now(), withdrawn_at=now())
    db.session.add(asked)
    db.session.flush()
    assert taking_part(round_, invitation_id=asked.id).get(f"pictures/{picture.id}").status_code == 410
    tester = taking_part(round_)
    tester.post("decline")
    assert "CANARY" not in tester.get().text
    assert NAME in tester.get("?again=1").text


def test_pictures_and_description_cost_one_query_together_however_many(
    round_: Round, taking_part: Taking, queries_of: Counting
) -> None:
    round_.product.description = "Long story"
    for place, colour in enumerate(("teal", "red", "white", "black")):
        products.picture(round_.product, colour, position=place)
    tester = taking_part(round_)
    assert queries_of(lambda: tester.get()) <= 4
    tester.begin()
    assert queries_of(lambda: tester.get()) <= 3
