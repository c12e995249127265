"""The words of a form by language, on their way to the texts of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Mapping

from livinglab.domain.questionnaire.findings import Findings, Place, quoted
from livinglab.domain.questionnaire.languages import USUAL, made_up_tag, name_for, tag_of
from livinglab.domain.questionnaire.texts import limit_of, tidy
from livinglab.domain.questionnaire.xlsform.meaning import Known
from livinglab.domain.questionnaire.xlsform.sheets import Line, Sheets, seen

MOST_LANGUAGES = 40
MOST_WORDS, MOST_REFERENCES = 30_000, 10_000  # texts of all languages together, and answers taken into them
_REFERENCE = re.compile(r"\$\{([^{}]{0,500})\}")


class Languages:
    """Which language each head means, and which one the form was written in: `source`. `tags` are all of them."""

    def __init__(self, sheets: Sheets, findings: Findings, known: Mapping[str, str] | None = None) -> None:
        """`known` are heads of which the tag is known without reading them."""
        self._findings = findings
        known = known or {}
        first = Place(sheets.survey[0].place.sheet if sheets.survey else "survey", 1)
        self._tags: dict[str, str] = {}
        for head in sheets.heads[:MOST_LANGUAGES]:
            tag = known.get(head) or tag_of(head)
            if tag is None:
                tag = made_up_tag(head, set(self._tags.values()))
                findings.say(
                    first,
                    f"no language is known here as {quoted(head)}; it is called {tag} for now. "
                    f"Write its tag behind its name, such as “{head[:40]} (sv)”.",
                )
            self._tags[head] = tag
        if len(sheets.heads) > MOST_LANGUAGES:
            findings.refuse(first, f"the form has more than {MOST_LANGUAGES} languages. Leave out some of them.")
        default = sheets.settings.get("default_language", "")
        said = self._tags.get(default) or known.get(default) or tag_of(default)
        if default and said is None:
            said = made_up_tag(default, set(self._tags.values()))
        if said is None and sheets.plain and "" not in self._tags:
            findings.say(
                first,
                "nothing says which language the words under “label” are in; they were taken for English. "
                "If they are not, write the language into the head, such as “label::Svenska (sv)”.",
            )
        first_named = next(iter(self._tags.values()), None)
        usual = said or (USUAL if sheets.plain else first_named) or USUAL
        self._plain = usual
        named = list(self._tags.values())
        self.tags: list[str] = list(dict.fromkeys([usual, *named] if sheets.plain or not named else named))
        if usual not in self.tags:
            findings.say(
                sheets.places.get("default_language", first),
                f"no column has words in the default language {quoted(default)}; {name_for(self.tags[0])} was taken.",
            )
        self.source = usual if usual in self.tags else self.tags[0]

    def by_tag(self, line: Line, column: str) -> dict[str, str]:
        """The words of a line by tag. A head that names the language goes before one that names none."""
        found: dict[str, str] = {}
        given = line.words.get(column, {})
        for head in sorted(given, key=lambda head: head == ""):
            tag = self._tags.get(head) if head else self._plain
            if tag is not None and found.setdefault(tag, given[head]) != given[head]:
                self._findings.say(
                    line.place,
                    f"“{column}” says two different things in {name_for(tag)}; {quoted(given[head])} was left out.",
                )
        return {tag: words for tag, words in found.items() if tag in self.tags}


class Words:
    """Takes words to their text keys, in every language."""

    def __init__(self, languages: Languages, known: Mapping[str, Known], findings: Findings) -> None:
        self.languages = languages
        self.texts: dict[str, dict[str, str]] = {tag: {} for tag in languages.tags}
        self.places: dict[str, Place] = {}
        self.taken_in: dict[str, set[str]] = {}  # by the beginning of the text key: keys of answers within its words
        self._known, self._findings = known, findings
        self._left, self._references = MOST_WORDS, MOST_REFERENCES

    @property
    def full(self) -> bool:
        """Whether there were more words than are read, which is refused."""
        return self._left < 0 or self._references < 0

    def put(self, key: str, words: Mapping[str, str], place: Place) -> None:
        """Words by tag. Refused where they are too long, or take in an answer that there is not."""
        self.places.setdefault(key, place)
        for tag, raw in words.items():
            self._left -= 1
            if self._left < 0:
                if self._left == -1:
                    self._findings.refuse(place, f"the form has more than {MOST_WORDS:,} texts. Split it.")
                return
            text = self._with_keys(key, raw, place) if "${" in raw else raw
            if self.full:
                return
            if len(text) > limit_of(key):
                self._findings.refuse(
                    place,
                    f"{quoted(raw)} has {len(text):,} letters, and there can be {limit_of(key):,}. Shorten it.",
                )
            kept = tidy(key, text)
            if kept:
                self.texts[tag][key] = kept

    def everywhere(self, key: str, text: str, place: Place) -> None:
        """The same words in all languages."""
        self.put(key, dict.fromkeys(self.languages.tags, text), place)

    def _with_keys(self, key: str, text: str, place: Place) -> str:
        """References to answers by our keys instead of names of the form."""

        self._references -= text.count("${")
        if self._references < 0:
            self._findings.refuse(place, f"more than {MOST_REFERENCES:,} answers stand within texts. Split the form.")
            return ""

        def ours(found: re.Match[str]) -> str:
            name = seen(found[1]).strip()
            known = self._known.get(name)
            if known is None or known.why_not:
                why = known.why_not if known else "is no question"
                self._findings.refuse(
                    place,
                    f"a text takes in the answer to {quoted(name)}, which {why}. Write it without {found[0][:60]}.",
                )
                return ""
            self.taken_in.setdefault(".".join(key.split(".")[:2]), set()).add(known.key)
            return "${" + known.key + "}"

        return _REFERENCE.sub(ours, text)
