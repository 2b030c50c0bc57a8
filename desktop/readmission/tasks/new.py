"""Make a declaration from a round pack: an empty one, or one that knows last year's answers."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from readmission import canonical
from readmission.answers.attachment import Attachment
from readmission.answers.changes import Changes, Edit, RowChange
from readmission.answers.facts import read_facts, read_rows, write_facts
from readmission.answers.migration import Line, Migrated, migrate
from readmission.answers.model import BLANK, Cell, Place
from readmission.answers.steps import PROGRAM
from readmission.bundle.identity import Identity
from readmission.bundle.kit import StateKit, read_kit
from readmission.bundle.pack import VerifiedPack, open_pack
from readmission.bundle.slots import DATABASE_KEY_BYTES, add_identity_slot, add_password_slot, create_slots
from readmission.bundle.trust import COMMISSION_STATE
from readmission.errors import TaskError
from readmission.form.model import DimensionKind, Form
from readmission.form.round import Round
from readmission.form.round_text import read_round
from readmission.store.declaration import Declaration, create_declaration
from readmission.tasks import documents
from readmission.tasks.attach import attachments
from readmission.tasks.create_round import prefilled_name
from readmission.tasks.fill import Filling
from readmission.tasks.open import SLOTS


class NotInRound(TaskError):
    """The state of the kit does not take part in the round."""

    code: ClassVar[str] = "TA-02"
    happened: ClassVar[str] = "The round {round} does not ask {state}."
    unharmed: ClassVar[str] = "Nothing was created."
    remedy: ClassVar[str] = "Take the pack that the Commission sent to your state."


class FolderTaken(TaskError):
    """There is something in the folder already."""

    code: ClassVar[str] = "TA-03"
    happened: ClassVar[str] = "The folder already holds files."
    unharmed: ClassVar[str] = "They were not touched, and nothing was created."
    remedy: ClassVar[str] = "Choose a new folder, or open the declaration that is in this one."


class NotExported(TaskError):
    """A declaration that never went out has nothing to hand on."""

    code: ClassVar[str] = "TA-04"
    happened: ClassVar[str] = "Last year's declaration was never exported."
    unharmed: ClassVar[str] = "Neither declaration was changed."
    remedy: ClassVar[str] = "Choose the declaration from which last year's bundle was exported, or begin without last year."


class NoWay(TaskError):
    """The form does not say how answers of an older edition are read."""

    code: ClassVar[str] = "TA-09"
    happened: ClassVar[str] = "Last year's declaration has edition {before}; the round's form {now} does not say how to read it."
    unharmed: ClassVar[str] = "Neither declaration was changed."
    remedy: ClassVar[str] = "Begin without last year, and tell the Commission."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to open the declaration, with a password or with an identity."""

    name: str
    function: str
    short: str
    password: str | None = None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class LastYear:
    """What last year's declaration hands on: its facts with their edition, the manifest of its last bundle, its own identity.

    `attached` is what is told of: evidence is of its year and is not handed on.
    """

    facts: bytes
    edition: str
    manifest: str
    identity: str
    attached: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Created:
    """A new declaration; `recovery` is the identity to print and lock away, shown this once.

    `lines` say what became of each answer of last year, `begun` with which of them the declaration begins; `attached` are last
    year's files, which it does not have.
    """

    folder: Path
    slots: tuple[str, ...]
    recovery: str
    lines: tuple[Line, ...] = ()
    begun: frozenset[Place] = frozenset()
    attached: tuple[Attachment, ...] = ()


