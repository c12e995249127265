"""Earlier answers within a text: “You bought it ${shop}. Why there?” is asked with the words of that answer."""

from __future__ import annotations

import re
from collections.abc import Callable

_PIPE = re.compile(r"\$\{([a-z][a-z0-9-]{0,59}(?:\.[a-z0-9][a-z0-9-]{0,59})?)\}")


def pipes_in(text: str) -> list[str]:
    """The keys of the variables whose answers a text takes in, each once."""
    return list(dict.fromkeys(_PIPE.findall(text)))


def piped(text: str, words_of: Callable[[str], str]) -> str:
    """The text with the words of answers; `words_of` gives those of a variable's answer, "" where there is none."""
    return _PIPE.sub(lambda found: words_of(found[1]), text) if "${" in text else text
