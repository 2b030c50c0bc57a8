"""The Commission's database: every genuine bundle with its facts, as it arrived, in a folder or on a PostgreSQL server.

A bundle is filed in one transaction; that its manifest is unique decides which of several importers files it. Nothing that was
filed is altered or removed. What a bundle counts for (current, superseded, fork) is not stored: it follows from the set.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from readmission.answers.journal import json_text, storable
from readmission.answers.records import BundleRecord, FactRow, Freeze, SentCorrection
from readmission.canonical import MAX_INTEGER
from readmission.errors import Phrase
from readmission.store import corrections, rounds
from readmission.store.connection import Database, Schema
from readmission.store.dump import dump_lines
from readmission.store.folder import ASSESSMENT_DATABASE, ASSESSMENT_FILE, marker_of, prepare_folder, read_marker, write_marker
from readmission.store.octets import as_bytes, as_text
from readmission.store.refusals import UnknownBundle
from readmission.store.rows import AssessmentRows, FactsRow, MemberRow
from readmission.store.server import Server

SCHEMA: Final = Schema("assessment", Phrase("an assessment"), 0x52444D41, (1, 0), AssessmentRows.metadata)  # "RDMA"

_COLUMNS: Final = "manifest, round_id, state, sequence, previous, received_at, signers, filename, form_edition, pack_version"
_FILE: Final = text(
    f"INSERT INTO bundle ({_COLUMNS}) VALUES (:{_COLUMNS.replace(', ', ', :')}) "  # noqa: S608
    "ON CONFLICT (manifest) DO NOTHING RETURNING number"
)
_RECORDS: Final = text(f"SELECT {_COLUMNS} FROM bundle ORDER BY round_id, state, sequence, manifest")  # noqa: S608
_NUMBER: Final = text("SELECT number FROM bundle WHERE manifest = :manifest")
_FACTS: Final = text(f"SELECT {', '.join(FactRow._fields)} FROM fact WHERE bundle = :bundle ORDER BY place")  # noqa: S608
_NAMES: Final = text("SELECT name FROM member WHERE bundle = :bundle ORDER BY name")
_MEMBER: Final = text("SELECT content FROM member WHERE bundle = :bundle AND name = :name")
_PUT_RECEIPT: Final = text("INSERT INTO receipt (bundle, content) VALUES (:bundle, :content) ON CONFLICT (bundle) DO NOTHING")
_RECEIPT: Final = text("SELECT content FROM receipt WHERE bundle = :bundle")


class Keeper(Protocol):
    """Where an assessment is kept: a file or a server."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is durable when it ends, or leaves no trace."""

    def write_rows(self, connection: Connection, row: type[SQLModel], rows: Iterable[tuple[Any, ...]]) -> None:
        """Write many tuples."""

    def close(self) -> None:
        """Close."""


