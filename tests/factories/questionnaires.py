"""Questionnaires for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from livinglab.domain.questionnaire.editing import keys_in
from livinglab.domain.questionnaire.publishing import problems
from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.domain.questionnaire.texts import clean_texts
from livinglab.foundation import audit
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.network.models import Organisation
from livinglab.questionnaires.models import Questionnaire, QuestionnaireText, QuestionnaireVersion

# One question of each kind, on two pages.
STRUCTURE = Structure((
    Section("about-you", (
        Item("age", "number", False, {"minimum": "16", "maximum": "120", "decimals": 0, "unit": 1}),
        Item("channel", "single_choice", True, {"options": ["shop", "online", "friends"]}),
        Item("used", "several_choices", False, {"options": ["sensor", "app", "none"]}),
    )),
    Section("the-product", (
        Item("liking", "rating", True, {"points": 5}),
        Item("recommend", "zero_to_ten", True),
        Item("fair-price", "price"),
        Item("one-word", "short_text", False, {"max_length": 80}),
        Item("why", "long_text", False, {"max_length": 2000}),
    )),
))  # fmt: skip

ENGLISH = {
    "title": "First impression",
    "intro": "We would like to hear what you think.",
    "thanks": "Thank you.",
    "section.about-you.title": "About you",
    "item.age.label": "How old are you?",
    "unit.age": "years",
    "item.channel.label": "Where did you hear about the product?",
    "option.channel.shop": "In a shop",
    "option.channel.online": "Online",
    "option.channel.friends": "From friends",
    "item.used.label": "What did you use?",
    "item.used.help": "Tick all that apply.",
    "option.used.sensor": "The sensor",
    "option.used.app": "The app",
    "option.used.none": "Nothing yet",
    "section.the-product.title": "The product",
    "section.the-product.intro": "There are no wrong answers.",
    "item.liking.label": "How do you like it?",
    "point.liking.1": "Very bad",
    "point.liking.2": "Bad",
    "point.liking.3": "So so",
    "point.liking.4": "Good",
    "point.liking.5": "Very good",
    "item.recommend.label": "Would you recommend it?",
    "end.recommend.low": "Not at all",
    "end.recommend.high": "By all means",
    "item.fair-price.label": "What would be a fair price?",
    "item.one-word.label": "Describe it in one word.",
    "item.why.label": "Why?",
}

GERMAN = {
    "title": "Erster Eindruck",
    "intro": "Wir möchten wissen, was Sie denken.",
    "thanks": "Vielen Dank.",
    "section.about-you.title": "Über Sie",
    "item.age.label": "Wie alt sind Sie?",
    "unit.age": "Jahre",
    "item.channel.label": "Wo haben Sie von dem Produkt gehört?",
    "option.channel.shop": "In einem Geschäft",
    "option.channel.online": "Im Internet",
    "option.channel.friends": "Von Freunden",
    "item.used.label": "Was haben Sie benutzt?",
    "item.used.help": "Kreuzen Sie alles Zutreffende an.",
    "option.used.sensor": "Den Sensor",
    "option.used.app": "Die App",
    "option.used.none": "Noch nichts",
    "section.the-product.title": "Das Produkt",
    "section.the-product.intro": "Es gibt keine falschen Antworten.",
    "item.liking.label": "Wie gefällt es Ihnen?",
    "point.liking.1": "Sehr schlecht",
    "point.liking.2": "Schlecht",
    "point.liking.3": "Mittelmäßig",
    "point.liking.4": "Gut",
    "point.liking.5": "Sehr gut",
    "item.recommend.label": "Würden Sie es empfehlen?",
    "end.recommend.low": "Überhaupt nicht",
    "end.recommend.high": "Unbedingt",
    "item.fair-price.label": "Welcher Preis wäre angemessen?",
    "item.one-word.label": "Beschreiben Sie es mit einem Wort.",
    "item.why.label": "Warum?",
}

TEXTS: dict[str, dict[str, str]] = {"en": ENGLISH, "de": GERMAN}


def questionnaire(
    organisation: Organisation,
    name: str = "First impression",
    structure: Structure | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
) -> Questionnaire:
    """A questionnaire whose version 1 is a draft, in English and German unless said otherwise."""
    return _written(organisation, name, structure, texts).questionnaire


def published(
    organisation: Organisation,
    structure: Structure | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    name: str = "First impression",
) -> QuestionnaireVersion:
    """A published version 1 with one question of each kind in English and German, unless said otherwise."""
    version = _written(organisation, name, structure, texts, published_at=now())
    audit.record("publish", version, "tests", number=version.number)
    return version


@cache
def usual_words() -> dict[str, dict[str, str]]:
    """`TEXTS` as they are stored."""
    return {language: clean_texts(STRUCTURE, texts) for language, texts in TEXTS.items()}


def _written(
    organisation: Organisation,
    name: str,
    structure: Structure | None,
    texts: Mapping[str, Mapping[str, str]] | None,
    published_at: datetime | None = None,
) -> QuestionnaireVersion:
    """What the room's actions write, row by row, in fewer statements (tests/questionnaires holds them to be equal)."""
    structure = STRUCTURE if structure is None else structure
    texts = TEXTS if texts is None else texts
    source = next(iter(texts), "en")
    row = Questionnaire(organisation=organisation, name=name, source_language=source, created_at=now())
    version = QuestionnaireVersion(
        questionnaire=row,
        number=1,
        structure=structure.to_json(),
        keys_used=keys_in(structure),
        created_at=now(),
        published_at=published_at,
    )
    if structure is STRUCTURE and texts is TEXTS:
        words = usual_words()
    else:
        words = {language: clean_texts(structure, texts.get(language, {})) for language in texts or [source]}
        assert published_at is None or not problems(structure, words[source]), "it cannot be published"
    db.session.add_all(
        QuestionnaireText(version=version, language=language, revision=1, texts=dict(cleaned), created_at=now())
        for language, cleaned in words.items()
    )
    db.session.flush()
    audit.record("create", row, "tests", name=name)
    return version
