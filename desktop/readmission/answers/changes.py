"""What a step changed: for the journal, for undo and for views."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from readmission.answers.attachment import Attachment, AttachmentKey
from readmission.answers.model import BLANK, Cell, Key, Place


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell before and after."""

    place: Place
    old: Cell
    new: Cell

    def inverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(self.place, self.new, self.old)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that a step added to a list or removed from it; its cells are among the step's edits."""

    table: str
    key: Key
    added: bool

    def inverse(self) -> "RowChange":
        """The change that takes this one back."""
        return RowChange(self.table, self.key, not self.added)


@dataclass(frozen=True, slots=True)
class AttachmentChange:
    """A file that a step attached (no `old`), removed (no `new`) or described otherwise."""

    old: Attachment | None
    new: Attachment | None

    def __post_init__(self) -> None:
        if self.old == self.new or (self.old and self.new and self.old.key != self.new.key):
            raise ValueError("an attachment is attached, removed or described otherwise")

    @property
    def subject(self) -> Attachment:
        """The attachment that it is about."""
        subject = self.new or self.old
        assert subject is not None
        return subject

    def inverse(self) -> "AttachmentChange":
        """The change that takes this one back."""
        return AttachmentChange(self.new, self.old)


@dataclass(frozen=True, slots=True)
class Changes:
    """One step: everything that changed together and is undone together."""

    edits: tuple[Edit, ...] = ()
    rows: tuple[RowChange, ...] = ()
    attachments: tuple[AttachmentChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits or self.rows or self.attachments)

    def inverse(self) -> "Changes":
        """The step that takes this one back, in the opposite order."""
        return Changes(
            tuple(edit.inverse() for edit in reversed(self.edits)),
            tuple(row.inverse() for row in reversed(self.rows)),
            tuple(change.inverse() for change in reversed(self.attachments)),
        )

    def touches(self, table: str, key: Key | None = None) -> bool:
        """Whether anything of a table, or of one of its rows, changed."""
        places = (*self.places(), *(change.subject.place for change in self.attachments))
        return any(place.table == table and (key is None or place.key[: len(key)] == key) for place in places) or any(
            row.table == table for row in self.rows
        )

    def places(self) -> Iterator[Place]:
        """The places whose cells changed."""
        return (edit.place for edit in self.edits)


@dataclass(slots=True)
class Answers:
    """The answers of one declaration: its cells that are not blank, the rows of its lists, and the files attached to answers."""

    cells: dict[Place, Cell]
    rows: dict[str, dict[Key, None]]
    attachments: dict[AttachmentKey, Attachment] = field(default_factory=dict)

    @staticmethod
    def empty() -> "Answers":
        """No answers at all."""
        return Answers({}, {})

    @staticmethod
    def of(cells: dict[Place, Cell], lists: frozenset[str] = frozenset()) -> "Answers":
        """Answers from cells alone; a row of a list exists where one of its cells does."""
        rows: dict[str, dict[Key, None]] = {}
        for place in cells:
            if place.table in lists:
                rows.setdefault(place.table, {}).setdefault(place.key)
        return Answers(cells, rows)

    def cell(self, place: Place) -> Cell:
        """What stands at a place."""
        return self.cells.get(place, BLANK)

    def apply(self, changes: Changes) -> None:
        """Take a step over."""
        for edit in changes.edits:
            if edit.new == BLANK:
                self.cells.pop(edit.place, None)
            else:
                self.cells[edit.place] = edit.new
        for row in changes.rows:
            rows = self.rows.setdefault(row.table, {})
            if row.added:
                rows.setdefault(row.key)
            else:
                rows.pop(row.key, None)
        for change in changes.attachments:
            if change.new is None:
                self.attachments.pop(change.subject.key, None)
            else:
                self.attachments[change.new.key] = change.new

    def attached(self, place: Place) -> tuple[Attachment, ...]:
        """The files attached to a place, in order of their names."""
        found = (attachment for attachment in self.attachments.values() if attachment.place == place)
        return tuple(sorted(found, key=lambda attachment: (attachment.name.casefold(), attachment.sha512)))
