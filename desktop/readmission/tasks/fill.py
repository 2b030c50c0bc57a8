"""Fill in a declaration: open it, enter answers, take steps back, and always know what is wrong.

One edit: what was typed becomes cells, the cells become one step, the store makes the step durable, then the checks take it over
and say what changed. A view redraws from the step it gets back.

An opened declaration knows at once what is answered, asked and computed. Its rules are read and run, and last year is read, when
somebody first asks for what they say, or before that piece by piece.
"""

import secrets
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from readmission.answers.changes import Answers, AttachmentChange, Changes, Edit, RowChange
from readmission.answers.entry import read_entry
from readmission.answers.finding import Finding
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.checks import wording
from readmission.checks.checker import Checker, FindingChanges
from readmission.checks.counting import Counting
from readmission.collector import undisturbed_by_collector, without_collector
from readmission.engine.program import Engine, Session
from readmission.errors import Phrase, TaskError
from readmission.form.model import Form, Origin
from readmission.form.round import Round
from readmission.store.declaration import Declaration
from readmission.tasks import documents
from readmission.texts import Language

ROW_BYTES: Final = 6


class NoCell(TaskError):
    """A place is no cell of this declaration, or not one that a ministry fills."""

    code: ClassVar[str] = "TA-01"
    happened: ClassVar[str] = "There is no cell {cell} to fill in ({why})."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Check the table, the country and the field."


class Ambiguous(TaskError):
    """A typed text can be read in two ways."""

    code: ClassVar[str] = "TA-08"
    happened: ClassVar[str] = "“{typed}” can be read in two ways."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Write it without separators of thousands."


@dataclass(frozen=True, slots=True)
class Step:
    """What one durable step changed among answers and findings; `reached` are the other cells that stand differently now."""

    changes: Changes
    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]
    saved_at: datetime
    reached: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """How answers stand: worked out, and how many are owed."""

    session: Session
    counting: Counting


