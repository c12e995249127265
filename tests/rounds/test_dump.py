"""A whole round without its answers, out and in again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from livinglab.domain.questionnaire.kinds.registry import KINDS
from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.foundation.db import db
from livinglab.foundation.places import ANSWER_LANGUAGES
from livinglab.products.models import STAGES, Product
from livinglab.questionnaires.models import QuestionnaireText, QuestionnaireVersion
from livinglab.questionnaires.queries import structure_of
from livinglab.rounds import incoming
from livinglab.rounds.dump import dump_round, load_round, written
from livinglab.rounds.models import RecruitingRequest, Round
from tests.cast import Cast
from tests.factories import more_kinds, products, questionnaires, rounds
from tests.feedback.test_conditions import STRUCTURE as CONDITIONS
from tests.feedback.test_conditions import TEXTS as CONDITIONS_TEXTS
from tests.thorough import examples

SCHEMA = json.loads(incoming.SCHEMA.read_text(encoding="utf-8"))


def again(round_: Round, cast: Cast) -> tuple[str, str, Round]:
    """The dump, the dump of what was loaded from it by a stranger's company, and that round."""
    first = written(dump_round(round_))
    loaded = load_round(incoming.read(first.encode()), cast.danvind, "command line")
    db.session.flush()
    db.session.expire_all()
    return first, written(dump_round(loaded)), loaded


def full_round(cast: Cast) -> Round:
    """A round in which every field says something."""
    structure, texts = starter()
    return rounds.round_(
        cast.norrsken,
        products.product(
            cast.norrsken, "Größe & Ölstand", "Aurora", description="# Was\n\n- eins\n- zwei",
            secrets="Bis Mai.\nPreis.", markets=("SE", "DE", "PL"),
        ),
        questionnaires.published(cast.norrsken, structure, texts, "First impression"),
        state="running",
        name="Höstens runda “2027” 🙂",
        mode="aggregate",
        minutes=7,
        opens_at=datetime(2027, 3, 1, 8, 0, 30, 123456, tzinfo=UTC),
        closes_at=datetime(2027, 3, 28, 22, tzinfo=UTC),
        time_zone="Europe/Stockholm",
        markets=(("SE", "sv"), ("DE", "de"), ("PL", "pl"), ("FI", "fi"), ("GB", "en")),
        rule=("Half would,\nat 49 €.", "A third would.", "Fewer."),
    )  # fmt: skip


def test_out_and_in_and_out_again_gives_the_same_bytes(cast: Cast) -> None:
    first, second, loaded = again(full_round(cast), cast)
    assert first == second
    assert loaded.organisation_id == cast.danvind.id
    assert loaded.state == "draft"


def test_a_dump_keeps_to_its_schema(cast: Cast) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(dump_round(full_round(cast)))


def test_a_dump_says_what_it_leaves_out_and_holds_no_people_clusters_or_ids(cast: Cast) -> None:
    round_ = full_round(cast)
    product = round_.product
    products.picture(product)
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest)
    data = dump_round(round_)
    text = written(data)
    assert "Pictures and papers of the product: add them again after loading." in data["left_out"]
    for absent in (
        cast.cluster_nordwest.name,
        cast.norrsken.name,
        cast.anna.name,
        round_.code,
        "teal",
        '"id"',
        "running",
    ):
        assert absent not in text


def test_a_loaded_round_has_a_code_of_its_own_and_no_requests(cast: Cast) -> None:
    round_ = full_round(cast)
    rounds.request(rounds.market_in(round_, "DE"), cast.cluster_nordwest)
    data = dump_round(round_)
    codes = {load_round(data, cast.danvind, "command line").code for _ in range(3)}
    assert len(codes) == 3
    assert db.session.scalar(select(func.count()).select_from(RecruitingRequest)) == 1


def test_loading_uses_the_same_product_and_questionnaire_again(cast: Cast) -> None:
    round_ = full_round(cast)
    loaded = load_round(dump_round(round_), cast.norrsken, cast.anna)
    assert (loaded.product_id, loaded.version_id) == (round_.product_id, round_.version_id)
    assert db.session.scalar(select(func.count()).select_from(Product)) == 1


