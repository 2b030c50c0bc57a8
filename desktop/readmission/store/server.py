"""A PostgreSQL server as the place of an assessment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import SQLModel

from readmission.errors import Phrase
from readmission.store.connection import Schema
from readmission.store.refusals import AlreadyThere, DatabaseTooNew, NotOurs, Unreachable
from readmission.store.rows import columns_of

_VERSION: Final = "SELECT content FROM about WHERE name = 'schema'"
# Classes of SQLSTATE that are not the program's doing: connection, authorisation, resources, intervention, system.
_OUTSIDE: Final = frozenset({"08", "28", "3D", "53", "57", "58"})
_THERE: Final = "SELECT to_regclass('about') IS NOT NULL"


class Server:
    """An open connection pool; its address, which may hold a password, appears in no message."""

    def __init__(self, address: str) -> None:
        try:
            self._engine: Engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
            raise Unreachable(why=Phrase("the address, or what is installed for it: {kind}", kind=type(error).__name__)) from None

    @staticmethod
    def create(address: str, schema: Schema) -> "Server":
        """Make the tables in an existing, empty database."""
        server = Server(address)
        with server._closed_on_failure(), server.writing() as connection:
            server._check_encoding(connection)
            # Of two that make the tables at once, the second finds them.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (schema.application_id,))
            if connection.exec_driver_sql(_THERE).scalar_one():
                raise AlreadyThere
            schema.metadata.create_all(connection)
            version = ".".join(map(str, schema.version))
            connection.exec_driver_sql("INSERT INTO about (name, content) VALUES ('schema', %s)", (version,))
        return server

    @staticmethod
    def open(address: str, schema: Schema) -> "Server":
        """Open a database that holds the tables, after checking their version."""
        server = Server(address)
        with server._closed_on_failure(), server.reading() as connection:
            server._check_encoding(connection)
            if not connection.exec_driver_sql(_THERE).scalar_one():
                raise NotOurs(wanted=schema.noun, why=Phrase("the database holds no assessment"))
            found = connection.exec_driver_sql(_VERSION).scalar()
            _check_version(found, schema)
        return server

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.writing() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is wholly there when it ends, or leaves no trace."""
        with _explained(), self._engine.begin() as connection:
            yield connection

    def write_rows(self, connection: Connection, row: type[SQLModel], rows: Iterable[tuple[Any, ...]]) -> None:
        """Write many tuples the way the server takes them fastest."""
        cursor: Any = connection.connection.cursor()
        with cursor.copy(f"COPY {row.__tablename__} ({', '.join(columns_of(row))}) FROM STDIN") as copy:
            for columns in rows:
                copy.write_row(columns)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _check_encoding(self, connection: Connection) -> None:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise Unreachable(why=Phrase("its database is not UTF8 but {encoding}", encoding=encoding))


def _check_version(found: str | None, schema: Schema) -> None:
    try:
        version = tuple(int(part) for part in (found or "").split("."))
    except ValueError:
        version = ()
    if version > schema.version:
        raise DatabaseTooNew(found=found, known=".".join(map(str, schema.version)))
    if version != schema.version:
        raise NotOurs(wanted=schema.noun, why=Phrase("the format {found} was never released", found=found))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # The driver's words may repeat the address; the kind of the fault says enough.
        state = getattr(error.orig, "sqlstate", None)
        if error.connection_invalidated or state is None or state[:2] in _OUTSIDE:
            raise Unreachable(why=state or type(error.orig).__name__) from None
        raise
