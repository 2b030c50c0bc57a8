"""M3 and M4: several importers of the same bundles, and importers that are killed, lead to what one alone leads to."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from random import Random
from threading import Barrier

import pytest

from durability.children import KEY, bundle, file_bundles
from durability.conftest import Start
from postgresql_server import PostgresqlServer
from readmission.store.assessment import AssessmentStore
from readmission.store.refusals import Unreachable

STATES = 31
IMPORTERS = 4

Target = Callable[[], Path | str]


@pytest.fixture(params=["sqlcipher", "postgresql"])
def new_target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        return server.new_database
    numbers = iter(range(100))
    return lambda: tmp_path / f"assessment {next(numbers)}"


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one importer leads to that is left alone."""
    with AssessmentStore.create(tmp_path_factory.mktemp("serial") / "assessment", KEY) as store:
        for number in range(1, STATES + 1):
            assert store.file(*bundle(number))
        return list(store.dump())


def dump(target: Path | str) -> list[str]:
    with AssessmentStore.open(target, KEY) as store:
        return list(store.dump())


def test_of_four_importers_of_the_same_bundles_each_bundle_is_filed_by_one(
    new_target: Target, start: Start, serial: list[str]
) -> None:
    target = new_target()
    AssessmentStore.create(target, KEY).close()
    said = []
    with ExitStack() as stack:
        children = []
        for seed in range(IMPORTERS):
            # Two of them in the same order, so that they truly meet, the others each in its own.
            numbers = list(range(1, STATES + 1))
            if seed > 1:
                Random(seed).shuffle(numbers)
            children.append(stack.enter_context(start(file_bundles, target, tuple(numbers))))
        for process, lines in children:
            assert next(lines) == b"ready\n"
            said += [line.split() for line in lines]
            process.join()
            assert process.exitcode == 0
    assert len(said) == IMPORTERS * STATES
    filed = [int(number) for number, was_filed in said if was_filed == b"1"]
    assert sorted(filed) == list(range(1, STATES + 1))
    with AssessmentStore.open(target, KEY) as store:
        assert len(store.records()) == STATES
    assert dump(target) == serial


def test_looking_first_and_filing_then_would_file_twice(postgresql: PostgresqlServer) -> None:
    # The control: what every importer did that had no unique index, with all four looking at the same moment.
    together = Barrier(IMPORTERS)

    def importer(_: int) -> None:
        with postgresql.connect() as connection:
            for number in range(STATES):
                with connection.transaction():
                    found = connection.execute("SELECT count(*) FROM plain WHERE manifest = %s", (str(number),)).fetchone()
                    together.wait(timeout=30)
                    if found == (0,):
                        connection.execute("INSERT INTO plain VALUES (%s)", (str(number),))

    with postgresql.connect() as connection:
        connection.execute("CREATE TABLE plain (manifest text)")
        with ThreadPoolExecutor(IMPORTERS) as pool:
            list(pool.map(importer, range(IMPORTERS)))
        rows = connection.execute("SELECT count(*) FROM plain").fetchone()
    assert rows is not None
    assert rows[0] > STATES


def test_a_bundle_is_wholly_there_or_not_at_all_when_importers_are_killed(
    new_target: Target, start: Start, serial: list[str], kills: int
) -> None:
    random = Random(3)
    target = new_target()
    AssessmentStore.create(target, KEY).close()
    for _ in range(max(kills // 8, 3)):
        with start(file_bundles, target, tuple(range(1, STATES + 1))) as (process, lines):
            said = [next(lines)]
            time.sleep(random.uniform(0.0, 0.1))
            process.kill()
            said += lines
        with AssessmentStore.open(target, KEY) as store:
            records = store.records()
            assert set(store.dump()) <= set(serial)
            # What it said is filed is filed, and nothing is half there.
            assert len(records) >= len([line for line in said if line.endswith(b"\n")]) - 1
            for record in records:
                expected, facts, documents = bundle(int(record.manifest, 16))
                assert record == expected
                assert store.facts(record.manifest) == facts
                assert store.documents(record.manifest) == tuple(documents)
    with AssessmentStore.open(target, KEY) as store:
        for number in range(1, STATES + 1):
            store.file(*bundle(number))
    assert dump(target) == serial


def test_a_server_that_breaks_the_connection_is_explained_and_the_next_try_finishes(
    postgresql: PostgresqlServer, serial: list[str]
) -> None:
    address = postgresql.new_database()
    broken = 0
    with AssessmentStore.create(address) as store, ThreadPoolExecutor(1) as pool:
        for number in range(1, STATES + 1):
            if number % 3:
                store.file(*bundle(number))
                continue
            filing = pool.submit(store.file, *bundle(number))
            with postgresql.connect("postgres") as connection:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'assessments'")
            try:
                filing.result()
            except Unreachable:
                broken += 1
                store.file(*bundle(number))
    assert broken
    assert dump(address) == serial
