"""Countries, currencies and languages, from CLDR, in the reader's language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_precision, get_currency_symbol, get_territory_currencies

# The official languages of the European Union, Norwegian, Icelandic, Ukrainian and Arabic. The first ones are those of
# the first clusters: where nothing else decides, they come first.
ANSWER_LANGUAGES = (
    "en", "sv", "de", "pl", "fi", "bg", "cs", "da", "el", "es", "et", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt",
    "nl", "pt", "ro", "sk", "sl", "nb", "is", "uk", "ar",
)  # fmt: skip
_IN_EUROPE = {"pt": "pt_PT"}  # what CLDR calls Portuguese is that of Brazil
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
# Names as people write them in tables, that CLDR does not list in any of the languages below.
ALIASES = {
    "uk": "GB", "england": "GB", "greatbritain": "GB", "usa": "US", "unitedstatesofamerica": "US", "america": "US",
    "holland": "NL", "czechrepublic": "CZ", "southkorea": "KR", "russia": "RU", "turkey": "TR",
}  # fmt: skip
NAME_LANGUAGES = (
    "en sv de pl fi nb da is nl fr es pt it et lv lt cs sk sl hr hu ro bg el mt ga uk ar ja zh".split()  # noqa: SIM905
)


def cldr_name(language: str) -> str:
    """How CLDR calls what people here mean by a language tag."""
    return _IN_EUROPE.get(language, language.replace("-", "_"))


def tag_of(name: str) -> str:
    """The language tag for a name of CLDR."""
    return next((tag for tag, known in _IN_EUROPE.items() if known == name), name.replace("_", "-"))


@lru_cache
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language tag; English when it is unknown."""
    try:
        return Locale.parse(cldr_name(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache
def country_codes() -> tuple[str, ...]:
    """All territories that are countries in CLDR's English list: two letters, no groupings."""
    groupings = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    known = [code for code in Locale("en").territories if isinstance(code, str)]
    return tuple(sorted(c for c in known if len(c) == 2 and c.isalpha() and c not in groupings))


def country_name(code: str, language: str = "en") -> str:
    """A country's name in a language; its code when CLDR has no name."""
    return locale_of(language).territories.get(code, code)


@lru_cache
def country_choices(language: str = "en") -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, by name."""
    named = ((code, country_name(code, language)) for code in country_codes())
    return tuple(sorted(named, key=lambda pair: _folded(pair[1])))


def language_name(code: str, language: str = "en") -> str:
    """A language's name in a language; its code when CLDR has no name."""
    return locale_of(code).get_display_name(language) or code


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of the languages that there are answer pages in, by name."""
    return sorted(((code, language_name(code)) for code in ANSWER_LANGUAGES), key=lambda pair: pair[1])


@lru_cache
def usual_languages(country: str) -> tuple[str, ...]:
    """Official languages of a country that we have answer pages for, most spoken first."""
    spoken = get_global("territory_languages").get(country, {})
    official = [c for c, about in spoken.items() if about.get("official_status") and c in ANSWER_LANGUAGES]
    return tuple(sorted(official, key=lambda c: -spoken[c]["population_percent"]))


@lru_cache
def currency_choices() -> tuple[tuple[str, str], ...]:
    """(code, "code – name") of the currencies in use today somewhere."""
    used = {code for country in country_codes() for code in get_territory_currencies(country)}
    names = Locale("en").currencies
    return tuple((code, f"{code} – {names.get(code, code)}") for code in sorted(used))


def usual_currency(country: str) -> str:
    """The currency a country uses today; EUR when CLDR knows none."""
    found = get_territory_currencies(country)
    return found[-1] if found else "EUR"


def currency_decimals(code: str) -> int:
    """How many decimals a price in this currency has."""
    return get_currency_precision(code)


def currency_symbol(code: str, language: str) -> str:
    """What stands beside a price, such as zł or €."""
    return get_currency_symbol(code, locale_of(language))


def number_marks(language: str) -> tuple[str, str]:
    """(decimal mark, group mark) of a language."""
    symbols = locale_of(language).number_symbols
    latin = symbols.get("latn", symbols)
    return latin.get("decimal", "."), latin.get("group", ",")


@lru_cache
def _names_to_codes() -> dict[str, str]:
    table: dict[str, str] = {}
    for language in NAME_LANGUAGES:
        names = locale_of(language).territories
        for code in country_codes():
            table.setdefault(_folded(names.get(code, "")), code)
    alpha3 = {"AUS": "AU", "SWE": "SE", "NOR": "NO", "DEU": "DE", "POL": "PL", "FIN": "FI", "GBR": "GB", "DNK": "DK"}
    table.update({_folded(k): v for k, v in alpha3.items()})
    table.update(ALIASES)
    table.pop("", None)
    return table


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in plain if c.isalnum())


def country_from_words(text: str) -> str | None:
    """The country somebody wrote: a code, or its name in any of 30 languages; None when it is not clear."""
    stripped = text.strip()
    if len(stripped) == 2 and stripped.upper() in country_codes():
        return stripped.upper()
    return _names_to_codes().get(_folded(stripped))
