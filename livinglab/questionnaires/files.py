"""Questionnaires in files: read within bounds, and written. It knows no database and no pages."""

from __future__ import annotations

from livinglab.domain.questionnaire.document import is_document, read_document
from livinglab.domain.questionnaire.findings import placed
from livinglab.domain.questionnaire.incoming import Incoming
from livinglab.domain.questionnaire.xlsform.reading import read_form
from livinglab.domain.questionnaire.xlsform.sheets import is_wanted
from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks import is_workbook, read_workbook

_WHAT_CAN_BE = (
    "Choose a form of XLSForm, that is, a workbook (.xlsx or .xls) with a sheet “survey”, or a questionnaire of this "
    "program (.json)."
)


def read_file(content: bytes, name: str) -> Incoming:
    """Read a questionnaire from a file of any format that is known, told apart by what is in it. Raises `Refused`.

    `name` is the title where the file has none.
    """
    if is_workbook(content):
        return _read_workbook(content, name)
    if is_document(content):
        return read_document(content)
    raise Refused(f"This is no questionnaire that can be read. {_WHAT_CAN_BE}")


def _read_workbook(content: bytes, name: str) -> Incoming:
    sheets = read_workbook(content, wanted=is_wanted)
    if len(sheets) == 1 and not is_wanted(sheets[0].name):
        sheets = read_workbook(content)
    found = read_form([(sheet.name, [(row.number, row.cells) for row in sheet.rows]) for sheet in sheets], name)
    notices = [placed(notice, refused=False) for sheet in sheets for notice in sheet.notices]
    return Incoming(found.structure, found.texts, found.source_language, [*notices, *found.findings])
