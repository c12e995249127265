"""Text from people, made inert: Markdown without raw HTML, cells that start no formula, names of files."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "blockquote", "code", "pre", "a", "hr",
         "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc and Cs of Unicode but tab and line end
_HEADING = re.compile(r"<(/?)h([1-6])>")
# Signs that are drawn as nothing though Unicode calls them letters, symbols or marks: fillers of Hangul and Khmer, the
# empty Braille cell, the joiner of graphemes, the empty note head; and what chooses between forms of the sign before.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800\u034f\U0001d159\U00016fe4")
_SELECTORS = (("\ufe00", "\ufe0f"), ("\u180b", "\u180f"), ("\U000e0000", "\U000e0fff"))


def markdown(text: str) -> Markup:
    """Markdown as safe HTML. Headings begin at the third level, below those of the page."""
    html = _HEADING.sub(lambda m: f"<{m[1]}h{3 if m[2] in '123' else 4}>", _markdown.render(text))
    safe = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
    return Markup(safe)  # noqa: S704  cleaned on the line above


def cell(value: object) -> object:
    """A value for a spreadsheet cell: text that a program would run as a formula gets a ' before it."""
    if isinstance(value, str) and value.lstrip().startswith(
        ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")
    ):
        return "'" + value
    return value


def clean(text: str) -> str:
    """Text as stored: composed, unix lines, no control characters, no lone surrogates, no spaces around.

    Joiners stay inside words, where scripts and emoji need them. Text of which nothing can be seen is no text.
    """
    composed = _composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = _CONTROL.sub("", composed).strip()
    return kept if kept and (_can_be_seen(kept[0]) or any(map(_can_be_seen, set(kept)))) else ""


def _composed(text: str) -> str:
    """Text in normalization form C. Of more marks on one letter than the standard foresees, the others are let go.

    To put n marks into their order takes n² steps: without an end, a single text could keep a server busy for minutes.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _too_many_marks().sub(r"\1", text))


@cache
def _too_many_marks() -> re.Pattern[str]:
    """Thirty marks in a row (UAX #15, Stream-Safe Text Format), and behind them what goes beyond."""
    letters = map(chr, range(0x300, 0x1F000))
    marks = "".join(letter for letter in letters if unicodedata.combining(unicodedata.normalize("NFD", letter)[0]))
    return re.compile(f"([{marks}]{{30}})[{marks}]+")


def _can_be_seen(character: str) -> bool:
    if character.isalnum() and character not in _BLANK:
        return True
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return False
    return character not in _BLANK and not any(first <= character <= last for first, last in _SELECTORS)


def file_name(text: str, fallback: str = "file") -> str:
    """A file's name that is safe in a header and on any disk; at most 100 characters, its ending kept."""
    base = clean(text.replace("\\", "/").rpartition("/")[2])
    kept = re.sub(r"[^\w.\- ()]+", "_", base).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: 99 - len(ending)]}.{ending}"
    return kept[:100] or fallback
