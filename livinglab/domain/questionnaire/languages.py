"""Languages as the heads of columns name them: “Svenska (sv)”, “english”, “DE”."""

from __future__ import annotations

import re

USUAL = "en"  # where nothing says which language the words are in
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})\s*\)\s*$")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")
_CODES = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()  # noqa: SIM905
)
_THREE = {
    "eng": "en", "swe": "sv", "deu": "de", "ger": "de", "pol": "pl", "fin": "fi", "fra": "fr", "fre": "fr", "spa": "es",
    "por": "pt", "ita": "it", "nld": "nl", "dut": "nl", "dan": "da", "nor": "no", "rus": "ru", "ukr": "uk", "ara": "ar",
    "swa": "sw", "est": "et", "lav": "lv", "lit": "lt", "ces": "cs", "cze": "cs",
}  # fmt: skip
# The names of each language in English and in itself.
_NAMES = {
    "en": "English", "sv": "Swedish Svenska", "de": "German Deutsch", "pl": "Polish Polski", "fi": "Finnish Suomi",
    "nb": "Bokmål", "no": "Norwegian Norsk", "nn": "Nynorsk", "da": "Danish Dansk", "is": "Icelandic Íslenska",
    "nl": "Dutch Nederlands Flemish", "fr": "French Français Francais", "es": "Spanish Español Espanol Castellano",
    "it": "Italian Italiano", "pt": "Portuguese Português Portugues", "et": "Estonian Eesti", "lv": "Latvian Latviešu",
    "lt": "Lithuanian Lietuvių", "cs": "Czech Čeština Cesky Česky", "sk": "Slovak Slovenčina", "hu": "Hungarian Magyar",
    "sl": "Slovenian Slovene Slovenščina", "hr": "Croatian Hrvatski", "ro": "Romanian Română", "ca": "Catalan Català",
    "bg": "Bulgarian Български", "el": "Greek Ελληνικά", "mt": "Maltese Malti", "ga": "Irish Gaeilge", "cy": "Welsh",
    "uk": "Ukrainian Українська", "ru": "Russian Русский", "be": "Belarusian Беларуская", "sr": "Serbian Srpski Српски",
    "bs": "Bosnian Bosanski", "mk": "Macedonian Македонски", "sq": "Albanian Shqip", "tr": "Turkish Türkçe",
    "ar": "Arabic العربية", "he": "Hebrew עברית", "fa": "Persian فارسی Farsi Dari", "ku": "Kurdish Kurdî Kurmanji",
    "ps": "Pashto پښتو", "ur": "Urdu اردو", "hi": "Hindi हिन्दी", "bn": "Bengali বাংলা Bangla", "ne": "Nepali नेपाली",
    "ta": "Tamil தமிழ்", "te": "Telugu", "mr": "Marathi", "gu": "Gujarati", "pa": "Punjabi", "si": "Sinhala සිංහල",
    "zh": "Chinese 中文 Mandarin 汉语 漢語 普通话", "ja": "Japanese 日本語", "ko": "Korean 한국어", "vi": "Vietnamese",
    "th": "Thai ไทย", "lo": "Lao", "km": "Khmer ខ្មែរ", "my": "Burmese မြန်မာ Myanmar", "id": "Indonesian",
    "ms": "Malay Melayu", "tl": "Tagalog Filipino", "mn": "Mongolian", "ka": "Georgian ქართული", "hy": "Armenian",
    "az": "Azerbaijani", "kk": "Kazakh", "ky": "Kyrgyz", "uz": "Uzbek", "tg": "Tajik", "tk": "Turkmen",
    "sw": "Swahili Kiswahili", "am": "Amharic አማርኛ", "om": "Oromo", "ti": "Tigrinya", "so": "Somali Soomaali",
    "ha": "Hausa", "ig": "Igbo", "yo": "Yoruba", "zu": "Zulu", "xh": "Xhosa", "af": "Afrikaans", "rw": "Kinyarwanda",
    "mg": "Malagasy", "ny": "Chichewa Nyanja", "sn": "Shona", "ln": "Lingala", "wo": "Wolof", "ff": "Fula Fulfulde",
    "ht": "Creole", "qu": "Quechua", "eu": "Basque Euskara", "gl": "Galician Galego", "se": "Sami", "la": "Latin",
    "eo": "Esperanto",
}  # fmt: skip
_BY_NAME = {name.casefold(): tag for tag, names in _NAMES.items() for name in names.split()}
# Words of our own that a form needs in each of its languages; English where we have none.
OTHER = {
    "en": "Other", "sv": "Annat", "de": "Anderes", "pl": "Inne", "fi": "Muu", "fr": "Autre", "es": "Otro",
    "it": "Altro", "pt": "Outro", "nl": "Anders", "da": "Andet", "nb": "Annet", "no": "Annet",
}  # fmt: skip
DOES_NOT_APPLY = {
    "en": "Does not apply", "sv": "Gäller inte", "de": "Trifft nicht zu", "pl": "Nie dotyczy", "fi": "Ei koske minua",
}  # fmt: skip
DOES_NOT_FIT = {
    "en": "Look at this answer again: it does not fit.",
    "sv": "Se över svaret: det passar inte.",
    "de": "Sieh dir diese Antwort noch einmal an: Sie passt nicht.",
    "pl": "Sprawdź tę odpowiedź jeszcze raz: nie pasuje.",
    "fi": "Tarkista tämä vastaus: se ei sovi.",
}


def in_language(words: dict[str, str], tag: str) -> str:
    """Those of a language, else the English ones."""
    return words.get(tag) or words.get(tag.partition("-")[0]) or words["en"]


def tag_of(name: str) -> str | None:
    """The BCP 47 tag for a language as people write it; None when it is not known."""
    said = _IN_BRACKETS.search(name[:200])
    if said and (tag := _tidy(said[1], known=False)):
        return tag
    plain = " ".join(name[:200].casefold().split())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    first = re.split(r"[\s(/,_-]", plain, maxsplit=1)[0]
    return _tidy(plain, known=True) or _BY_NAME.get(first)


def name_for(tag: str) -> str:
    """How the head of a column names a language: “Svenska (sv)”."""
    own = _NAMES.get(tag.partition("-")[0], "").split()
    if not own:
        return f"{tag} ({tag})"
    return f"{own[0] if len(own) == 1 else own[1]} ({tag})"


def made_up_tag(name: str, taken: set[str]) -> str:
    """A private tag, unlike all that are taken, for a language nobody knows here."""
    slug = re.sub("[^a-z0-9]", "", name[:200].casefold())[:6] or "other"
    tag, number = f"und-x-{slug}", 1
    while tag in taken:
        number += 1
        tag = f"und-x-{slug[: 8 - len(str(number))]}{number}"
    return tag


def _tidy(text: str, *, known: bool) -> str | None:
    """A tag as it is usually written; with `known` only where the language has one of the usual codes."""
    parts = _TAG.fullmatch(text.strip())
    if not parts:
        return None
    language = parts[1].lower()
    language = _THREE.get(language, language)
    if language not in _CODES and (known or len(language) == 2):
        return None
    script = f"-{parts[2].title()}" if parts[2] else ""
    return language + script + (f"-{parts[3].upper()}" if parts[3] else "")
