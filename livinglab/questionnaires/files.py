"""Questionnaires in files of other programs, read within bounds. It knows no database and no pages."""

from __future__ import annotations

from livinglab.domain.questionnaire.xlsform.findings import Finding
from livinglab.domain.questionnaire.xlsform.reading import Form, read_form
from livinglab.domain.questionnaire.xlsform.sheets import is_wanted
from livinglab.foundation.refusals import Refused
from livinglab.foundation.workbooks import is_workbook, read_workbook

_WHAT_CAN_BE = "Choose a form of XLSForm: a workbook (.xlsx or .xls) with a sheet “survey”."


def read_file(content: bytes, name: str) -> Form:
    """Read a questionnaire from a file of any format that is known, told apart by what is in it. Raises `Refused`.

    `name` is the title where the file has none.
    """
    if is_workbook(content):
        return _read_workbook(content, name)
    raise Refused(f"This is no questionnaire that can be read. {_WHAT_CAN_BE}")


def _read_workbook(content: bytes, name: str) -> Form:
    sheets = read_workbook(content, wanted=is_wanted)
    if len(sheets) == 1 and not is_wanted(sheets[0].name):
        sheets = read_workbook(content)
    found = read_form([(sheet.name, [(row.number, row.cells) for row in sheet.rows]) for sheet in sheets], name)
    notices = [Finding(sheet.name, 0, notice, refused=False) for sheet in sheets for notice in sheet.notices]
    return Form(found.structure, found.texts, found.source_language, [*notices, *found.findings])