class Filling:
    """One open declaration."""

    def __init__(self, folder: Path, declaration: Declaration, *, person: int, language: Language) -> None:
        self.folder = folder
        self.declaration = declaration
        self.person = person
        self.saved_at: datetime | None = None
        self.checked = False
        """Whether everything is checked: findings are asked for without a wait."""
        with without_collector():
            self._load(language)
        self._pieces = self._check()

    def _load(self, language: Language) -> None:
        declaration = self.declaration
        document = declaration.document(documents.UNPACKED)
        assert document is not None
        self.unpacked = documents.open_unpacked(document, declaration.member_state)
        self.language = self._spoken(language)
        self.form: Form = self.unpacked.form
        self.round: Round = self.unpacked.round
        self.reference = documents.read_answers(self.reference_text, self.form)
        # What can be asked without a wait: at first without rules and last year, then everything.
        asking = replace(self.form, rules={})
        session = Engine(asking, self.round).open(declaration.answers(), None, self.reference)
        self.at_hand = Standing(session, Counting(asking, self.round, session))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    def speak(self, language: Language) -> None:
        """Say everything in another language from now on."""
        self.language = self._spoken(language)

    def _spoken(self, language: Language) -> Language:
        return language.with_catalogue(self.unpacked.translation(language.code))

    def close(self) -> None:
        """Close the declaration; nothing is left to save."""
        self.declaration.close()

    @property
    def reference_text(self) -> bytes | None:
        """The facts that the declaration is checked with: the ministry's newer figures, else those of the round."""
        own = self.declaration.document(documents.OWN_REFERENCE)
        return own or self.declaration.document(documents.REFERENCE)

    @property
    def answers(self) -> Answers:
        """The answers as they stand."""
        return self.at_hand.session.answers

    @cached_property
    def last(self) -> Answers | None:
        """Last year's answers, if there were any."""
        return documents.read_answers(self.declaration.document(documents.LAST_FACTS), self.form)

    @property
    def session(self) -> Session:
        """The answers worked out and checked."""
        return self._checked().session

    @property
    def checker(self) -> Checker:
        """All findings."""
        self._checked()
        return self._checker

    @property
    def counting(self) -> Counting:
        """How much is answered."""
        return self._checked().counting

    def check(self) -> Iterator[None]:
        """Check everything, piece by piece; whoever asks for findings meanwhile has the rest done at once."""
        if not self.checked:
            yield from self._pieces
            self._checked()

    def _checked(self) -> "Standing":
        while not self.checked:
            for _piece in self._pieces:
                pass
            # Where it stopped with an error before, it does so again.
            self._pieces = self._check()
        return self.at_hand

    def _check(self) -> Iterator[None]:
        with without_collector():
            last = self.last
        yield
        with without_collector():
            engine = Engine(self.form, self.round)
        yield
        yield from engine.prepare(last=last is not None, reference=self.reference is not None)
        with without_collector():
            session = engine.open(self.answers, last, self.reference)
        yield
        with without_collector():
            self._checker = Checker(self.form, self.round, session)
        self.at_hand = Standing(session, self._checker.counting)
        self.checked = True

    def enter(self, cells: Mapping[Place, Cell], why: str = "", rows: tuple[RowChange, ...] = ()) -> Step:
        """Put cells in place, and the new rows of lists that they stand in, as one step; raises NoCell before anything changes."""
        edits = []
        added = {(row.table, row.key) for row in rows if row.added}
        for place, cell in cells.items():
            self._refuse_foreign(place, added)
            old = self.answers.cell(place)
            if old != cell:
                edits.append(Edit(place, old, cell))
        return self._commit(Changes(tuple(edits), rows), why)

    def add_row(self, table: str, parent: Key = ()) -> Step:
        """Add an empty row to a list; its identifier is random, so that it is never used twice."""
        key = (*parent, secrets.token_hex(ROW_BYTES))
        return self._commit(Changes(rows=(RowChange(table, key, added=True),)), "row added")

    def remove_row(self, table: str, key: Key) -> Step:
        """Remove a row of a list, its cells and what is attached to them as one step."""
        edits = tuple(
            Edit(place, cell, BLANK) for place, cell in self.answers.cells.items() if place.table == table and place.key == key
        )
        attached = tuple(
            AttachmentChange(one, None)
            for one in self.answers.attachments.values()
            if one.place.table == table and one.place.key == key
        )
        return self._commit(Changes(edits, (RowChange(table, key, added=False),), attached), "row removed")

    def change_attachments(self, *changes: AttachmentChange, why: str) -> Step:
        """Attach, describe or remove files that are stored already, as one step."""
        return self._commit(Changes(attachments=changes), why)

    def undo(self) -> Step | None:
        """Take the latest step back, by whomever and whenever it was made."""
        self._checked()
        changes = self.declaration.undo(self.person)
        return None if changes is None else self._taken_over(changes)

    def redo(self) -> Step | None:
        """Make the step again that was taken back last."""
        self._checked()
        changes = self.declaration.redo(self.person)
        return None if changes is None else self._taken_over(changes)

    def prepare(self) -> Iterator[None]:
        """Get ready, piece by piece, for the first edits; they are right without it, and quicker with it."""
        return self.session.prepare()

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong now, without what is merely not answered yet."""
        return self.checker.findings()

    def all_findings(self) -> tuple[Finding, ...]:
        """Everything that stands between this declaration and its release."""
        return self.checker.all_findings()

    def message(self, finding: Finding) -> str:
        """A finding as a sentence."""
        return wording.message(finding, self.form, self.language, self.round.parameters)

    def card(self, rule: str) -> wording.Card:
        """The card of a check."""
        return wording.card(rule, self.form, self.language, self.round.parameters)

    def examples(self, rule: str) -> tuple[str, str]:
        """Cells with which a check passes and with which it fails, as its form writes them; empty for one built in."""
        family = self.form.rules[rule].family if rule in self.form.rules else rule
        return self._examples.get(family, ("", ""))

    @cached_property
    def _examples(self) -> dict[str, tuple[str, str]]:
        document = self.declaration.document(documents.UNPACKED)
        return documents.examples(document) if document is not None else {}

    def _commit(self, changes: Changes, why: str) -> Step:
        if not changes:
            return Step(changes, (), (), self.saved_at or datetime.now(UTC))
        self._checked()
        with undisturbed_by_collector(len(changes.edits)):
            self.declaration.commit(changes, person=self.person, why=why)
            return self._taken_over(changes)

    def _taken_over(self, changes: Changes) -> Step:
        self.saved_at = datetime.now(UTC)
        found: FindingChanges = self.checker.apply(changes)
        return Step(changes, found.added, found.removed, self.saved_at, found.reached)

    def _refuse_foreign(self, place: Place, added: Container[tuple[str, Key]] = ()) -> None:
        table = self.form.tables.get(place.table)
        field = table.by_id.get(place.field) if table else None
        if table is None or field is None:
            raise NoCell(cell=place, why=Phrase("no such field"))
        if table.origin is not Origin.MINISTRY or field.prefilled or field.calculation is not None:
            raise NoCell(cell=place, why=Phrase("it is filled by the Commission or computed"))
        if not self.session.has_row(table.id, place.key) and (table.id, place.key) not in added:
            raise NoCell(cell=place, why=Phrase("no such row"))


def entered(filling: Filling, place: Place, text: str) -> Cell:
    """The cell that a typed text gives at a place; raises NoCell, or Ambiguous where it can be read in two ways."""
    table = filling.form.tables.get(place.table)
    field = table.by_id.get(place.field) if table else None
    if field is None:
        raise NoCell(cell=place, why=Phrase("no such field"))
    entry = read_entry(text, field, filling.language, filling.form.codelists.get(field.codelist))
    if entry.ambiguous:
        raise Ambiguous(str(place), typed=text)
    return entry.cell
