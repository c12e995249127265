"""What stops a questionnaire from being published."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.faults import PROBLEM_SENTENCES
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import text_keys
from tests.domain.questionnaire.making import ONE_OF_EACH, an_item, of


def _complete(structure: Structure) -> dict[str, str]:
    """Different words at every key."""
    return {key: f"Words of {key}" for key, _ in text_keys(structure)}


def _without(texts: dict[str, str], key: str) -> dict[str, str]:
    return {k: v for k, v in texts.items() if k != key}


def _codes(structure: Structure, texts: dict[str, str] | None = None) -> list[str]:
    return [problem.code for problem in problems(structure, _complete(structure) if texts is None else texts)]


def test_a_complete_questionnaire_can_be_published():
    assert problems(ONE_OF_EACH, _complete(ONE_OF_EACH)) == []


def test_words_that_are_not_required_may_be_missing():
    required = {key: f"Words of {key}" for key, needed in text_keys(ONE_OF_EACH) if needed}
    assert problems(ONE_OF_EACH, required) == []


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("title", "Write a title for the questionnaire."),
        ("section.all.title", "Write a title for the section “all”."),
        ("item.age.label", "Write what the question “age” asks."),
        ("option.one.yes", "Write the words of the option “yes” of “Words of item.one.label”."),
        ("point.rating.3", "Write the words for point 3 of “Words of item.rating.label”."),
        ("end.recommend.low", "Write the words for the low end of “Words of item.recommend.label”."),
        ("unit.age", "Write the unit of “Words of item.age.label”, or remove it from the question."),
    ],
)
@pytest.mark.parametrize("blank", [None, "", " \u200b"])
def test_missing_words_are_named_where_they_belong(key, sentence, blank):
    texts = _without(_complete(ONE_OF_EACH), key)
    if blank is not None:
        texts[key] = blank
    found = problems(ONE_OF_EACH, texts)
    assert [(problem.where, problem.sentence) for problem in found] == [(key, sentence)]


def test_every_required_word_that_is_missing_is_one_problem():
    required = [key for key, needed in text_keys(ONE_OF_EACH) if needed]
    assert [problem.where for problem in problems(ONE_OF_EACH, {})] == required


def test_an_empty_questionnaire_needs_a_title_and_a_question():
    assert _codes(Structure(), {}) == ["empty_title", "no_items"]


def test_sections_without_questions_are_told_once_when_there_is_no_question_at_all():
    structure = Structure((Section("a"), Section("b")))
    assert _codes(structure) == ["no_items"]


def test_an_empty_section_among_others_is_named_by_its_title():
    structure = Structure((*ONE_OF_EACH.sections, Section("later")))
    texts = {**_complete(structure), "section.later.title": "Later"}
    assert [problem.sentence for problem in problems(structure, texts)] == [
        "Add a question to the section “Later”, or remove the section."
    ]


def test_keys_must_differ():
    price = an_item("price", "price")
    structure = Structure((Section("a", (price, price)), Section("a", (price,))))
    assert _codes(structure) == ["duplicate_section", "duplicate_item"]


def test_keys_must_be_keys():
    structure = Structure((Section("A", (Item("B c", "price"),)),))
    assert _codes(structure) == ["bad_key", "bad_key"]


def test_an_unknown_kind_is_told_with_the_words_of_the_question():
    structure = of(an_item("slider", "s"))
    found = problems(structure, {**_complete(structure), "item.s.label": "How warm?"})
    assert [problem.sentence for problem in found] == [
        "Choose another kind for “How warm?”: “slider” is not known here."
    ]


def test_wrong_settings_are_told_by_the_kind():
    structure = of(an_item("rating", "r", points=50), an_item("number", "n", minimum="2", maximum="1"))
    assert _codes(structure) == ["bad_setting", "minimum_above_maximum"]


def test_two_answers_that_look_alike_are_told():
    structure = of(an_item("single_choice", "one", options=["a", "b", "c"]))
    texts = {**_complete(structure), "option.one.a": "Yes,  sure", "option.one.c": "yes, SURE"}
    found = problems(structure, texts)
    assert [(problem.code, problem.where) for problem in found] == [("same_words", "option.one.c")]
    assert "“yes, SURE”" in found[0].sentence


def test_points_and_ends_must_differ_too():
    texts = {**_complete(ONE_OF_EACH), "point.rating.1": "Good", "point.rating.2": "Good"}
    texts |= {"end.recommend.low": "Hm", "end.recommend.high": "Hm"}
    assert [problem.where for problem in problems(ONE_OF_EACH, texts)] == ["point.rating.2", "end.recommend.high"]


def test_the_same_words_in_two_questions_are_fine():
    structure = of(*(an_item("single_choice", key, options=["a", "b"]) for key in ("one", "two")))
    texts = {**_complete(structure), "option.one.a": "Yes", "option.two.a": "Yes"}
    assert problems(structure, texts) == []


def test_a_label_written_as_the_same_words_as_an_option_is_fine():
    structure = of(an_item("single_choice", "one", options=["a", "b"]))
    assert problems(structure, {**_complete(structure), "item.one.label": "Yes", "option.one.a": "Yes"}) == []


def test_every_problem_there_is_has_a_whole_sentence():
    broken = Structure(
        (
            Section("a", (an_item("single_choice", "x", options=["y", "y"], more=1), an_item("slider", "x"))),
            Section("a"),
        )
    )
    found = problems(broken, {})
    assert {problem.code for problem in found} >= {"duplicate_section", "duplicate_option", "empty_section"}
    assert all(problem.code in PROBLEM_SENTENCES and problem.sentence.endswith(".") for problem in found)


def test_a_kind_that_is_only_ever_a_part_cannot_be_asked_by_itself():
    found = problems(
        of(an_item("rank", "it", places=3)), {"title": "T", "section.all.title": "S", "item.it.label": "It"}
    )
    assert [problem.code for problem in found] == ["unknown_kind"]


def test_a_thousand_variables_are_enough():
    batteries = [an_item("matrix", f"m{n}", rows=[f"r{row}" for row in range(100)], points=2) for n in range(11)]
    assert "too_many_variables" in {problem.code for problem in problems(of(*batteries), {})}
    assert "too_many_variables" not in {problem.code for problem in problems(of(*batteries[:10]), {})}
