"""What the tests of the store share: a key, new declarations, and a PostgreSQL server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postgresql_server import PostgresqlServer, running_server
from readmission.store.assessment import AssessmentStore
from readmission.store.declaration import Declaration, create_declaration

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Belgium 2025 – 100 % “ready”?"


@pytest.fixture
def declaration(folder: Path) -> Iterator[Declaration]:
    with create_declaration(folder, KEY, state="BE", round_id="2025", documents={"round": b"the pack"}) as made:
        made.add_person("Ada Lovelace", "desk officer")
        made.add_person("Grace Hopper", "head of unit")
        yield made


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlcipher", "postgresql"])
def new_target(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Path | str]:
    """Makes a new place for an assessment, in turn of each kind."""
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        return server.new_database
    numbers = iter(range(1000))
    return lambda: tmp_path / f"assessment {next(numbers)}"


@pytest.fixture
def assessment(new_target: Callable[[], Path | str]) -> Iterator[AssessmentStore]:
    with AssessmentStore.create(new_target(), KEY) as store:
        yield store
