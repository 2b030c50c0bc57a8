"""A real PostgreSQL 15 server for tests: its own folder, a Unix socket and no port of the network."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
OWNER = "readmission"
DATABASE = "assessments"

# The server refuses to run as root; there it runs as the user that its package made.
USER = "postgres" if os.name == "posix" and os.getuid() == 0 else None

_NUMBERS = count(1)


class PostgresqlServer:
    """A running server with one database, in which every test has a schema of its own: a thousand files a test less."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def connect(self, database: str = DATABASE) -> "psycopg.Connection[Any]":
        """A connection past our own store, whose statements count at once."""
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True)

    def new_database(self) -> str:
        """The address of a new and empty place for an assessment."""
        name = f"place_{next(_NUMBERS)}"
        with self.connect() as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.address(DATABASE)}&options=-csearch_path%3D{name}"

    def address(self, database: str) -> str:
        """The address of a database as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"


@contextmanager
def running_server() -> Iterator[PostgresqlServer]:
    """A server that is stopped and removed afterwards."""
    if not (PROGRAMS / "postgres").is_file():
        raise RuntimeError(f"PostgreSQL 15 is not installed ({PROGRAMS}); `make test` installs it: apt-get install postgresql")
    # A socket's path may have some hundred bytes only, so that pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="readmission-pg-"))
    try:
        if USER:
            shutil.chown(folder, USER, USER)
        data = folder / "data"
        # Sorted by language unless a column says otherwise, as servers in offices are: it must not matter.
        _run("initdb", "-D", str(data), "-U", OWNER, "-E", "UTF8", "-A", "trust", "--locale-provider=icu", "--icu-locale=en")
        # Whether PostgreSQL survives a power cut is not ours to test, and without its syncs the tests are quick.
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(PROGRAMS / "postgres"), "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"],
                stdout=log,
                stderr=log,
                user=USER,
                group=USER,
                cwd=folder,
            )
            try:
                _wait(process, folder)
                server = PostgresqlServer(folder)
                with server.connect("postgres") as connection:
                    connection.execute(f"CREATE DATABASE {DATABASE}".encode())
                yield server
            finally:
                process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(PROGRAMS / program), *arguments], capture_output=True, text=True, check=False, user=USER, group=USER, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr[-1000:]}")


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-1000:]}")
        try:
            psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within ten seconds")
