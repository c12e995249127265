"""The ready questionnaire “First impression of a product”, in all languages of the answer pages."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from livinglab.domain.questionnaire.structure import Structure

LANGUAGES = ("en", "sv", "de", "pl", "fi")
_FOLDER = resources.files("livinglab.domain.questionnaire") / "first_impression"


def starter() -> tuple[Structure, dict[str, dict[str, str]]]:
    """(structure, texts by language); yours to change, each call reads them anew."""
    return Structure.from_json(_read("structure")), {language: _read(language) for language in LANGUAGES}


def _read(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
