"""The tables of a declaration and of an assessment, each declared once.

Rows are read and written as tuples; the classes only say what the tables are. Nothing here knows a form. Every column of the
assessment is a whole number or text in byte order, so that SQLite and PostgreSQL hold, sort and print the same.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

_PLAIN = {"sqlite_strict": True}
_COMPACT = {"sqlite_strict": True, "sqlite_with_rowid": False}


def _text(*, key: bool = False, unique: bool = False) -> Any:
    return Field(sa_column=Column(_TEXT, primary_key=key, nullable=False, unique=unique or None))


def _number(*, key: bool = False, counted: bool = False) -> Any:
    return Field(sa_column=Column(_NUMBER, primary_key=key, nullable=False, autoincrement=counted))


def _bytes() -> Any:
    return Field(sa_column=Column(LargeBinary, nullable=False))


class DeclarationRows(SQLModel, registry=registry()):
    """What the tables of a declaration have in common: one list of tables."""


class AssessmentRows(SQLModel, registry=registry()):
    """What the tables of an assessment have in common: one list of tables."""


class JournalRow(DeclarationRows, table=True):
    """An entry of the journal with its digest."""

    __tablename__ = "journal"
    __table_args__ = (Index("journal_by_step", "step"), _PLAIN)

    number: int = _number(key=True)
    step: int = _number()
    moment: str = _text()
    person: int = _number()
    kind: str = _text()
    place: str = _text()
    old: str = _text()
    new: str = _text()
    why: str = _text()
    digest: bytes = _bytes()


class CellRow(DeclarationRows, table=True):
    """A cell that is not blank, as the canonical JSON of its last entry."""

    __tablename__ = "cell"
    __table_args__ = _COMPACT

    place: str = _text(key=True)
    content: str = _text()


class ListRow(DeclarationRows, table=True):
    """A row of a list; `added` is the entry that added it and gives the order."""

    __tablename__ = "list_row"
    __table_args__ = _COMPACT

    name: str = _text(key=True)
    added: int = _number()


class AttachmentRow(DeclarationRows, table=True):
    """A file attached to an answer, as the canonical JSON of its last entry; the file lies beside the database."""

    __tablename__ = "attachment"
    __table_args__ = _COMPACT

    name: str = _text(key=True)
    content: str = _text()


class StepRow(DeclarationRows, table=True):
    """A step of edits: done, undone or dropped."""

    __tablename__ = "step"
    __table_args__ = _PLAIN

    number: int = _number(key=True)
    status: str = _text()


class PersonRow(DeclarationRows, table=True):
    """The name behind a person's number, which can be erased without touching the journal."""

    __tablename__ = "person"
    __table_args__ = _PLAIN

    number: int = _number(key=True)
    name: str = _text()
    function: str = _text()
    erased: str = _text()


class SettlementRow(DeclarationRows, table=True):
    """A settled warning as canonical JSON."""

    __tablename__ = "settlement"
    __table_args__ = _COMPACT

    name: str = _text(key=True)
    content: str = _text()


class DocumentRow(DeclarationRows, table=True):
    """A file that the declaration carries: the round pack, last year's facts, its own identity."""

    __tablename__ = "document"
    __table_args__ = _PLAIN

    name: str = _text(key=True)
    sha512: str = _text()
    content: bytes = _bytes()


class PropertyRow(DeclarationRows, table=True):
    """A single fact about the declaration."""

    __tablename__ = "property"
    __table_args__ = _COMPACT

    name: str = _text(key=True)
    content: str = _text()


class AboutRow(AssessmentRows, table=True):
    """The format of the assessment."""

    __tablename__ = "about"
    __table_args__ = _COMPACT

    name: str = _text(key=True)
    content: str = _text()


class BundleRow(AssessmentRows, table=True):
    """A genuine bundle; the unique manifest decides who files it first."""

    __tablename__ = "bundle"
    __table_args__ = _PLAIN

    number: int | None = _number(key=True, counted=True)
    manifest: str = _text(unique=True)
    round_id: str = _text()
    state: str = _text()
    sequence: int = _number()
    previous: str = _text()
    received_at: str = _text()
    signers: str = _text()
    filename: str = _text()
    form_edition: str = _text()
    pack_version: int = _number()


class FactsRow(AssessmentRows, table=True):
    """One line of a bundle's facts."""

    __tablename__ = "fact"
    __table_args__ = _COMPACT

    bundle: int = _number(key=True)
    place: str = _text(key=True)
    value: str = _text()
    reason: str = _text()
    flags: str = _text()
    note: str = _text()
    due: str = _text()


class MemberRow(AssessmentRows, table=True):
    """A document of a bundle, its bytes as base64."""

    __tablename__ = "member"
    __table_args__ = _COMPACT

    bundle: int = _number(key=True)
    name: str = _text(key=True)
    content: str = _text()


class ReceiptRow(AssessmentRows, table=True):
    """The reply that was written for a bundle, its bytes as base64."""

    __tablename__ = "receipt"
    __table_args__ = _COMPACT

    bundle: int = _number(key=True)
    content: str = _text()


class RoundRow(AssessmentRows, table=True):
    """A version of a round pack, its bytes as base64."""

    __tablename__ = "round_pack"
    __table_args__ = _COMPACT

    round_id: str = _text(key=True)
    version: int = _number(key=True)
    content: str = _text()


class FreezeRow(AssessmentRows, table=True):
    """An entry of a round's log; numbers of a round follow each other, so that of two at once only one is written."""

    __tablename__ = "round_log"
    __table_args__ = _COMPACT

    round_id: str = _text(key=True)
    number: int = _number(key=True)
    action: str = _text()
    moment: str = _text()
    person: str = _text()
    why: str = _text()
    members: str = _text()


class CorrectionRow(AssessmentRows, table=True):
    """A correction request that was sent about a bundle, what it asks as canonical JSON."""

    __tablename__ = "correction"
    __table_args__ = _COMPACT

    bundle: int = _number(key=True)
    number: int = _number(key=True)
    sent_at: str = _text()
    deadline: str = _text()
    reply: str = _text()
    requests: str = _text()


def table_of(row: type[SQLModel]) -> Table:
    """The table that a class of rows stands for."""
    return row.metadata.tables[str(row.__tablename__)]


def columns_of(row: type[SQLModel]) -> tuple[str, ...]:
    """The names of a table's columns in order."""
    return tuple(column.name for column in table_of(row).columns)


def insertion(row: type[SQLModel]) -> str:
    """The statement that writes tuples of a table's columns into SQLite."""
    columns = columns_of(row)
    return f"INSERT INTO {row.__tablename__} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


def selection(row: type[SQLModel], rest: str = "") -> str:
    """The statement that reads tuples of a table's columns."""
    return f"SELECT {', '.join(columns_of(row))} FROM {row.__tablename__} {rest}".rstrip()  # noqa: S608
