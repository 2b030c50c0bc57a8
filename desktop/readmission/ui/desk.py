"""The declaration on the desk: every page enters answers through it and redraws from what it says has changed.

One object a declaration. A page never loads or saves; it emits what a person answered, the desk makes it a durable step, and
`stepped` tells all pages.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from readmission.answers.changes import Answers, Changes, Edit
from readmission.answers.finding import Finding
from readmission.answers.model import Cell, Key, Place
from readmission.checks.wording import explanation
from readmission.collector import undisturbed_by_collector
from readmission.errors import ReadmissionError
from readmission.form.model import Field, Form, Table
from readmission.form.round import Round
from readmission.ui.finding_index import FindingIndex
from readmission.ui.name_order import NameOrder
from readmission.ui.speech import say, say_count
from readmission.ui.tables.question_columns import question_columns
from readmission.ui.wording import Wording, country_of

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.answers.attachment import Attachment
    from readmission.checks.counting import Counters
    from readmission.tasks.fill import Filling, Step
    from readmission.tasks.head_review import Reviewed
    from readmission.tasks.remarks import Thread


# What the states of a declaration are called.
STATES: Final = {
    "filling": "filling",
    "in-review": "in review",
    "released": "released",
    "exported": "exported",
    "received": "received",
    "correction-requested": "correction requested",
}


class Desk(QObject):
    """One open declaration on screen."""

    stepped = Signal(object)  # Changes
    refused = Signal(object)  # ReadmissionError
    state_changed = Signal()
    backed_up = Signal()
    comment_asked = Signal(object)  # Place

    def __init__(self, filling: "Filling", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filling = filling
        self.form: Form = filling.form
        self.round: Round = filling.round
        self.wording = Wording(filling.form, filling.language)
        self._order = NameOrder(filling.round.countries, self.wording.country, filling.language.code)
        self.findings = FindingIndex(filling.form, filling.findings() if filling.checked else (), self._order)
        self.checked = bool(filling.checked)
        """Whether all findings are known; a page can be read and shows what is answered, asked and computed before that."""
        self.asks_countries = any(len(column.table.dimensions) == 1 for column in question_columns(filling.form))
        self._answered_for: tuple[Finding, ...] = ()
        self._brought_up: tuple[Finding, ...] = ()
        self._reached: frozenset[Place] | None = frozenset()
        # What the latest step touched, once somebody has asked: each table of the declaration does.
        self._touched: tuple[Changes, frozenset[str] | None] | None = None
        self._turned: tuple[Changes, frozenset[Place]] | None = None
        self._threads: dict[Place, Thread] | None = None
        self._sent_back: dict[str, Reviewed] | None = None

    def prepare(self) -> Iterator[None]:
        """Check everything and get ready for the first edits, piece by piece."""
        try:
            yield from self.filling.check()
            self.check()
        except ReadmissionError as error:
            self.refused.emit(error)
            return
        yield from self.filling.prepare()

    def check(self) -> None:
        """Have everything checked now, unless it is, and let all pages show the findings."""
        if self.checked:
            return
        self.findings.replace((), self.filling.findings())
        self.checked = True
        changes = Changes()
        self._touched, self._reached = (changes, None), None
        self.stepped.emit(changes)

    @property
    def sends(self) -> bool:
        """Whether it is sent: the states that the round asks send theirs, the Commission keeps its own part."""
        return self.filling.declaration.member_state in self.round.states

    @property
    def readonly(self) -> bool:
        """Whether it was opened to read."""
        return bool(self.filling.declaration.readonly)

    @property
    def threads(self) -> "dict[Place, Thread]":
        """The comments, by the answers they are about."""
        if self._threads is None:
            from readmission.tasks.remarks import threads  # noqa: PLC0415 - the data layer comes after the first paint

            self._threads = threads(self.filling)
        return self._threads

    @property
    def sent_back(self) -> "dict[str, Reviewed]":
        """The countries that the head sent back."""
        if self._sent_back is None:
            from readmission.tasks.head_review import sent_back  # noqa: PLC0415 - the data layer comes after the first paint

            self._sent_back = sent_back(self.filling)
        return self._sent_back

    def judged(self, reviewed: "Reviewed") -> str:
        """What the head said of a country, when and why."""
        names = {person.number: person.name for person in self.filling.declaration.persons()}
        who = names.get(reviewed.person) or say("person {number}", number=reviewed.person)
        day = self.filling.language.day(datetime.fromisoformat(reviewed.moment).astimezone())
        if reviewed.verdict.value == "approved":
            return say("Approved by {who} on {day}.", who=who, day=day)
        return say("Sent back by {who} on {day}: {comment}", who=who, day=day, comment=reviewed.comment)

    def open_comments(self, place: Place) -> int:
        """How many comments on an answer nobody has resolved."""
        thread = self.threads.get(place)
        return len(thread.remarks) if thread is not None and thread.open else 0

    def comments(self, place: Place) -> str:
        """The comments on an answer that are open, in words."""
        count = self.open_comments(place)
        return say_count("{count} open comment", "{count} open comments", count) if count else ""

    def say_so(self, act: Callable[[], object]) -> bool:
        """Change what people say to each other, by a task of theirs; says whether it was taken."""
        try:
            act()
        except ReadmissionError as error:
            self.refused.emit(error)
            return False
        self._threads = self._sent_back = None
        self.state_changed.emit()
        return True

    @property
    def answers(self) -> Answers:
        """The answers as they stand."""
        return self.filling.answers

    @property
    def last(self) -> Answers | None:
        """Last year's answers."""
        return self.filling.last

    @property
    def saved_at(self) -> datetime | None:
        """When the latest step became durable."""
        return self.filling.saved_at

    @property
    def state_words(self) -> str:
        """Where the declaration is between filling in and receipt."""
        return STATES[str(self.filling.declaration.state)]

    def table(self, table: str) -> Table:
        """A table of the form."""
        return self.form.tables[table]

    def field(self, place: Place) -> Field:
        """The field of a cell."""
        return self.form.tables[place.table].by_id[place.field]

    def rows(self, table: str) -> tuple[Key, ...]:
        """The rows of a table as they are shown: countries in the order of their names."""
        return self._order.rows(self.table(table), self.filling.at_hand.session.rows(table))

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the round in the order of their names."""
        return self._order.countries

    def rank(self, table: str, key: Key) -> int:
        """Where the country of a row stands in the order of the names; a row of no country stands before all."""
        return self._order.rank(country_of(self.table(table), key))

    def relevant(self, place: Place) -> bool:
        """Whether a question is asked."""
        return bool(self.filling.at_hand.session.relevant(place))

    def expected(self, place: Place) -> bool:
        """Whether an answer is owed."""
        return bool(self.filling.at_hand.session.expected(place))

    def cell(self, place: Place) -> Cell:
        """What stands in a cell, a computed one included."""
        field = self.field(place)
        if field.calculation is not None or (field.prefilled and place not in self.answers.cells):
            return Cell(value=self.filling.at_hand.session.value(place))
        return self.answers.cell(place)

    def last_cell(self, place: Place) -> Cell | None:
        """Last year's answer, if there was one."""
        cell = self.last.cell(place) if self.last is not None else None
        return None if cell is None or cell.blank else cell

    def counters(self, country: str) -> "Counters":
        """How much of a country, or of the general part (""), is answered."""
        return self.filling.at_hand.counting.counters(country)

    def counters_of_countries(self) -> "Counters":
        """How much of all countries together is answered."""
        return self.filling.at_hand.counting.of_countries()

    def message(self, finding: Finding) -> str:
        """A finding as a sentence in the user's language."""
        return self.filling.message(finding)

    def explained(self, finding: Finding) -> str:
        """A finding as a sentence and, where it has one, the line of its figures."""
        return f"{self.message(finding)}  {self.figures(finding)}".rstrip()

    def figures(self, finding: Finding) -> str:
        """The figures of a finding, as people of the user's language write them; empty where it has none."""
        return explanation(finding, self.filling.language)

    def enter(self, cells: Mapping[Place, Cell], why: str = "") -> bool:
        """Make a step of what was entered; says whether it was taken."""
        with undisturbed_by_collector(len(cells)):
            return self._enter(cells, why)

    def _enter(self, cells: Mapping[Place, Cell], why: str) -> bool:
        try:
            self.check()
            step = self.filling.enter(cells, why)
        except ReadmissionError as error:
            # The views still show what was typed: they redraw what stands there.
            self.stepped.emit(Changes(tuple(Edit(place, self.answers.cell(place), self.answers.cell(place)) for place in cells)))
            self.refused.emit(error)
            return False
        self._take_over(step)
        return True

    def add_row(self, table: str, parent: Key) -> Key | None:
        """Add a row to a list and return its key, or None when it was refused."""
        step = self._attempt(lambda: self.filling.add_row(table, parent))
        return step.changes.rows[0].key if step is not None and step.changes.rows else None

    def remove_row(self, table: str, key: Key) -> None:
        """Remove a row of a list with its answers."""
        self._attempt(lambda: self.filling.remove_row(table, key))

    def undo(self) -> None:
        """Take the latest step back."""
        self._attempt(self.filling.undo)

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self._attempt(self.filling.redo)

    def do(self, act: "Callable[[], Step | None]") -> bool:
        """Make a step by a task of its own; says whether it was taken."""
        return self._attempt(act) is not None

    def attached(self, place: Place) -> "tuple[Attachment, ...]":
        """The files attached to an answer."""
        return self.answers.attached(place)

    def _attempt(self, act: "Callable[[], Step | None]") -> "Step | None":
        try:
            self.check()
            step = act()
        except ReadmissionError as error:
            self.refused.emit(error)
            return None
        if step is not None:
            self._take_over(step)
        return step

    def touched(self, changes: Changes) -> frozenset[str] | None:
        """The countries that the latest step may look different for, "" for the general part; None when it may be all of them."""
        if self._touched is None or self._touched[0] is not changes:
            self._touched = changes, self._touched_by(changes)
        return self._touched[1]

    def _touched_by(self, changes: Changes) -> frozenset[str] | None:
        tables = self.form.tables
        found = {country_of(tables[place.table], place.key) for place in changes.places()}
        found |= {country_of(tables[row.table], row.key) for row in changes.rows}
        attached = (change.subject.place for change in changes.attachments)
        found |= {country_of(tables[place.table], place.key) for place in attached}
        # What has no country can be read by the conditions of every country; a finding is seen at its places alone.
        if "" in found:
            return None
        # A finding that has other figures points where it pointed: each such group of cells is looked at once.
        marked = {id(finding.places): finding.places for finding in self._answered_for}.values()
        rows = {(place.table, place.key) for places in marked for place in places}
        return frozenset(found | {country_of(tables[table], key) for table, key in rows})

    def brought_up(self) -> tuple[Finding | None, int]:
        """The gravest finding that the latest step brought up, and how many there are."""
        return (self.findings.first(self._brought_up) if self._brought_up else None), len(self._brought_up)

    def turned(self, changes: Changes) -> frozenset[Place] | None:
        """The cells that look different after the latest step: entered, computed, asked, owed or marked otherwise; None for all."""
        if self._reached is None:
            return None
        if self._turned is None or self._turned[0] is not changes:
            self._turned = changes, self._reached.union(changes.places())
        return self._turned[1]

    def _take_over(self, step: "Step") -> None:
        self._touched = self._turned = None
        self._reached = step.reached | self.findings.replace(step.removed, step.added)
        self._brought_up = step.added
        self._answered_for = (*step.removed, *step.added)
        self.stepped.emit(step.changes)
