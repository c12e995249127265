"""The command that says whether a file is a questionnaire: at once, and whatever the file is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from livinglab.cli.questionnaires import questionnaires
from livinglab.domain.questionnaire.document import written
from livinglab.domain.questionnaire.starter import starter
from livinglab.foundation.workbooks_writing import write_workbook

GOOD = {
    "survey": [["type", "name", "label::English (en)", "label::Svenska (sv)"], ["text", "q", "Why?", "Varför?"]],
    "choices": [["list_name", "name", "label::English (en)"]],
}


def check(path: Path, *options: str) -> tuple[int, str, str]:
    """(code, output, errors) of the command."""
    ran = CliRunner().invoke(questionnaires, ["check", str(path), *options], standalone_mode=False)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.return_value, ran.stdout, ran.stderr


def saved(tmp_path: Path, content: bytes, name: str = "form.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_good_form_is_told_for_programs_and_for_people(tmp_path: Path) -> None:
    path = saved(tmp_path, write_workbook(GOOD))
    code, out, _ = check(path, "--json")
    assert code == 0
    assert json.loads(out) == {"ok": True, "items": 1, "languages": ["en", "sv"], "problems": []}
    code, out, _ = check(path)
    assert (code, out) == (0, "It can be imported: 1 question, in en, sv.\n")


def test_a_refused_form_ends_with_2_and_names_sheet_and_row(tmp_path: Path) -> None:
    survey = [*GOOD["survey"], ["teleport", "r", "R", "R"], ["start", "s"]]
    path = saved(tmp_path, write_workbook({**GOOD, "survey": survey}))
    code, out, _ = check(path, "--json")
    found = json.loads(out)
    assert (code, found["ok"]) == (2, False)
    assert [(p["sheet"], p["row"], p["refused"]) for p in found["problems"]] == [
        ("survey", 3, True),
        ("survey", 4, False),
    ]
    assert found["problems"][0]["message"].startswith("Sheet “survey”, row 3: the type “teleport” is not known.")
    code, out, err = check(path)
    assert code == 2
    assert "teleport" in err
    assert "left out" in out


def test_our_own_files_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    path = saved(tmp_path, written(*starter(), "en").encode(), "form.xlsx")
    code, out, _ = check(path, "--json")
    assert code == 0
    assert json.loads(out) == {"ok": True, "items": 11, "languages": ["en", "sv", "de", "pl", "fi"], "problems": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"a;b\n1;2\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff" * 999,
        b"<?xml",
    ],
)
def test_any_other_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    code, out, _ = check(saved(tmp_path, content), "--json")
    found = json.loads(out)
    assert (code, found["ok"], found["items"], found["languages"]) == (2, False, 0, [])
    assert all(problem["message"].endswith(".") for problem in found["problems"])
    assert found["problems"]


def test_what_a_workbook_holds_too_much_of_has_its_place(tmp_path: Path) -> None:
    content = write_workbook({"survey": [["type"], ["x"] * 1_100]})
    problem = json.loads(check(saved(tmp_path, content), "--json")[1])["problems"][0]
    assert (problem["sheet"], problem["row"]) == ("survey", 2)


def test_a_file_that_is_not_there_or_too_large_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert "cannot be read" in check(tmp_path / "nothing.xlsx", "--json")[1]
    assert "cannot be read" in check(tmp_path, "--json")[1]
    assert "10 MB" in check(saved(tmp_path, b"PK\x03\x04" + bytes(10_000_000)), "--json")[1]


def test_it_needs_neither_the_database_nor_the_pages() -> None:
    code = (
        "import sys, livinglab.cli.questionnaires; print({'flask', 'sqlalchemy', 'numpy', 'babel'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
