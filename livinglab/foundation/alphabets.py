"""The alphabet in which a text file was saved. Files do not tell it: words tell Windows' old ones apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

WESTERN, CENTRAL = "cp1252", "cp1250"
NAMES = {WESTERN: "Windows-1252 (Western European)", CENTRAL: "Windows-1250 (Central European)"}
# Letters beyond a to z, by language. What Spanish puts before a question is a letter of Polish in the other alphabet.
LETTERS = {
    WESTERN: (
        "åäöé", "æøåé", "äöüß", "àâæçéèêëîïôœùû", "áéíñóúü¿¡ºª", "ãáàâçéêíóôõúºª", "àèéìíòóùú", "áéèëïíöóüú",
        "áéíóúýðþæö", "äöõüšž",
    ),
    CENTRAL: ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíľňóôšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ", "äöüß"),
}  # fmt: skip
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_UNIT = re.compile(rb"[cdkm]?m[\xb2\xb3]")  # m³ is no Polish word
_WORDS, _LONGEST = 100_000, 60


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and the `alphabet` it was taken for; empty when it is certain."""

    text: str
    alphabet: str = ""

    @property
    def notice(self) -> str:
        """What people should know about how the file was read; empty when it is certain."""
        if not self.alphabet:
            return ""
        return f"Read as {NAMES[self.alphabet]}. If letters look wrong, save the file as CSV UTF-8 and upload it again."


def decode(content: bytes) -> Decoded:
    """The text of a file: UTF-8 (with or without mark), UTF-16 with a mark, else the likelier of Windows' alphabets."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(content.decode("utf-16", "replace"))
    try:
        return Decoded(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        alphabet = likely_alphabet(content)
        return Decoded(content.decode(alphabet, "replace"), alphabet)


def likely_alphabet(content: bytes) -> str:
    """The Central European alphabet when more words are words in it, else the Western one."""
    words = set(islice((found[0] for found in _WORD.finditer(content) if _tells(found[0])), _WORDS))
    central, western = (_plausible(words, alphabet) for alphabet in (CENTRAL, WESTERN))
    return CENTRAL if central > western else WESTERN


def _tells(word: bytes) -> bool:
    """Whether a word may help to tell the alphabets apart."""
    return 1 < len(word) <= _LONGEST and not word.isascii() and not _UNIT.fullmatch(word)


def _plausible(words: Iterable[bytes], alphabet: str) -> int:
    """How many letters are such of one language: that of each word, and that of the whole file."""
    in_words, in_file = 0, [0] * len(LETTERS[alphabet])
    for word in words:
        text = word.decode(alphabet, "replace").lower()
        beyond = [c for at, c in enumerate(text) if not c.isascii() and (at == 0 or c not in "¿¡")]
        found = [sum(c in letters for c in beyond) for letters in LETTERS[alphabet]]
        in_words += max(found)
        in_file = [sum(pair) for pair in zip(in_file, found, strict=True)]
    return in_words + max(in_file)