@pytest.mark.parametrize("field", ["pitch", "secrets", "codename"])
def test_a_product_that_differs_in_one_letter_is_another_one(cast: Cast, field: str) -> None:
    round_ = full_round(cast)
    data = dump_round(round_)
    data["product"][field] += "."
    loaded = load_round(data, cast.norrsken, cast.anna)
    assert loaded.product_id != round_.product_id
    assert loaded.version_id == round_.version_id


def test_a_questionnaire_that_differs_in_one_word_is_another_one(cast: Cast) -> None:
    round_ = full_round(cast)
    data = dump_round(round_)
    data["questionnaire"]["texts"]["de"]["title"] = "Ein anderer Titel"
    loaded = load_round(data, cast.norrsken, cast.anna)
    assert loaded.version_id != round_.version_id
    assert loaded.version.is_published


def test_archived_products_and_questionnaires_are_not_used_again(cast: Cast) -> None:
    round_ = full_round(cast)
    data = dump_round(round_)
    round_.product.archived_at = round_.version.questionnaire.archived_at = datetime(2026, 1, 1, tzinfo=UTC)
    loaded = load_round(data, cast.norrsken, cast.anna)
    assert loaded.product_id != round_.product_id
    assert loaded.version_id != round_.version_id


def test_the_newest_words_are_dumped(cast: Cast) -> None:
    round_ = rounds.round_(cast.norrsken)
    newer = QuestionnaireText(
        version_id=round_.version_id, language="de", revision=2, created_at=datetime(2026, 1, 1, tzinfo=UTC),
        texts={**questionnaires.GERMAN, "title": "Besserer Titel"},
    )  # fmt: skip
    db.session.add(newer)
    assert dump_round(round_)["questionnaire"]["texts"]["de"]["title"] == "Besserer Titel"
    first, second, _ = again(round_, cast)
    assert first == second


def test_a_language_that_is_not_complete_travels_as_it_is(cast: Cast) -> None:
    version = questionnaires.published(
        cast.norrsken, texts={"en": questionnaires.ENGLISH, "sv": {"title": "Intryck"}, "fi": {}}
    )
    first, second, loaded = again(rounds.round_(cast.norrsken, version=version), cast)
    assert first == second
    languages = db.session.scalars(
        select(QuestionnaireText.language).where(QuestionnaireText.version_id == loaded.version_id)
    ).all()
    assert sorted(languages) == ["en", "fi", "sv"]


def test_what_was_stored_carelessly_is_still_stable(cast: Cast) -> None:
    product = products.product(cast.norrsken, "e\x01\u0301 \n two", " Au\trora ", description="\r\n a \x01\u0301b ")
    first, second, _ = again(
        rounds.round_(cast.norrsken, product, name="e\x01\u0301\nround", rule=(" a\r\nb ", "", "")), cast
    )
    assert first == second


@pytest.mark.parametrize(
    ("structure", "texts"), [(CONDITIONS, CONDITIONS_TEXTS), (more_kinds.STRUCTURE, more_kinds.TEXTS)]
)
def test_conditions_checks_and_all_kinds_come_along(cast: Cast, structure: Structure, texts: Any) -> None:
    version = questionnaires.published(cast.norrsken, structure, texts)
    first, second, loaded = again(rounds.round_(cast.norrsken, version=version), cast)
    assert first == second
    assert structure_of(loaded.version) == structure


def test_the_schema_knows_every_kind_and_stage() -> None:
    assert set(SCHEMA["$defs"]["item"]["properties"]["kind"]["enum"]) == {
        name for name, kind in KINDS.items() if not kind.only_variable
    }
    assert tuple(SCHEMA["properties"]["product"]["properties"]["stage"]["enum"]) == STAGES


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
NAME = st.text("abcåÄöß łée\u0301 <>&“”'\"\\/\u202e🙂\t\n", max_size=30).map(lambda text: "N" + text)
BEGIN = datetime(2001, 1, 1, tzinfo=UTC)
MOMENT = st.none() | st.integers(0, 10**15).map(lambda microseconds: BEGIN + timedelta(microseconds=microseconds))


