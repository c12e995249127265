"""Our exports are workbooks that other programs take: the converter of ODK makes forms of them."""

from __future__ import annotations

import pytest

from livinglab.domain.questionnaire.starter import starter
from livinglab.domain.questionnaire.structure import Structure
from livinglab.domain.questionnaire.xlsform.writing import to_rows
from livinglab.foundation.workbooks_writing import write_workbook
from livinglab.questionnaires.files import read_file
from tests.domain.questionnaire.making import MORE_KINDS, ONE_OF_EACH
from tests.domain.questionnaire.xlsform.written import everything, words_for
from tests.thorough import at_full_length

QUESTIONNAIRES = [
    (*starter(), "en"),
    (*everything(), "sv"),
    (ONE_OF_EACH, {"de": words_for(ONE_OF_EACH, "de")}, "de"),
    (MORE_KINDS, {tag: words_for(MORE_KINDS, tag) for tag in ("pl", "fi", "ar")}, "pl"),
]


@pytest.mark.parametrize(("structure", "texts", "source"), QUESTIONNAIRES)
def test_a_workbook_of_ours_is_the_same_questionnaire_again(
    structure: Structure, texts: dict[str, dict[str, str]], source: str
) -> None:
    found = read_file(write_workbook(to_rows(structure, texts, source)), "form")
    assert (found.structure, found.texts, found.source_language) == (structure, texts, source)


@at_full_length
@pytest.mark.parametrize(("structure", "texts", "source"), QUESTIONNAIRES)
def test_other_programs_make_a_form_of_it(structure: Structure, texts: dict[str, dict[str, str]], source: str) -> None:
    convert = pytest.importorskip("pyxform.xls2xform").convert
    made = convert(write_workbook(to_rows(structure, texts, source)), file_type=".xlsx").xform
    for item in structure.items():
        assert f'/{item.key}"' in made
    assert made.count("<translation") == len(texts)
