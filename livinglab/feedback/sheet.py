"""The questionnaire as one tester has it in front of them: words, pages, how numbers are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from flask import abort

from livinglab.domain.questionnaire.answers import Reading, read_answers, write_answers
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import NumberMarks
from livinglab.domain.questionnaire.pipes import piped
from livinglab.domain.questionnaire.route import has_conditions, pages_shown
from livinglab.domain.questionnaire.structure import Section, Structure
from livinglab.domain.questionnaire.texts import item_text_keys, words_of
from livinglab.domain.questionnaire.values import NOT_APPLICABLE, Value
from livinglab.domain.questionnaire.variables import all_variables, name_of, question_numbers, variables_in
from livinglab.foundation import languages
from livinglab.foundation.places import currency_decimals, currency_symbol, language_name, number_marks
from livinglab.invitations.models import Participation
from livinglab.questionnaires.models import QuestionnaireText
from livinglab.questionnaires.queries import complete_languages, newest_text, newest_texts, structure_of

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class LanguageChoice:
    """A language a tester can choose, in its own name."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Sheet:
    """One version in one language, for one market. Pages are counted from 1, one for each section."""

    structure: Structure
    text: QuestionnaireText
    languages: tuple[str, ...]
    currency_code: str

    @property
    def language(self) -> str:
        """The language of its words."""
        return self.text.language

    @property
    def words(self) -> dict[str, str]:
        """All texts by text key."""
        return self.text.texts

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.structure.sections)

    @property
    def currency(self) -> str:
        """What stands beside a price."""
        return currency_symbol(self.currency_code, self.language)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The running number of each question; none where not everybody is asked the same, so that none is missing."""
        return {} if has_conditions(self.structure) else question_numbers(self.structure)

    @property
    def questions(self) -> int:
        """How many questions there are, at most."""
        return len(question_numbers(self.structure))

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        """{key of a variable: the words by which people know it}."""
        wanted = set(keys)
        return {one.key: name_of(one, self.words) for one in all_variables(self.structure) if one.key in wanted}

    def choices(self) -> list[LanguageChoice]:
        """The languages to choose from."""
        return [LanguageChoice(code, _own_name(code), code == self.language) for code in self.languages]

    def section(self, page: int) -> Section:
        """What stands on a page; 404 when there is no such page."""
        if not 1 <= page <= self.pages:
            abort(404)
        return self.structure.sections[page - 1]

    def read(self, typed: Typed, page: int | None = None) -> Reading:
        """Read what was typed, on one page or on all."""
        section = None if page is None else self.section(page).key
        return read_answers(self.structure, typed, marks_of(self.language), self.decimals, section)

    def first_page_to_look_at(self, typed: Typed) -> int:
        """The first page with something missing or wrong; the last page when all is well."""
        reading = self.read(typed)
        pages = pages_shown(self.structure, reading.shown)
        for page in pages:
            section = self.structure.sections[page - 1]
            if any(variable.key in reading.problems for variable in variables_in(section)):
                return page
        return pages[-1] if pages else 1

    def way(self, typed: Typed, reading: Reading | None = None) -> list[int]:
        """The pages that what was typed leads to, in their order; `reading` is that of all of it, where it is there."""
        if not has_conditions(self.structure):
            return list(range(1, self.pages + 1))
        return pages_shown(self.structure, (reading or self.read(typed)).shown)

    def words_on(self, page: int, answers: Mapping[str, Value]) -> dict[str, str]:
        """The texts, those of a page with the words of earlier answers in them."""
        section = self.section(page)
        keys = [f"section.{section.key}.title", f"section.{section.key}.intro"]
        keys += [key for item in section.items for key, _ in item_text_keys(item)]
        found = {key: self.words[key] for key in keys if "${" in self.words.get(key, "")}
        return {**self.words, **{key: piped(text, partial(self._said, answers)) for key, text in found.items()}}

    def _said(self, answers: Mapping[str, Value], key: str) -> str:
        """An answer as it stands within a text."""
        variable = next((one for one in all_variables(self.structure) if one.key == key), None)
        value = answers.get(key)
        if variable is None or value is None or value == NOT_APPLICABLE:
            return "…"
        measure = kind_of(variable).measure
        values = [value] if isinstance(value, str) else value
        if measure == "amount":
            return marks_of(self.language).write(values[0])
        if measure == "date":
            return languages.date(date.fromisoformat(values[0]))
        return ", ".join(words_of(variable, one, self.words) for one in values)

    def in_language(self, typed: Typed, language: str) -> dict[str, list[str]]:
        """What was typed in this sheet's language, as it is typed in another: 12.5 becomes 12,5."""
        converted = {key: list(raw) for key, raw in typed.items()}
        if language == self.language:
            return converted
        for item in all_variables(self.structure):
            if item.key in typed and kind_of(item).measure == "amount":
                read = self.read({item.key: typed[item.key]})
                if item.key in read.answers:
                    answer = {item.key: read.answers[item.key]}
                    converted |= write_answers(self.structure, answer, marks_of(language))
        return converted

    @property
    def decimals(self) -> int:
        """How many digits a price may have behind the mark."""
        return currency_decimals(self.currency_code)


def marks_of(language: str) -> NumberMarks:
    """How numbers are typed in a language."""
    decimal, group = number_marks(language)
    return NumberMarks(decimal[:1], group[:1])


def sheet_for(participation: Participation, *wanted: str | None) -> Sheet:
    """The sheet in the first wanted language that is complete, else in the market's."""
    version = participation.round.version
    structure = structure_of(version)
    newest = {text.language: text for text in newest_texts([version.id])}
    complete = complete_languages(structure, {language: text.texts for language, text in newest.items()})
    market = participation.market
    found = next((language for language in (*wanted, market.language, *complete) if language in complete), None)
    if found is None:
        abort(404)  # no language is complete: then the round could not have begun
    return Sheet(structure, newest[found], tuple(complete), market.currency)


def sheet_to_read(participation: Participation, language: str) -> Sheet:
    """The sheet in the language a form was shown in, without the others: enough to read what was sent."""
    version = participation.round.version
    text = newest_text(version.id, language)
    if text is None:
        return sheet_for(participation, language)
    return Sheet(structure_of(version), text, (language,), participation.market.currency)


def _own_name(code: str) -> str:
    name = language_name(code, code)
    return name[:1].upper() + name[1:]