class AssessmentStore:
    """An open assessment; several processes may work on one at the same time."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @staticmethod
    def create(target: Path | str, key: bytes | None = None) -> "AssessmentStore":
        """Make a new assessment in a folder with a key, or the tables in an empty PostgreSQL database."""
        if isinstance(target, str):
            return AssessmentStore(Server.create(target, SCHEMA))
        prepare_folder(target, ASSESSMENT_FILE, ASSESSMENT_DATABASE)
        key = _given(key)
        store = AssessmentStore(Database.create(target / ASSESSMENT_DATABASE, key, SCHEMA))
        write_marker(target / ASSESSMENT_FILE, marker_of(SCHEMA, key))
        return store

    @staticmethod
    def open(target: Path | str, key: bytes | None = None, *, readonly: bool = False) -> "AssessmentStore":
        """Open an assessment after checking that it is one, and of a version we know."""
        if isinstance(target, str):
            return AssessmentStore(Server.open(target, SCHEMA))
        read_marker(target / ASSESSMENT_FILE, SCHEMA, _given(key))
        return AssessmentStore(Database.open(target / ASSESSMENT_DATABASE, _given(key), SCHEMA, readonly=readonly))

    def file(self, record: BundleRecord, facts: Sequence[FactRow], documents: Mapping[str, bytes]) -> bool:
        """File a bundle wholly; False when a bundle with this manifest is there already, whoever filed it."""
        _check(record, facts, documents)
        with self._keeper.writing() as connection:
            number = connection.execute(_FILE, _row(record)).scalar()
            if number is None:
                return False
            self._keeper.write_rows(connection, FactsRow, ((number, *fact) for fact in facts))
            members = ((number, name, as_text(content)) for name, content in documents.items())
            self._keeper.write_rows(connection, MemberRow, members)
        return True

    def records(self) -> list[BundleRecord]:
        """Every bundle, by round, state, sequence and manifest."""
        with self._keeper.reading() as connection:
            return [_record(row) for row in connection.execute(_RECORDS)]

    def facts(self, manifest: str) -> list[FactRow]:
        """The facts of a bundle in order; raises UnknownBundle."""
        with self._keeper.reading() as connection:
            rows = connection.execute(_FACTS, {"bundle": _number(connection, manifest)})
            return [FactRow._make(row) for row in rows]

    def documents(self, manifest: str) -> tuple[str, ...]:
        """The names of a bundle's documents."""
        with self._keeper.reading() as connection:
            return tuple(connection.execute(_NAMES, {"bundle": _number(connection, manifest)}).scalars())

    def document(self, manifest: str, name: str) -> bytes | None:
        """A document of a bundle, byte for byte."""
        with self._keeper.reading() as connection:
            return as_bytes(connection.execute(_MEMBER, {"bundle": _number(connection, manifest), "name": name}).scalar())

    def put_receipt(self, manifest: str, receipt: bytes) -> bytes:
        """Keep the reply to a bundle and return the one that is kept: the first, if there was one already."""
        with self._keeper.writing() as connection:
            bundle = _number(connection, manifest)
            connection.execute(_PUT_RECEIPT, {"bundle": bundle, "content": as_text(receipt)})
            content: str = connection.execute(_RECEIPT, {"bundle": bundle}).scalar_one()
        return as_bytes(content)

    def receipt(self, manifest: str) -> bytes | None:
        """The reply to a bundle, byte for byte as it was first written."""
        with self._keeper.reading() as connection:
            return as_bytes(connection.execute(_RECEIPT, {"bundle": _number(connection, manifest)}).scalar())

    def keep_correction(self, sent: SentCorrection) -> None:
        """Keep a correction request that is being sent; raises UnknownBundle."""
        with self._keeper.writing() as connection:
            corrections.put(connection, _number(connection, sent.manifest), sent)

    def corrections(self, round_id: str) -> list[SentCorrection]:
        """The correction requests that were sent about bundles of a round."""
        with self._keeper.reading() as connection:
            return corrections.of_round(connection, round_id)

    def put_round(self, round_id: str, version: int, pack: bytes) -> None:
        """Keep a version of a round pack; raises RoundDiffers when this number is another pack's."""
        with self._keeper.writing() as connection:
            rounds.put(connection, round_id, version, pack)

    def rounds(self) -> list[tuple[str, int]]:
        """The round packs: identifier and version."""
        with self._keeper.reading() as connection:
            return rounds.versions(connection)

    def round_pack(self, round_id: str, version: int) -> bytes | None:
        """A round pack, byte for byte."""
        with self._keeper.reading() as connection:
            return rounds.pack(connection, round_id, version)

    def freeze(self, round_id: str, *, moment: str, person: str, why: str) -> Freeze:
        """Close a round: the bundles that are there now are those that count; raises LogRefused when it is closed."""
        with self._keeper.writing() as connection:
            return rounds.log(connection, round_id, frozen=True, moment=moment, person=person, why=why)

    def unlock(self, round_id: str, *, moment: str, person: str, why: str) -> Freeze:
        """Open a closed round again; raises LogRefused when it is open."""
        with self._keeper.writing() as connection:
            return rounds.log(connection, round_id, frozen=False, moment=moment, person=person, why=why)

    def freezes(self, round_id: str) -> list[Freeze]:
        """The log of a round: when it was closed and opened, by whom and why."""
        with self._keeper.reading() as connection:
            return rounds.entries(connection, round_id)

    def dump(self) -> Iterator[str]:
        """What was received, as lines that are the same for the same bundles on every kind of database."""
        return dump_lines(self._keeper.reading)

    def close(self) -> None:
        """Close."""
        self._keeper.close()

    def __enter__(self) -> "AssessmentStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _given(key: bytes | None) -> bytes:
    if key is None:
        raise ValueError("a folder is opened with a key")
    return key


def _check(record: BundleRecord, facts: Sequence[FactRow], documents: Mapping[str, bytes]) -> None:
    for column in (*_row(record).values(), "".join(chain.from_iterable(facts)), *documents):
        if isinstance(column, str):
            storable(column, record.filename)
        elif abs(column) > MAX_INTEGER:
            raise ValueError("a number beyond 53 bits")


def _row(record: BundleRecord) -> dict[str, str | int]:
    row: dict[str, Any] = {name: getattr(record, name) for name in _COLUMNS.split(", ")}
    return row | {"signers": json_text(list(record.signers))}


def _record(row: Any) -> BundleRecord:
    columns = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return BundleRecord(**columns | {"signers": tuple(json.loads(columns["signers"]))})


def _number(connection: Connection, manifest: str) -> int:
    number: int | None = connection.execute(_NUMBER, {"manifest": manifest}).scalar()
    if number is None:
        raise UnknownBundle(manifest)
    return number
