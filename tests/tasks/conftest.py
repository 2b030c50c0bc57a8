"""One rehearsal of three states for all tests of tasks: the real thing, closed by an identity, which opens at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgresql_server import PostgresqlServer, running_server
from readmission.bundle.identity import Identity
from readmission.tasks.rehearsal.play import Rehearsal, rehearse
from readmission.tasks.rehearsal.stage import Stage

STATES = ("BE", "DE", "EE")


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return rehearse(Stage(tmp_path_factory.mktemp("rehearsal") / "stage", Identity.generate().text), STATES)


@pytest.fixture(scope="session")
def root(rehearsal: Rehearsal) -> Path:
    return rehearsal.stage.root


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    with running_server() as server:
        yield server
