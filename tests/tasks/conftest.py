"""One rehearsal of three states for all tests of tasks: the real thing, keys derived at full strength."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgresql_server import PostgresqlServer, running_server
from readmission.tasks.rehearsal.play import Rehearsal, rehearse

STATES = ("BE", "DE", "EE")


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return rehearse(tmp_path_factory.mktemp("rehearsal") / "stage", STATES)


@pytest.fixture(scope="session")
def root(rehearsal: Rehearsal) -> Path:
    return rehearsal.stage.root


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    with running_server() as server:
        yield server
