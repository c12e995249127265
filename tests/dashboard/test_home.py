"""Home tells each person what waits for them, what is going on, and what to do first."""

from __future__ import annotations

from livinglab.foundation.db import db
from tests.cast import Cast
from tests.factories import feedback, network, products, programmes, questionnaires, rounds
from tests.fixtures import As
from tests.pages import words


def norrskens_round(cast: Cast, state: str = "running"):  # type: ignore[no-untyped-def]
    product = products.product(cast.norrsken, "Canary Heater", "Aurora")
    made = rounds.round_(cast.norrsken, product, questionnaires.published(cast.norrsken), state=state)
    db.session.commit()
    return made


def test_nobody_has_a_home_without_signing_in(as_: As) -> None:
    assert as_(None).get("/").location.startswith("/accounts/sign-in")


def test_who_has_just_signed_up_is_asked_whom_they_work_for(as_: As, cast: Cast) -> None:
    assert "Say whom you work for" in as_(cast.fred).get("/").text


def test_who_was_invited_sees_by_whom(as_: As, cast: Cast) -> None:
    network.colleague_invitation(cast.norrsken, cast.fred.email, by=cast.anna)
    db.session.commit()
    assert "Norrsken Sensors invites you" in as_(cast.fred).get("/").text


def test_a_company_without_a_round_reads_what_to_do_first(as_: As, cast: Cast) -> None:
    assert "Plan your first round" in as_(cast.anna).get("/").text


def test_a_company_sees_how_its_rounds_go(as_: As, cast: Cast) -> None:
    round_ = norrskens_round(cast)
    feedback.responses(round_, round_.markets[0], [{"channel": "shop", "liking": "3", "recommend": "5"}] * 4)
    db.session.commit()
    page = words(as_(cast.ana_maria).get("/").text)
    assert "Canary Heater" in page
    assert "Answers 4 of 60" in page
    assert "Read what people say" in page


def test_a_round_that_is_reported_is_at_work_no_more(as_: As, cast: Cast) -> None:
    assert norrskens_round(cast, "reported").name not in as_(cast.anna).get("/").text


def test_a_cluster_sees_who_waits_for_its_answer_and_never_the_products_name(as_: As, cast: Cast) -> None:
    round_ = norrskens_round(cast, "recruiting")
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, "asked")
    db.session.commit()
    page = as_(cast.carla).get("/").text
    assert "Norrsken Sensors looks for testers" in page
    assert "Aurora" in page
    assert "Canary Heater" not in page
    assert "looks for testers" not in as_(cast.piotr).get("/").text


def test_a_cluster_sees_that_its_own_recruiting_works(as_: As, cast: Cast) -> None:
    round_ = norrskens_round(cast)
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest, expected=20)
    db.session.commit()
    assert "Answers 0 of 20 you expect" in words(as_(cast.carla).get("/").text)


def test_a_coordinator_follows_the_rounds_of_its_programme_under_their_codenames(as_: As, cast: Cast) -> None:
    round_ = norrskens_round(cast)
    programmes.takes_part(cast.norrsken, programmes.programme(cast.datakluster_nord))
    db.session.commit()
    page = as_(cast.bo).get("/").text
    assert round_.name not in page
    assert "Aurora" in page
    assert "Canary Heater" not in page


def test_an_owner_sees_which_programme_asks(as_: As, cast: Cast) -> None:
    programmes.takes_part(cast.danvind, programmes.programme(cast.datakluster_nord, "North Sea"), "asked")
    db.session.commit()
    assert "North Sea asks Danvind to take part" in words(as_(cast.dan).get("/").text)


def test_an_administrator_sees_which_clusters_wait(as_: As, cast: Cast) -> None:
    network.cluster("Cluster Neu", "DE", confirmed=False)
    db.session.commit()
    assert "Cluster Neu wants to be confirmed" in as_(cast.ada).get("/").text


def test_dan_sees_nothing_of_anna(as_: As, cast: Cast) -> None:
    round_ = norrskens_round(cast)
    page = as_(cast.dan).get("/").text
    assert round_.name not in page
    assert "Norrsken" not in page
