"""What every test finds is in `tests.fixtures`. A process that only hands tests out to others does without it."""

from __future__ import annotations

import os

import pytest

pytest.register_assert_rewrite("tests.fixtures")  # the conftest of a folder may import it first


def pytest_configure(config: pytest.Config) -> None:
    """`LIVINGLAB_TEST_DATABASE=embedded`: the run starts a PostgreSQL of its own, one for all its processes."""
    is_helped, is_helper = bool(config.getoption("numprocesses", None)), hasattr(config, "workerinput")
    if os.environ.get("LIVINGLAB_TEST_DATABASE") == "embedded" and not is_helper:
        from tests import postgresql

        os.environ["LIVINGLAB_TEST_DATABASE"] = postgresql.start()
    if is_helper or not is_helped:
        config.pluginmanager.import_plugin("tests.fixtures")
