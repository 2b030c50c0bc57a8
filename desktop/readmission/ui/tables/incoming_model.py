"""What files would change, as lines: what becomes of a cell, which one, what stands there, what would stand there, and where from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from typing_extensions import override

from readmission.answers.model import Place
from readmission.ui.desk import Desk
from readmission.ui.speech import language, say
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, TOOLTIP, Index

if TYPE_CHECKING:
    from readmission.tasks.incoming.preview import Preview

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


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a preview in words."""

    kind: str
    where: str
    old: str
    new: str
    at: str
    place: Place | None = None


def shown_lines(preview: "Preview", desk: Desk) -> list[ShownLine]:
    """Every line of a preview, what needs a look first."""
    wording = desk.wording
    lines = [ShownLine("refused", file, "", str(language().explain(error)), file) for file, error in preview.refused.items()]
    lines += [ShownLine("unread", say(one.why, **one.values), "", one.shown, str(one.at)) for one in preview.unread]
    lines += [ShownLine("personal", say(one.looks), "", one.text, str(one.at)) for one in preview.personal]
    changed = [
        ShownLine(
            str(line.status),
            wording.place(line.place),
            wording.cell(desk.field(line.place), line.old),
            wording.cell(desk.field(line.place), line.new),
            str(line.at),
            line.place,
        )
        for line in preview.lines
    ]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return lines + sorted(changed, key=lambda line: order[line.kind])


class IncomingModel(QAbstractTableModel):
    """The lines of one kind, or all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[ShownLine] = []
        self.lines: list[ShownLine] = []
        self._kind = ""
        self._words = ""

    def show_lines(self, lines: list[ShownLine]) -> None:
        """Show another preview."""
        self._all = lines
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
        return {kind: sum(line.kind == kind for line in self._all) for kind in KINDS}

    def _sift(self) -> None:
        self.beginResetModel()
        self.lines = [
            line
            for line in self._all
            if (not self._kind or line.kind == self._kind)
            and (not self._words or self._words in f"{line.where} {line.old} {line.new} {line.at}".casefold())
        ]
        self.endResetModel()

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
        line = self.lines[index.row()]
        if role == PLACE:
            return line.place
        texts = (say(KINDS[line.kind]), line.where, line.old, line.new, line.at)
        if role == ACCESSIBLE:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}: {texts[index.column()]}"
        return texts[index.column()] if role in (DISPLAY, TOOLTIP) else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return (say("What"), say("Where"), say("Here"), say("In the file"), say("Cell of the file"))[section]
        return None
