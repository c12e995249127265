"""The product's own files, as trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "livinglab"

ROOMS = (
    "accounts", "network", "panel", "programmes", "products", "questionnaires", "rounds", "invitations", "campaigns",
    "feedback", "comparison", "leads", "calendar", "outcomes", "dashboard",
)  # fmt: skip
DATA = ("models", "access", "queries", "actions")
WEB = ("forms", "schemas", "views")


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def all_python_files() -> tuple[Path, ...]:
    """Every Python file that people wrote: package, tests, benchmarks, top level."""
    below = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    return tuple(sorted([*below, ROOT / "config.py", ROOT / "wsgi.py", ROOT / "lab"]))


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the parsed file: several rules look at all of them."""
    return tuple(ast.walk(tree_of(path)))


def statements_below(node: ast.AST) -> Iterator[ast.stmt]:
    """Every statement below a node, however deep: functions, classes and imports among them. No expression holds one,
    so that this is much quicker than looking at all nodes."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for below in getattr(node, field, ()):
            if isinstance(below, ast.stmt):
                yield below
            yield from statements_below(below)


def module_of(path: Path) -> str:
    """`livinglab.rounds.views` for its file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    """Whether a dotted name is a file or package of ours."""
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or place.is_dir()


def imports_of(path: Path) -> list[str]:
    """The modules of ours that a file imports, as dotted names."""
    found = []
    for node in statements_below(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.append(whole if node.module.startswith("livinglab") and is_module(whole) else node.module)
    return [name for name in found if name.split(".")[0] in ("livinglab", "config", "wsgi", "tests")]
