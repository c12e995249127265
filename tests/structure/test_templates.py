"""Every template is used and exists; a view renders only its own room; no template reaches past what it is handed."""

from __future__ import annotations

import ast
import re
from functools import cache, lru_cache
from pathlib import Path

import pytest
from flask import Flask

from tests.structure.sources import PACKAGE, ROOT, nodes_of, python_files

TEMPLATES = ROOT / "templates"
_MENTION = re.compile(r"""(?:extends|include|import|from)\s+["']([\w/.-]+)["']""")


@cache
def rendered(path: Path) -> list[str]:
    """The template names that stand as text in a Python file."""
    return [
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[\w/]+\.(html|txt)", node.value)
    ]


def all_templates() -> set[str]:
    """Names of all templates, as Jinja knows them."""
    return {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*") if p.suffix in (".html", ".txt")}


@lru_cache
def used_templates() -> set[str]:
    """Names that some file renders, queues as a mail, extends or imports."""
    used = {name for path in python_files() for name in rendered(path)}
    for path in TEMPLATES.rglob("*"):
        if path.suffix in (".html", ".txt"):
            used |= set(_MENTION.findall(path.read_text()))
    words = {n.value for p in python_files() for n in nodes_of(p) if isinstance(n, ast.Constant)}
    used |= {name for name in all_templates() if name.startswith("emails/") and Path(name).stem in words}
    return used


def test_every_template_is_used() -> None:
    assert all_templates() - used_templates() == set()


def test_every_template_that_is_named_exists() -> None:
    assert used_templates() - all_templates() == set()


def test_a_view_renders_only_its_own_rooms_folder() -> None:
    foreign = []
    for path in python_files():
        parts = path.relative_to(PACKAGE).parts
        if "views" in parts or parts[-1] == "views.py":
            foreign += [f"{parts[0]}: {n}" for n in rendered(path) if not n.startswith((f"{parts[0]}/", "layouts/"))]
    assert foreign == []


def test_every_template_compiles(app: Flask) -> None:
    for name in all_templates():
        app.jinja_env.get_template(name)


@pytest.mark.parametrize("forbidden", ["|safe", "| safe", "current_user", "db.session", ".query", "autoescape false"])
def test_no_template_decides_asks_or_trusts(forbidden: str) -> None:
    assert [str(p.relative_to(ROOT)) for p in TEMPLATES.rglob("*.html") if forbidden in p.read_text()] == []
