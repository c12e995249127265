"""When two texts say the same: without case, accents, punctuation and spaces."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
})  # fmt: skip
# Points of Hebrew and Arabic (10 to 35) and marks above, below and around (200 and more) are accents. The other marks
# are vowels and tones, without which words of Hindi, Thai or Japanese would become alike.
_POINTS = range(10, 36)
_AROUND = 200


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Only letters, digits and vowel signs, in small letters; empty when there are none."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold().translate(_LETTERS)
    return "".join(c for c in plain if _is_kept(c))


def _is_kept(char: str) -> bool:
    if char.isalnum():
        return True
    accent = unicodedata.combining(char)
    return unicodedata.category(char).startswith("M") and accent not in _POINTS and accent < _AROUND
