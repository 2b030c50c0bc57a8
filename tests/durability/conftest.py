"""Children that are forked from a parent which has loaded everything, so that a kill costs a tenth of a second."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from durability.children import with_pipe
from postgresql_server import PostgresqlServer, running_server

Started: TypeAlias = tuple[ForkServerProcess, Iterator[bytes]]
Start: TypeAlias = Callable[..., AbstractContextManager[Started]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kills" in metafunc.fixturenames:
        metafunc.parametrize("kills", [1000 if os.environ.get("PROVE") else 40])


@pytest.fixture(scope="session")
def server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["durability.children", "pytest"])
    # The parent of the children finds modules by its environment only, and passes over what it does not find.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        forkserver.ensure_running()
    return context


@pytest.fixture
def start(server: ForkServerContext, tmp_path: Path) -> Start:
    """Starts a child that does something with arguments and a pipe, and kills it afterwards if it still lives."""
    numbers = count()

    @contextmanager
    def started(target: Callable[..., None], *arguments: Any) -> Iterator[Started]:
        fifo = tmp_path / f"fifo {next(numbers)}"
        os.mkfifo(fifo, 0o600)
        process = server.Process(target=with_pipe, args=(target, fifo, arguments))
        process.start()
        try:
            with fifo.open("rb", buffering=0) as stream:
                yield process, iter(stream.readline, b"")
        finally:
            process.kill()
            process.join()
            process.close()
            fifo.unlink()

    return started


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    with running_server() as running:
        yield running
