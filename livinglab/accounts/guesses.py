"""Passwords that are tried first: a common word or a row of keys, with digits and signs around; one's own name so too.

No list of whole passwords is needed: nearly all long ones on such lists are put together like this.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MOST_COMMON_WORDS = 2  # of more than these nobody tries all orders
SHORTEST_PIECE = 3
COMMON = frozenset(
    """
    password passwort passord passwd lösenord losen salasana haslo hasło kennwort pass secret geheim hemlig admin
    administrator root user guest test testing demo default changeme letmein login logon signin access master welcome
    willkommen välkommen velkommen tervetuloa witaj witam hello hallo hej moin czesc
    living lab livinglab platform company cluster tester product office work
    love iloveyou ilove lovely baby babygirl angel princess sunshine sweet honey darling forever family friends
    mother father monkey dragon tiger lion eagle shadow falcon panther dolphin butterfly chocolate cookie cheese coffee
    banana apple orange cherry flower rainbow summer winter spring autumn sommar vinter sommer lato zima kesä
    talvi januari january february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday football fotboll fussball soccer baseball basketball hockey jalkapallo
    liverpool chelsea arsenal barcelona juventus realmadrid superman batman spiderman starwars pokemon naruto minecraft
    michael michelle jessica ashley daniel charlie thomas jordan nicole andrea matthew robert william anna maria
    computer internet google facebook samsung iphone android windows microsoft whatever trustno nothing freedom
    freiheit polska sverige deutschland suomi finland sweden poland germany europe qwerty qwertz azerty
    """.split()  # noqa: SIM905
)
ROWS = (
    "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "asdfghjkl", "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz", "1234567890", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "qazwsxedcrfvtgbyhnujmikolp", "a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j",
)  # fmt: skip
# What stands for a letter in passwords that a rule once wanted so.
STANDS_FOR = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}


def _plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


_COMMON = frozenset(map(_plain, COMMON))
_ROWS = tuple(order for row in ROWS for order in (row, row[::-1]))


def words_in(*texts: str) -> set[str]:
    """The words of names and addresses that are long enough to be looked for."""
    spaced = "".join(c if c.isalpha() else " " for c in _plain(" ".join(texts)))
    return {word for word in spaced.split() if len(word) >= SHORTEST_PIECE}


def is_guessable(password: str, own: Iterable[str] = ()) -> bool:
    """Whether it is nothing but words of one's `own`, at most two common ones, rows of keys, digits and signs."""
    text, mine = _plain(password), frozenset(own)
    if not any(c.isalpha() for c in text):
        return all(c.isdigit() or c in " -./+" for c in text)
    waiting: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    seen = set(waiting)
    while waiting:
        at, used = waiting.pop()
        if at == len(text):
            return True
        for length, word in _pieces(text, at, mine):
            after = (at + length, used if word is None else used | {word})
            if len(after[1]) <= MOST_COMMON_WORDS and after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


def _pieces(text: str, at: int, own: frozenset[str]) -> Iterable[tuple[int, str | None]]:
    """(length, the common word or None) of each piece that begins there."""
    if not text[at].isalpha():
        yield 1, None
    if (row := _longest_row(text, at)) >= SHORTEST_PIECE:
        yield from ((length, None) for length in range(SHORTEST_PIECE, row + 1))
    yield from ((len(word), None) for word in own if _stands_there(word, text, at))
    yield from ((len(word), word) for word in _COMMON if _stands_there(word, text, at))


def _longest_row(text: str, at: int) -> int:
    """How many keys of a row, or times the same key, follow each other there."""
    same = len(text[at:]) - len(text[at:].lstrip(text[at]))
    longest = same
    for row in _ROWS:
        while longest < len(text) - at and text[at : at + longest + 1] in row:
            longest += 1
    return longest


def _stands_there(word: str, text: str, at: int) -> bool:
    there = text[at : at + len(word)]
    return len(there) == len(word) and all(
        here == letter or letter in STANDS_FOR.get(here, "") for here, letter in zip(there, word, strict=True)
    )
