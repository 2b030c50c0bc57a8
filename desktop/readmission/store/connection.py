"""An encrypted database file: how it is opened, with which settings, and what is said when it cannot be.

Every SQLite connection of the program is made here, through SQLCipher, with the raw key; the key stands in no address and no log.
A local disk gets write-ahead logging with a sync at every commit; any other gets the rollback journal, which a network can keep.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from readmission.errors import Phrase, StoreError
from readmission.store import refusals
from readmission.store.medium import Medium, medium
from readmission.store.rows import insertion

KEY_BYTES: Final = 32
OLDEST_SQLITE: Final = (3, 51, 3)  # before it two connections to one file in WAL mode could lose a commit

_BUSY_SECONDS: Final = 5.0
_SYNCHRONOUS: Final = {"wal": 2, "delete": 3}  # FULL, EXTRA

_SETTINGS: Final = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "secure_delete": 1,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
}

# The primary result codes of SQLite.
_BUSY, _LOCKED, _READONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NO_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26


@dataclass(frozen=True)
class Schema:
    """A kind of database file: what marks it, its version and its tables."""

    name: str
    noun: Phrase
    application_id: int
    version: tuple[int, int]
    metadata: MetaData

    @property
    def user_version(self) -> int:
        """The version as the file carries it."""
        return self.version[0] * 1000 + self.version[1]


class Database:
    """One open database file; transactions of several threads take turns."""

    def __init__(self, path: Path, key: bytes, schema: Schema, *, readonly: bool, new: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        self._new = new
        self._closed = False
        self._schema = schema
        self._key = key
        self._connect: Callable[[], Any] = lambda: _connection(path, key, mode="ro" if readonly else "rw")
        self._journal_mode = "" if readonly else journal_mode(path)
        self._identity = (0, 0)
        self._engine = self._make_engine()

    @staticmethod
    def create(path: Path, key: bytes, schema: Schema) -> "Database":
        """Make a new file that only its owner can read; raises AlreadyThere rather than touch another."""
        _check_parts(key)
        _make_private(path)
        database = Database(path, key, schema, readonly=False, new=True)
        with explained(path):
            database._identity = _identity(path)
            with database.writing() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id = {schema.application_id}")
                connection.exec_driver_sql(f"PRAGMA user_version = {schema.user_version}")
                schema.metadata.create_all(connection, checkfirst=False)
        database._new = False
        return database

    @staticmethod
    def open(path: Path, key: bytes, schema: Schema, *, readonly: bool = False) -> "Database":
        """Open a file that exists, after checking that it is ours and of a version we know."""
        _check_parts(key)
        if not path.is_file():
            raise refusals.NotOurs(str(path.parent), wanted=schema.noun, why=Phrase("{name} is missing", name=path.name))
        database = Database(path, key, schema, readonly=readonly)
        try:
            with explained(path):
                database._identity = _identity(path)
                database._engine.connect().close()
        except StoreError:
            database._engine.dispose()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one committed state."""
        with explained(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when it ends, or leaves no trace when it fails."""
        if self.readonly:
            raise refusals.OpenedToRead(str(self.path.parent))
        if _identity(self.path) != self._identity:
            raise refusals.Replaced(str(self.path))
        with explained(self.path), self._engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    def copy_at(self, path: Path) -> "Database":
        """Open a copy of this database, which has the same key, to read."""
        return Database.open(path, self._key, self._schema, readonly=True)

    def write_rows(self, connection: Connection, row: type[SQLModel], rows: Iterable[tuple[Any, ...]]) -> None:
        """Write many tuples; SQLAlchemy would make an object of each on the way."""
        written = list(rows)
        if written:
            connection.exec_driver_sql(insertion(row), written)

    @contextmanager
    def fresh(self) -> Iterator[Any]:
        """A connection of its own that has cached nothing, for checking pages as they are on the disk."""
        with explained(self.path):
            connection = self._connect()
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def bare(self) -> Iterator[Any]:
        """The driver's connection outside any transaction, for what SQLite does not do inside one."""
        with explained(self.path):
            connection = self._engine.raw_connection()
            try:
                yield connection.driver_connection
            finally:
                connection.close()

    def settle(self) -> bool:
        """Bring everything from the log into the file; False where others still read it, or we may not write."""
        if self.readonly:
            log = self.path.with_name(f"{self.path.name}-wal")
            return not (log.exists() and log.stat().st_size)
        with self.bare() as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        """Close; the last writer leaves one file, without a log beside it. Closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        if not self.readonly:
            with self.bare() as connection:
                _leave_one_file(connection)
        self._engine.dispose()

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=self._prepared,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return engine

    def _prepared(self) -> Any:
        connection = self._connect()
        try:
            if self._new:
                # Without free pages: their content is not restored after a power cut, and their check values would then
                # look like damage.
                connection.execute("PRAGMA auto_vacuum = 1")
            else:
                # Before anything else: a file that is not ours is not written, not even its header.
                self._check_version(connection)
            if self.readonly:
                connection.execute("PRAGMA query_only = 1")
            else:
                prepare(connection, self._journal_mode, place=str(self.path))
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_version(self, connection: Any) -> None:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        place = str(self.path.parent)
        if application_id != self._schema.application_id:
            raise refusals.NotOurs(place, wanted=self._schema.noun, why=Phrase("the database is of another kind"))
        found = ".".join(map(str, divmod(version, 1000)))
        if version > self._schema.user_version:
            known = ".".join(map(str, self._schema.version))
            raise refusals.DatabaseTooNew(place, found=found, known=known)
        if version != self._schema.user_version:
            raise refusals.NotOurs(
                place, wanted=self._schema.noun, why=Phrase("the format {version} was never released", version=found)
            )


def check_engine() -> None:
    """Refuse a database library without encryption, or one that could lose a commit."""
    connection = dbapi2.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    if cipher is None or dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise refusals.EngineTooOld(found=f"SQLite {dbapi2.sqlite_version}, SQLCipher {cipher[0] if cipher else 'missing'}")


def journal_mode(path: Path) -> str:
    """The journal that is safe where the file is: `wal` on a local disk, `delete` on any other."""
    return "wal" if medium(path) is Medium.LOCAL else "delete"


def prepare(connection: Any, mode: str, *, place: str) -> None:
    """Make the settings on which durability rests, and read back that they are in force."""
    wanted = _SETTINGS | {"synchronous": _SYNCHRONOUS[mode]}
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchone()
    found = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0]
    if found != mode:
        raise refusals.SettingRefused(place, setting="journal_mode", wanted=mode, found=found)
    for name, value in wanted.items():
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != value:
            raise refusals.SettingRefused(place, setting=name, wanted=value, found=row)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what a fault of the database, the disk or the key means."""
    try:
        yield
    except DBAPIError as error:
        _explain(error.orig, path)
        raise
    except dbapi2.Error as error:
        _explain(error, path)
        raise


def _explain(error: BaseException | None, path: Path) -> None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    place = str(path)
    if code in {_BUSY, _LOCKED}:
        raise refusals.DatabaseBusy(place) from error
    if code in {_CORRUPT, _NO_DATABASE}:
        raise refusals.DatabaseDamaged(place, why=str(error)) from error
    if code == _FULL:
        raise refusals.MediumFull(place) from error
    if code == _IO:
        raise refusals.MediumFailed(place, why=getattr(error, "sqlite_errorname", "")) from error
    if code in {_READONLY, _CANNOT_OPEN}:
        left = any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal"))
        raise (refusals.NotClosed if left else refusals.MediumReadOnly)(place) from error


def _connection(path: Path, key: bytes, *, mode: str) -> Any:
    location = path.absolute().as_posix()
    address = f"file://{'' if location.startswith('/') else '/'}{quote(location)}?mode={mode}"
    connection = dbapi2.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS, cached_statements=256
    )
    # SQLCipher writes to the terminal what goes wrong with keys and pages; we say it ourselves.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _leave_one_file(connection: Any) -> None:
    try:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except dbapi2.OperationalError:
        # Someone is still reading: everything goes into the file all the same, and the next writer to close removes the log.
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _check_parts(key: bytes) -> None:
    check_engine()
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")


def _make_private(path: Path) -> None:
    # Made by us before SQLite opens it, so that it is never readable by others; its log inherits the mode.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise refusals.AlreadyThere(str(path)) from None
    except OSError as error:
        raise refusals.MediumReadOnly(str(path.parent)) from error


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return status.st_dev, status.st_ino