def new_declaration(
    pack: Path, kit_file: Path, folder: Path, people: Sequence[Person], *, last_year: LastYear | None = None
) -> Created:
    """Make a declaration in an empty or absent folder; raises before anything is written where it can."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderTaken(str(folder))
    kit_text = kit_file.read_bytes()
    kit = read_kit(kit_text)
    with open_pack(pack, anchors=kit.anchors, now=datetime.now(UTC)) as verified:
        kept = _documents(verified, kit, kit_text, pack)
        form, round_ = documents.read_unpacked(kept[documents.UNPACKED], kit.state)
        known = read_facts(verified.others[prefilled_name(kit.state)], form) if kit.state in round_.states else {}
    handed = _handed_on(last_year, form, pack) if last_year else Migrated({}, ())
    if last_year is not None:
        kept[documents.LAST_FACTS] = write_facts(handed.cells, form)
        kept[documents.LAST_MANIFEST] = last_year.manifest.encode()
        kept[documents.IDENTITY] = last_year.identity.encode()
    begun = _begun(handed.cells, form, round_)
    key = secrets.token_bytes(DATABASE_KEY_BYTES)
    declaration = create_declaration(folder, key, state=kit.state, round_id=round_.id, documents=kept)
    try:
        if known:
            changes = Changes(tuple(Edit(place, BLANK, cell) for place, cell in known.items()))
            declaration.commit(changes, person=PROGRAM, why="stated by the Commission")
        if begun:
            declaration.commit(_as_changes(begun, form), person=PROGRAM, why="carried over from last year")
        recovery = create_slots(folder / SLOTS, key)
        names = _admit(declaration, folder, key, people)
    finally:
        declaration.close()
    attached = last_year.attached if last_year else ()
    return Created(folder, names, recovery, handed.lines, frozenset(begun), attached)


def last_year_of(filling: Filling) -> LastYear:
    """What this declaration hands on to next year's: the facts of its release as they were exported."""
    facts = filling.declaration.document(documents.EXPORTED_FACTS)
    manifest = filling.declaration.document(documents.PREVIOUS)
    identity = filling.declaration.document(documents.IDENTITY)
    if facts is None or manifest is None or identity is None:
        raise NotExported(str(filling.folder))
    return LastYear(facts, filling.form.edition, manifest.decode(), identity.decode(), attachments(filling))


def _handed_on(last_year: LastYear, form: Form, pack: Path) -> Migrated:
    way = form.way_from(last_year.edition)
    if way is None:
        raise NoWay(str(pack), before=last_year.edition, now=form.edition)
    return migrate(read_rows(last_year.facts), way, form)


def _begun(last: Mapping[Place, Cell], form: Form, round_: Round) -> dict[Place, Cell]:
    """The answers that live on: those of carried fields, for countries that are in the round again."""
    begun = {}
    for place, cell in last.items():
        table = form.tables[place.table]
        country = table.dimensions[0].kind is DimensionKind.COUNTRY if table.dimensions else False
        if table.by_id[place.field].carried and not (country and place.key[0] not in round_.countries):
            # A mark belongs to the year's figure, the answer does not.
            begun[place] = Cell(cell.value, cell.reason, "", cell.note)
    return begun


def _as_changes(cells: Mapping[Place, Cell], form: Form) -> Changes:
    rows = dict.fromkeys((place.table, place.key) for place in cells if place.table in form.lists)
    return Changes(
        tuple(Edit(place, BLANK, cell) for place, cell in cells.items()),
        tuple(RowChange(table, key, added=True) for table, key in rows),
    )


def _documents(verified: VerifiedPack, kit: StateKit, kit_text: bytes, pack: Path) -> dict[str, bytes]:
    round_ = read_round(canonical.read(verified.round))
    if kit.state not in (*round_.states, COMMISSION_STATE):
        raise NotInRound(str(pack), round=round_.id, state=kit.state)
    kept = {
        documents.KIT: kit_text,
        documents.PACK: pack.read_bytes(),
        documents.UNPACKED: documents.unpacked(dict(verified.form), verified.round),
        documents.IDENTITY: Identity.generate().text.encode(),
    }
    if kit.state in verified.reference:
        kept[documents.REFERENCE] = verified.reference[kit.state]
    return kept


def _admit(declaration: Declaration, folder: Path, key: bytes, people: Sequence[Person]) -> tuple[str, ...]:
    names = []
    for person in people:
        number = declaration.add_person(person.name, person.function)
        name = f"{number}-{person.short}"
        if person.password is not None:
            add_password_slot(folder / SLOTS, key, name, person.password)
        elif person.identity is not None:
            add_identity_slot(folder / SLOTS, key, name, person.identity.recipient)
        names.append(name)
    return tuple(names)
