"""The files attached to an answer: added by a button or by dropping them, listed, described, copied out and removed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.running import run
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Message

if TYPE_CHECKING:
    from readmission.answers.attachment import Attachment
    from readmission.tasks.search_personal import Searched

_FILE: Final = int(Qt.ItemDataRole.UserRole) + 21
_LINES: Final = 4
_PAGES: Final = 12
_PADDING: Final = 9
_DROPS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileList(QListWidget):
    """The files at an answer, one a line; Delete asks for removal, Enter or the menu key for what else can be done."""

    removal_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_files(self, attached: "Sequence[Attachment]") -> None:
        """Show other files; the cursor stays at the same one, or in its line."""
        before, row = self.current(), self.currentRow()
        self.clear()
        for one in attached:
            item = QListWidgetItem(" · ".join(part for part in (one.name, _size(one.size), one.note) if part), self)
            item.setData(_FILE, one)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + _PADDING))
            item.setToolTip(f"{item.text()}\nSHA-512 {one.sha512[:32]}…")
        same = next((at for at, one in enumerate(attached) if before is not None and one.key == before.key), row)
        if attached:
            self.setCurrentRow(max(0, min(same, len(attached) - 1)))
            self.setFixedHeight(self.sizeHintForRow(0) * min(len(attached), _LINES) + 2 * self.frameWidth() + 2)
        self.setVisible(bool(attached))

    def current(self) -> "Attachment | None":
        """The file that the cursor is on."""
        found: Attachment | None = self.currentItem().data(_FILE) if self.currentRow() >= 0 else None
        return found

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.menu_asked.emit(self.mapToGlobal(self.visualItemRect(self.currentItem()).bottomLeft()))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentRow() >= 0:
            self.menu_asked.emit(event.globalPos())


class EvidenceStrip(QWidget):
    """What is attached to one answer; files can be dropped on all of its question."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.place = place
        self.list = FileList(self)
        self.add = QPushButton(say("Attach files…"), self)
        self.more = QToolButton(self)
        self.message = Message(self)
        self.menu = QMenu(self)
        self._lay_out()
        self.add.clicked.connect(self._on_add_clicked)
        self.list.removal_asked.connect(self.remove)
        self.list.menu_asked.connect(self.menu.popup)

    def take_drops_of(self, *widgets: QWidget) -> None:
        """Attach what is dropped on these widgets too."""
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def show_place(self, place: Place) -> None:
        """Show what is attached to an answer now."""
        if place != self.place:
            self.message.show_finding(None)
        self.place = place
        attached = self._desk.attached(place)
        self.list.show_files(attached)
        self.more.setVisible(bool(attached))
        writable = not self._desk.readonly
        self.add.setEnabled(writable)
        for action in self._changing:
            action.setEnabled(writable)
        kinds = ", ".join(kind.value.upper() for kind in self._desk.field(place).attachments)
        self.add.setToolTip(say("{kinds}; files can also be dropped here", kinds=kinds))
        self.add.setAccessibleDescription(self.add.toolTip())

    def attach(self, files: Sequence[Path]) -> None:
        """Attach files, each as a step of its own; one that is refused is explained and the others go on."""
        remarks = [remark for path in files for remark in self._attach_one(path)]
        warned = any(severity is Severity.WARNING for severity, _ in remarks)
        told = " ".join(text for _, text in remarks)
        self.message.show_finding((Severity.WARNING if warned else Severity.NOTE) if told else None, told)

    def remove(self) -> None:
        """Take the current file off the answer; undo brings it back."""
        from readmission.tasks.attach import remove  # noqa: PLC0415 - the data layer comes after the first paint

        chosen = self.list.current()
        if chosen is not None and not self._desk.readonly:
            self._desk.do(lambda: remove(self._desk.filling, chosen))
            (self.list if self.list.count() else self.add).setFocus()

    def describe(self, note: str) -> None:
        """Give the current file another note."""
        from readmission.tasks.attach import annotate  # noqa: PLC0415 - the data layer comes after the first paint

        chosen = self.list.current()
        if chosen is not None and note != chosen.note:
            self._desk.do(lambda: annotate(self._desk.filling, chosen, note))

    def copy_to(self, target: Path, *, then_open: bool = False) -> None:
        """Write a copy of the current file and say that it is not encrypted."""
        from readmission.tasks.attach import save_copy  # noqa: PLC0415 - the data layer comes after the first paint

        chosen = self.list.current()
        if chosen is None:
            return
        try:
            path = save_copy(self._desk.filling, chosen, target)
        except ReadmissionError as error:
            self._desk.refused.emit(error)
            return
        told = say("Copied to {path}. The copy is not encrypted: delete it when you no longer need it.", path=path)
        self.message.show_finding(Severity.NOTE, told)
        if then_open:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _DROPS and isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return self._take_drop(event)
        return super().eventFilter(watched, event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._take_drop(event):
            event.ignore()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if not self._take_drop(event):
            event.ignore()

    def _take_drop(self, event: QDragEnterEvent | QDragMoveEvent | QDropEvent) -> bool:
        files = [Path(address.toLocalFile()) for address in event.mimeData().urls() if address.isLocalFile()]
        if not files or self._desk.readonly:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            # The other program waits until the drop is over; reading begins after it.
            QTimer.singleShot(0, lambda: self.attach(files))
        return True

    def _attach_one(self, path: Path) -> "list[tuple[Severity, str]]":
        from readmission.tasks.attach import examine, put  # noqa: PLC0415 - the data layer comes after the first paint

        place, filling = self.place, self._desk.filling
        try:
            examined = run(self, say("Attaching files"), lambda _progress: examine(filling, path, place))
        except ReadmissionError as error:
            self._desk.refused.emit(error)
            return []
        taken = self._desk.do(lambda: put(filling, examined))
        return _remarks(examined.attachment.name, examined.searched) if taken else []

    def _on_add_clicked(self) -> None:
        kinds = " ".join(f"*.{kind.value}" for kind in self._desk.field(self.place).attachments)
        chosen, _ = QFileDialog.getOpenFileNames(
            self, say("Attach files"), "", f"{say('Files')} ({kinds});;{say('All files')} (*)"
        )
        if chosen:
            self.attach([Path(name) for name in chosen])

    def _on_copy(self, *, then_open: bool) -> None:
        chosen = self.list.current()
        if chosen is not None:
            target, _ = QFileDialog.getSaveFileName(self, say("Save a copy"), chosen.name)
            if target:
                self.copy_to(Path(target), then_open=then_open)

    def _on_note(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            note, taken = QInputDialog.getText(self, chosen.name, say("What does it show?"), text=chosen.note)
            if taken:
                self.describe(note)

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.list.setAccessibleName(say("Attached files"))
        self.list.setAccessibleDescription(say("Delete removes the file, Enter offers what else can be done with it."))
        self.menu.addAction(say("Save a copy…"), lambda: self._on_copy(then_open=False))
        self.menu.addAction(say("Save a copy and open it…"), lambda: self._on_copy(then_open=True))
        self._changing: list[QAction] = [
            self.menu.addAction(say("What it shows…"), self._on_note),
            self.menu.addAction(say("Remove"), self.remove),
        ]
        self.more.setText(say("File") + "  ▾")
        self.more.setAccessibleName(say("What to do with the file"))
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.more)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.message)


def _size(size: int) -> str:
    kilobytes = max(1, round(size / 1000))
    return say("{size} kB", size=language().number(kilobytes))


def _remarks(name: str, searched: "Searched") -> list[tuple[Severity, str]]:
    notes: list[tuple[Severity, str]] = []
    if searched.unread is not None:
        told = say("“{name}” cannot be searched for data of persons: please look through it yourself.", name=name)
        notes.append((Severity.NOTE, told))
    if searched.pictures:
        pages = ", ".join(map(str, searched.pictures[:_PAGES])) + ("…" if len(searched.pictures) > _PAGES else "")
        told = say(
            "Pages of “{name}” are pictures and cannot be searched for data of persons: please look through them ({pages}).",
            name=name,
            pages=pages,
        )
        notes.append((Severity.NOTE, told))
    if not searched.found:
        return notes
    first = searched.found[0]
    where = first.at.cell or (say("page {number}", number=first.at.sheet) if first.at.sheet else first.at.file)
    told = say(
        "“{name}” may hold data of persons. {text} ({cell}) looks like {looks}; found in all: {count}.",
        name=name,
        text=first.text,
        cell=where,
        looks=say(first.looks),
        count=len(searched.found),
    )
    return [(Severity.WARNING, told), *notes]