@st.composite
def questionnaire(draw: st.DrawFn) -> tuple[Structure, dict[str, dict[str, str]]]:
    """Sections of questions of every kind, with words in some languages."""
    items = {
        "single_choice": {"options": ["a", "b"]}, "several_choices": {"options": ["x", "y", "z"]},
        "rating": {"points": draw(st.integers(3, 7))}, "zero_to_ten": {},
        "number": {"minimum": "-1.5", "maximum": "99", "decimals": 1}, "price": {},
        "short_text": {"max_length": draw(st.integers(1, 200))}, "long_text": {"max_length": 500},
    }  # fmt: skip
    kinds = draw(st.lists(st.sampled_from(sorted(items)), min_size=1, max_size=5))
    built = [Item(f"q{n}", kind, draw(st.booleans()), items[kind]) for n, kind in enumerate(kinds)]
    cut = draw(st.integers(1, len(built)))
    sections = [Section("one", tuple(built[:cut])), Section("two", tuple(built[cut:]))]
    structure = Structure(tuple(section for section in sections if section.items))
    words: dict[str, str] = {"title": draw(NAME), "intro": draw(TEXT), "thanks": draw(TEXT)}
    for section in structure.sections:
        words |= {f"section.{section.key}.title": draw(NAME), f"section.{section.key}.intro": draw(TEXT)}
    for item in built:
        words |= {f"item.{item.key}.label": draw(NAME), f"item.{item.key}.help": draw(TEXT)}
        words |= {f"option.{item.key}.{o}": f"Option {o}" for o in item.settings.get("options", ())}
        if item.kind == "rating":
            words |= {f"point.{item.key}.{n}": f"Point {n}" for n in range(1, item.settings["points"] + 1)}
        words |= {f"end.{item.key}.low": "Low", f"end.{item.key}.high": "High"} if item.kind == "zero_to_ten" else {}
    others = draw(st.lists(st.sampled_from(["de", "sv", "fr", "pt-BR"]), unique=True, max_size=2))
    return structure, {"en": words, **{language: {"title": draw(TEXT)} for language in others}}


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """What a round can be."""
    opens_at = draw(MOMENT)
    later = opens_at + timedelta(hours=draw(st.integers(1, 9000))) if opens_at else draw(MOMENT)
    return {
        "questionnaire": draw(questionnaire()),
        "name": draw(NAME), "mode": draw(st.sampled_from(["individual", "aggregate"])),
        "minutes": draw(st.integers(1, 180)), "opens_at": opens_at, "closes_at": draw(st.sampled_from([later, None])),
        "time_zone": draw(st.sampled_from(["UTC", "Europe/Helsinki", "Asia/Kathmandu"])),
        "rule": (draw(TEXT), draw(TEXT), draw(TEXT)), "quota": draw(st.integers(1, 9999)),
        "minimum_n": draw(st.integers(10, 99)),
        "markets": tuple((c, draw(st.sampled_from(ANSWER_LANGUAGES))) for c in draw(
            st.lists(st.sampled_from(["SE", "DE", "PL", "FI", "XK", "JP"]), unique=True)
        )),
        "description": draw(TEXT), "stage": draw(st.sampled_from(STAGES)),
        "dreams": tuple(draw(st.lists(st.sampled_from(["SE", "DE", "NO"]), unique=True))),
    }  # fmt: skip


@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_round_comes_back_to_the_byte(cast: Cast, plan: dict[str, Any]) -> None:
    structure, texts = plan.pop("questionnaire")
    product = products.product(
        cast.norrsken, plan["name"], "Aurora", description=plan.pop("description"), stage=plan.pop("stage"),
        markets=plan.pop("dreams"),
    )  # fmt: skip
    version = questionnaires.published(cast.norrsken, structure, texts, plan["name"])
    round_ = rounds.round_(cast.norrsken, product, version, **plan)
    first, second, loaded = again(round_, cast)
    assert first == second
    assert load_round(json.loads(first), cast.danvind, "x").version_id == loaded.version_id
    assert db.session.get_one(QuestionnaireVersion, loaded.version_id).is_published
