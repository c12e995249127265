"""Every column says what it holds; every foreign key that is followed backwards is indexed; constraints have names."""

from __future__ import annotations

from flask import Flask

from livinglab.foundation.db import Base, Data


def test_every_column_has_a_data_class(app: Flask) -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if not isinstance(column.info.get("data"), Data)
    ]
    assert silent == []


def test_every_constraint_has_a_name(app: Flask) -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


def test_no_time_is_kept_without_its_zone(app: Flask) -> None:
    naive = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ == "DateTime"
    ]
    assert naive == []
