"""What a tester does on her pages, whatever the language."""

from __future__ import annotations

from babel.support import Translations
from playwright.sync_api import Locator, expect

from livinglab.app import ROOT
from livinglab.domain.questionnaire.starter import starter
from tests.journeys.steps import Person

NAMES = {"en": "English", "sv": "Svenska", "de": "Deutsch", "pl": "Polski", "fi": "Suomi"}
# What Cleo enters, page by page: a point, an option, several of them, or words.
ENTERED: tuple[dict[str, str | tuple[str, ...]], ...] = (
    {"overall": "4", "similar-product": "never"},
    {"ease-of-use": "5", "time-to-start": "5", "interests": ("saves-time", "looks")},
    {"matters-most": "quality", "purchase-intent": "4", "fair-price": "79", "recommend": "8"},
    {"best-thing": 'Es ist leise – 5 < 6 & "gut".', "change": "Mehr Licht.\nUnd eine Schraube."},
)


class Cleo:
    """A tester with a link, reading in one language."""

    def __init__(self, person: Person, language: str) -> None:
        self.person, self.page = person, person.page
        self.structure, self.texts = starter()
        self.reads_in(language)

    def reads_in(self, language: str) -> None:
        """From now on what stands on the page is looked for in another language."""
        self.language = language
        self.catalogue = Translations.load(ROOT / "livinglab" / "translations", [language])

    def say(self, english: str) -> str:
        """What the interface says in her language. It must say something else than in English."""
        said = self.catalogue.gettext(english)
        assert said != english or self.language == "en", f"“{english}” is not translated into {self.language}"
        return said

    def text(self, key: str) -> str:
        """A text of the questionnaire in her language."""
        return self.texts[self.language][key]

    def in_another_tab(self) -> Cleo:
        """The same page once more, in the same browser."""
        other = Cleo(self.person.in_another_tab(), self.language)
        other.person.open(self.page.url)
        return other

    # Her way

    def press(self, english: str) -> None:
        """Press a button of the interface, then see that the page is in her language."""
        self.person.press(self.say(english))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def speak_here(self) -> None:
        """Choose her language on a page where it is a link, unless it speaks it already."""
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.locator("details.languages summary").click()
            self.person.go(self.page.get_by_role("link", name=NAMES[self.language], exact=True))

    def change_language(self, language: str) -> None:
        """Change it in the middle of the form."""
        self.page.locator("details.languages summary").click()
        self.person.press(NAMES[language])
        self.reads_in(language)
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def reads(self, key: str) -> None:
        """See a text of the questionnaire as the heading."""
        self.person.is_at(self.text(key))

    def agree_to_take_part(self) -> None:
        """Tick the box, and begin."""
        self.page.get_by_role("checkbox").check()
        self.press("Begin")

    def begin(self, link: str) -> None:
        """From the link to the first page of the form."""
        self.person.open(link)
        self.press("Show me what it is about")
        self.agree_to_take_part()

    def answer_all_but_sending(self, link: str) -> None:
        """From the link to the last page, filled in."""
        self.begin(link)
        for page in range(4):
            self.fill_in(page)
            if page < 3:
                self.press("Next")

    def is_thanked(self) -> str:
        """See the thanks; the code of the receipt."""
        self.person.is_at(self.say("Thank you. Your answers have arrived."))
        self.person.look()
        return self.page.locator(".receipt__code").inner_text()

    # Questions

    def fill_in(self, page: int) -> None:
        """Answer all questions of a page."""
        for key, entered in ENTERED[page].items():
            if self.structure.item(key).kind in ("number", "price", "short_text", "long_text"):
                self.type(key, str(entered))
            else:
                for option in (entered,) if isinstance(entered, str) else entered:
                    self.choose(key, option)

    def question(self, key: str) -> Locator:
        """A question with all that belongs to it."""
        return self.page.locator(".question").filter(has_text=self.text(f"item.{key}.label"))

    def input(self, key: str) -> Locator:
        """Where something is typed."""
        return self.question(key).get_by_role("textbox")

    def type(self, key: str, words: str) -> None:
        """Type an answer."""
        self.input(key).fill(words)

    def option(self, key: str, option: str) -> Locator:
        """One of the answers that can be chosen, found by its words."""
        texts = self.texts[self.language]
        words = texts.get(f"point.{key}.{option}") or texts.get(f"option.{key}.{option}") or option
        return self.question(key).get_by_label(words, exact=True)

    def choose(self, key: str, option: str) -> None:
        """Choose an answer, by a finger's touch on its words."""
        self.option(key, option).check()
        expect(self.option(key, option)).to_be_checked()
