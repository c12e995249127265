"""One law: import downwards; on the same floor only leftwards; never into another room's pages."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.structure.sources import PACKAGE, ROOMS, imports_of, module_of, nodes_of, python_files

# Domain may use these and what the standard library has.
DOMAIN_LIBRARIES = {"numpy", "scipy"}
FLOORS = {"domain": 0, "foundation": 1, "api": 4, "cli": 5, "app": 6}


def place_of(module: str) -> tuple[int, int, bool]:
    """(floor, column, is a page) of a module of ours. Rooms: data on floor 2, pages on floor 3."""
    parts = module.split(".")
    if len(parts) == 1:
        return (-1, 0, False)
    top = parts[1]
    if top in ROOMS:
        web = len(parts) > 2 and parts[2] in ("forms", "views")
        return (3 if web else 2, ROOMS.index(top), web)
    return (FLOORS[top], 0, False)


def complaint(importer: str, imported: str) -> str | None:
    """Why one module may not import another; None when it may."""
    floor, column, _ = place_of(importer)
    other_floor, other_column, other_is_page = place_of(imported)
    if other_floor > floor and importer != "livinglab.app":
        return "imports upwards"
    same_room = floor in (2, 3) and other_floor in (2, 3) and column == other_column
    if other_is_page and not same_room and importer != "livinglab.app":
        return "imports another room's pages"
    if floor == other_floor == 2 and other_column > column:
        return "imports rightwards"
    return None


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("livinglab.rounds.actions", "livinglab.products.access", True),
        ("livinglab.products.actions", "livinglab.rounds.models", False),
        ("livinglab.products.views", "livinglab.rounds.queries", True),
        ("livinglab.products.views", "livinglab.rounds.views", False),
        ("livinglab.products.queries", "livinglab.products.views", False),
        ("livinglab.domain.figures.summary", "livinglab.foundation.db", False),
        ("livinglab.foundation.db", "livinglab.accounts.models", False),
        ("livinglab.cli.rounds", "livinglab.rounds.actions", True),
        ("livinglab.cli.rounds", "livinglab.rounds.views", False),
        ("livinglab.app", "livinglab.rounds.views", True),
    ],
)
def test_the_law_says_yes_and_no_where_it_should(importer: str, imported: str, allowed: bool) -> None:
    assert (complaint(importer, imported) is None) == allowed


def test_every_import_goes_down_or_left() -> None:
    complaints = []
    for path in python_files():
        for imported in imports_of(path):
            importer = module_of(path)
            if imported.startswith("livinglab.") and importer != imported:
                why = "imports the app" if imported == "livinglab.app" and ".cli." not in importer else None
                why = why or (None if imported == "livinglab.app" else complaint(importer, imported))
                if why:
                    complaints.append(f"{importer} {why}: {imported}")
            elif not imported.startswith("livinglab"):
                complaints.append(f"{importer} imports {imported}, which stands outside the package")
    assert complaints == []


def test_the_domain_knows_no_framework() -> None:
    import_names = set()
    for path in (PACKAGE / "domain").rglob("*.py"):
        for node in nodes_of(path):
            if isinstance(node, ast.Import):
                import_names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                import_names.add(node.module.split(".")[0])
    foreign = import_names - set(sys.stdlib_module_names) - DOMAIN_LIBRARIES - {"livinglab"}
    assert foreign == set()


def test_rooms_are_those_of_the_plan() -> None:
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert folders - set(ROOMS) <= {"domain", "foundation", "api", "cli"}
