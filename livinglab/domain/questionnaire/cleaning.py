"""Text as it is stored."""

from __future__ import annotations

import unicodedata

_LINE_ENDS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def clean(text: str) -> str:
    """Composed, unix lines, no control characters, no lone surrogates, no white space around."""
    if text.isprintable():  # nothing to remove: most texts, and a hundred times faster
        return unicodedata.normalize("NFC", text).strip()
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    # Composing comes after removing: what is removed may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", kept).strip()


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: only white space, joiners and the like."""
    first = text.lstrip()[:1]
    if first and first.isprintable():  # most texts: no need to look further
        return False
    return all(c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in text)
