"""What files would change, as lines: what becomes of a cell, which one, what stands there, what would stand there, and where from."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.speech import language, say
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, TOOLTIP, Index

if TYPE_CHECKING:
    from readmission.tasks.incoming.preview import Line, Personal, Preview, Unread

PLACE: Final = int(Qt.ItemDataRole.UserRole) + 21
# The kinds in the order in which a person wants to see them.
KINDS: Final = {
    "refused": "Not read",
    "unread": "Not understood",
    "personal": "Personal data?",
    "changed": "Changed",
    "added": "New",
    "removed": "Blank in the file",
}


Words: TypeAlias = tuple[str, str, str, str]
# A line, something that was not read, what looks like data of a person, or a file with the error that refused it.
Shown: TypeAlias = Any


class IncomingModel(QAbstractTableModel):
    """The lines of one kind, or all of them.

    A workbook has tens of thousands of lines: each is put in words when somebody looks at it or for it, and not before.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._of_kind: Mapping[str, list[Shown]] = {}
        self._words_of: dict[int, Words] = {}
        self.lines: list[Shown] = []
        self._kinds: list[str] = []
        self._kind = ""
        self._words = ""

    def show_preview(self, preview: "Preview | None") -> None:
        """Show what files would change, what needs a look first; None shows nothing."""
        self._of_kind = _by_kind(preview, self._desk) if preview is not None else {}
        self._words_of = {}
        self._kind = ""
        self._sift()

    def show_kind(self, kind: str) -> None:
        """Show the lines of one kind; an empty text shows all."""
        self._kind = kind
        self._sift()

    def look_for(self, words: str) -> None:
        """Show the lines that hold these letters."""
        self._words = words.casefold().strip()
        self._sift()

    def counts(self) -> dict[str, int]:
        """How many lines of each kind there are."""
        return {kind: len(self._of_kind.get(kind, ())) for kind in KINDS}

    def _sift(self) -> None:
        self.beginResetModel()
        self.lines, self._kinds = [], []
        for kind in (self._kind,) if self._kind else KINDS:
            found = [line for line in self._of_kind.get(kind, ()) if not self._words or self._says(kind, line)]
            self.lines += found
            self._kinds += [kind] * len(found)
        self.endResetModel()

    def _says(self, kind: str, line: Shown) -> bool:
        return self._words in " ".join(self._in_words(kind, line)).casefold()

    def _in_words(self, kind: str, line: Shown) -> Words:
        """Where, what stands here, what would stand here, and from which cell of which file."""
        found = self._words_of.get(id(line))
        if found is None:
            say_of = _WORDS.get(kind)
            found = self._words_of[id(line)] = say_of(line) if say_of else _of_line(line, self._desk)
        return found

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 5

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line, kind = self.lines[index.row()], self._kinds[index.row()]
        if role == PLACE:
            return getattr(line, "place", None)
        texts = (say(KINDS[kind]), *self._in_words(kind, line))
        if role == ACCESSIBLE:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}: {texts[index.column()]}"
        return texts[index.column()] if role in (DISPLAY, TOOLTIP) else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return (say("What"), say("Where"), say("Here"), say("In the file"), say("Cell of the file"))[section]
        return None


def _by_kind(preview: "Preview", desk: Desk) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {
        "refused": list(preview.refused.items()),
        "unread": list(preview.unread),
        "personal": list(preview.personal),
    }
    for line in sorted(preview.lines, key=lambda line: (line.place.table, desk.rank(line.place.table, line.place.key))):
        found.setdefault(line.status, []).append(line)
    return found


def _of_refused(one: "tuple[str, ReadmissionError]") -> Words:
    file, error = one
    return file, "", str(language().explain(error)), file


def _of_unread(one: "Unread") -> Words:
    return say(one.why, **one.values), "", one.shown, str(one.at)


def _of_personal(one: "Personal") -> Words:
    return say(one.looks), "", one.text, str(one.at)


def _of_line(line: "Line", desk: Desk) -> Words:
    wording, asked = desk.wording, desk.field(line.place)
    old, new = (_with_note(wording.cell(asked, cell), cell.note) for cell in (line.old, line.new))
    return wording.place(line.place), old, new, str(line.at)


def _with_note(text: str, note: str) -> str:
    return f"{text} [{note}]".lstrip() if note else text


_WORDS: Final[Mapping[str, Callable[[Any], Words]]] = {"refused": _of_refused, "unread": _of_unread, "personal": _of_personal}
