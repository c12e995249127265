"""The expressions of XLSForm (XPath 1.0 as ODK speaks it), read into small trees.

Reading takes time in proportion to the length, whatever stands there: nothing is tried twice, and what is long or deep
is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST, MOST_TOKENS, DEEPEST = 4_000, 600, 30
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{[^{}]{0,500}\})
    |(?P<path>(?:\.\./)+[^\W\d][\w-]*)
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>'[^']*'|"[^"]*"|[‘’][^‘’]*[‘’]|[“”„][^“”„]*[“”])
    |(?P<sign>!=|<=|>=|\.\.|[=<>+*|()\[\],/@-])
    |(?P<self>\.)
    |(?P<name>[^\W\d][\w-]*(?:[.:][\w-]+)*)
    )""",
    re.VERBOSE,
)
_CURLY = "‘’“”„"
_STRENGTH = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
    "|": 7,
}  # fmt: skip


class Unreadable(ValueError):
    """An expression that is none, or means nothing here. The text goes on behind “… :” and ends its sentence."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, or a number as it was written; `curly` where the quotation marks were those of a text program."""

    value: str
    is_number: bool = False
    curly: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question by its name; an empty name is the question itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: what stands in that column of the sheet of choices."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with what it is given."""

    name: str
    given: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Two:
    """Two sides with a sign between them."""

    sign: str
    left: Node
    right: Node


Node = Text | Answer | Column | Call | Two


def parse(text: str) -> Node:
    """Read an expression. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(f"it is longer than {LONGEST:,} letters")
    reader = _Reader(_tokens(text))
    tree = reader.sides(0, 0)
    if reader.token != ("", ""):
        raise Unreadable(f"“{reader.token[1][:40]}” is not expected there")
    return tree


def has_curly_quotes(node: Node) -> bool:
    """Whether a text in it stands between quotation marks that the forms do not know."""
    if isinstance(node, Text):
        return node.curly
    if isinstance(node, Two):
        return has_curly_quotes(node.left) or has_curly_quotes(node.right)
    return isinstance(node, Call) and any(map(has_curly_quotes, node.given))


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text) of each."""
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            raise Unreadable(f"it cannot be read from “{text[at : at + 20].strip()}” on")
        if len(found) >= MOST_TOKENS:
            raise Unreadable("it is too long")
        kind = token.lastgroup or ""
        found.append((kind, token[kind]))
        at = token.end()
    return found


class _Reader:
    """Goes over the tokens once, from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def token(self) -> tuple[str, str]:
        """The next one; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def sides(self, strength: int, deep: int) -> Node:
        """What is held together more strongly than by `strength`."""
        if deep > DEEPEST:
            raise Unreadable("too many brackets stand within each other")
        left = self._one(deep)
        while True:
            kind, sign = self.token
            binds = _STRENGTH.get(sign, 0) if kind in ("sign", "name") else 0
            if binds <= strength:
                return left
            self._at += 1
            left = Two(sign, left, self.sides(binds, deep + 1))

    def _one(self, deep: int) -> Node:
        kind, text = self.token
        self._at += 1
        if kind == "ref":
            return Answer(text[2:-1].strip())
        if kind == "path":
            return Answer(text.rpartition("/")[2])
        if kind == "self":
            return Answer("")
        if kind == "number":
            return Text(text, is_number=True)
        if kind == "text":
            return Text(text[1:-1], curly=text[0] in _CURLY)
        if kind == "name":
            return self._call(text, deep) if self.token == ("sign", "(") else Column(text)
        if text == "(":
            inner = self.sides(0, deep + 1)
            self._expect(")")
            return inner
        if text == "-" and self.token[0] == "number":
            self._at += 1
            return Text("-" + self._tokens[self._at - 1][1], is_number=True)
        raise Unreadable(f"something is missing before “{text[:40]}”" if text else "its end is missing")

    def _call(self, name: str, deep: int) -> Call:
        self._at += 1
        given: list[Node] = []
        while self.token != ("sign", ")"):
            if given:
                self._expect(",")
            given.append(self.sides(0, deep + 1))
        self._at += 1
        return Call(name.lower(), tuple(given))

    def _expect(self, sign: str) -> None:
        if self.token != ("sign", sign):
            raise Unreadable(f"a “{sign}” is missing")
        self._at += 1
