"""Sizes, names and habits of files and functions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.structure.sources import (
    PACKAGE,
    ROOT,
    all_python_files,
    module_of,
    nodes_of,
    python_files,
    statements_below,
    tree_of,
)

MAXIMUM_FILE = 400
MAXIMUM_FUNCTION = 60
NOT_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}
TEMPLATES = ROOT / "templates"


def test_no_file_is_longer_than_400_lines() -> None:
    styles = [*(PACKAGE / "static").rglob("*.css"), *(PACKAGE / "static").rglob("*.js")]
    files = [*all_python_files(), *TEMPLATES.rglob("*.html"), *styles]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > MAXIMUM_FILE}
    assert long == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = []
    for path in all_python_files():
        for node in statements_below(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAXIMUM_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} has {lines} lines")
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module_of(p) for p in python_files() if NOT_NAMES & set(module_of(p).split("."))] == []


def test_every_init_holds_one_docstring_line_only() -> None:
    wrong = []
    for path in PACKAGE.rglob("__init__.py"):
        lines = [line for line in path.read_text().splitlines() if line.strip()]
        if len(lines) != 1 or not re.fullmatch(r'""".+"""', lines[0]):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for path in python_files():
        for function in statements_below(tree_of(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path.relative_to(ROOT)}:{node.lineno}"
                    for node in statements_below(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert hidden == []


def _may_commit(path: Path) -> bool:
    parts = module_of(path).split(".")
    return parts[1] in ("api", "cli") or "views" in parts or _is_worker(path)


# Work without a request: these files run in the worker and own their transactions.
WORKERS = {"livinglab.foundation.jobs"}


def _is_worker(path: Path) -> bool:
    return module_of(path) in WORKERS or path.name == "work.py"


def test_only_pages_doors_and_workers_commit() -> None:
    committing = []
    for path in python_files():
        for node in nodes_of(path):
            is_commit = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
            )
            if is_commit and not _may_commit(path):
                committing.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert committing == []


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = []
    for path in python_files():
        tree = tree_of(path)
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")  # type: ignore[union-attr]
    assert silent == []


def test_pages_hold_no_script_style_or_foreign_address() -> None:
    """The Content-Security-Policy would refuse them; nobody should find out in a browser."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?:click|change|input|submit|load|error|key\w+|focus|blur|mouse\w+)=|javascript:|src=\"https?:",
        re.IGNORECASE,
    )
    found = []
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        found += [f"{path.relative_to(ROOT)}: {m[0]}" for m in inline.finditer(text)]
    assert found == []


def test_no_secret_address_of_a_machine_or_registry_is_kept() -> None:
    bad = re.compile(r"/home/\w|/root/|/work/|pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org")
    files = [*all_python_files(), ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "README.md"]
    files += [p for p in (ROOT / ".ci").glob("*") if p.is_file()]
    assert [str(p.relative_to(ROOT)) for p in files if p != Path(__file__) and bad.search(p.read_text())] == []
