"""How a questionnaire is divided into pages."""

from __future__ import annotations

from livinglab.domain.questionnaire.structure import Structure


def pages(structure: Structure) -> list[str]:
    """The keys of the sections that are pages of the form: those that ask something."""
    return [section.key for section in structure.sections if section.items]
