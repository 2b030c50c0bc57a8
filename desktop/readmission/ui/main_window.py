"""The window: the start page, or one open declaration with header, pages and status bar."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from readmission.collector import hold, release
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.texts import Language
from readmission.ui import opening
from readmission.ui.backing_up import BackingUp
from readmission.ui.dropped import for_what_is_open
from readmission.ui.failure import show_error
from readmission.ui.memory import Memory, name_of
from readmission.ui.pages.start import StartPage
from readmission.ui.running import run
from readmission.ui.spare_time import SpareTime
from readmission.ui.speech import language, say
from readmission.ui.status_line import StatusLine
from readmission.ui.theme import Theme
from readmission.ui.window_actions import Asked, enable, make_actions

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from readmission.answers.changes import Changes
    from readmission.tasks.fill import Filling
    from readmission.ui.desk import Desk
    from readmission.ui.workspace import Workspace

WIDE = 1600


class MainWindow(QMainWindow):
    """The program's only window."""

    language_asked = QtCore.Signal(str)

    def __init__(self, memory: Memory, theme: Theme) -> None:
        super().__init__()
        self._memory = memory
        self._theme = theme
        self.desk: Desk | None = None
        self.workspace: Workspace | None = None
        self._open: QWidget | None = None
        self._stack = QStackedWidget(self)
        self.start = StartPage(memory, self)
        self._stack.addWidget(self.start)
        self.setCentralWidget(self._stack)
        self.setWindowTitle(say("Readmission"))
        self.setMinimumSize(1024, 640)
        self.setAcceptDrops(True)
        self.actions_by_name = self._make_actions()
        self.status = StatusLine(self)
        self.backing_up = BackingUp(self, self.status.tell)
        self.backing_up.made.connect(self._on_backup_made)
        self.spare_time = SpareTime(self)
        self.start.open_asked.connect(self.open)
        self.start.read_asked.connect(lambda folder, slot, password: self.open(folder, slot, password, readonly=True))
        self.start.new_asked.connect(self.make_new)
        self.start.carry_over_asked.connect(self.carry_over)
        if memory.geometry is None or not self.restoreGeometry(memory.geometry):
            self.resize(1366, 740)
        self._show_actions()

    def open(self, folder: Path, slot: str, password: str, *, readonly: bool = False) -> None:
        """Open a declaration, or say beside the password why it did not open."""
        try:
            filling = run(
                self, say("Opening"), lambda _progress: opening.open_declaration(folder, slot, password, readonly=readonly)
            )
        except ReadmissionError as error:
            self.start.show_refusal(error)
            return
        self._memory.remember(folder)
        self._memory.keep_person(folder, slot)
        self.take(filling)

    def take(self, filling: "Filling") -> None:
        """Show an open declaration where it was left."""
        from readmission.ui.desk import Desk  # noqa: PLC0415 - this and what follows below: not before the first paint
        from readmission.ui.header import Header  # noqa: PLC0415
        from readmission.ui.workspace import Workspace  # noqa: PLC0415

        self.close_declaration()
        hold()
        self.desk = desk = Desk(filling, self)
        self.workspace = workspace = Workspace(desk)
        header = Header(desk, self.actions_by_name)
        self._open = QWidget()
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(workspace, 1)
        self._stack.addWidget(self._open)
        self._stack.setCurrentWidget(self._open)
        desk.stepped.connect(self._on_desk_stepped)
        desk.refused.connect(self._on_desk_refused)
        desk.backed_up.connect(self._on_backup_made)
        workspace.told.connect(self.status.tell)
        workspace.writing_asked.connect(self._on_writing_asked, QtCore.Qt.ConnectionType.QueuedConnection)
        workspace.page_shown.connect(self._on_page_shown)
        header.page_asked.connect(workspace.show_page)
        header.place_asked.connect(workspace.go_to)
        workspace.pane.setVisible(self.width() >= WIDE)
        workspace.resume(self._memory.page(self._name()) or "countries", self._memory.place(self._name()))
        self.setWindowTitle(f"{filling.folder.name} ({filling.folder.parent}) — {say('Readmission')}")
        self.status.show_desk(self.desk)
        self._show_actions()
        self.backing_up.begin(filling)
        self.spare_time.begin(desk.prepare())
        self.status.show_backup(desk)
        hold()

    def hand_over(self, other: "MainWindow", spoken: Language) -> None:
        """Leave the open declaration, at its place, to a window that speaks another language."""
        if self.desk is None or self.workspace is None or self._open is None:
            return
        # A field that still has the cursor enters what was typed.
        self.setFocus()
        page = self.workspace.current_page()
        place = page.current_place() if page is not None else None
        filling, shown = self.desk.filling, self.workspace.page
        self.desk = self.workspace = None
        self.spare_time.end()
        self.backing_up.end()
        filling.speak(spoken)
        other.take(filling)
        if other.workspace is not None:
            other.workspace.show_page(shown)
            if place is not None:
                other.workspace.go_to(place)

    def close_declaration(self) -> None:
        """Close what is open; everything is saved already."""
        if self.desk is None or self._open is None:
            return
        if self.backing_up.busy:
            self.backing_up.later(self.close_declaration)
            return
        self._keep_place()
        # A field that still has the cursor enters what was typed.
        self.setFocus()
        self.spare_time.end()
        self.backing_up.end()
        desk, opened = self.desk, self._open
        self.desk = self.workspace = self._open = None
        # Nothing can be entered any more while the backup is made.
        self._stack.setCurrentWidget(self.start)
        self._stack.removeWidget(opened)
        self.start.show_choice()
        backed_up = run(self, say("Backing up and closing"), lambda _progress: opening.close_safely(desk.filling))
        desk.deleteLater()
        opened.deleteLater()
        release()
        self.start.show_backup(backed_up)
        self.setWindowTitle(say("Readmission"))
        self.status.show_desk(self.desk)
        self._show_actions()

    def open_path(self, path: Path) -> None:
        """What was double-clicked: a round pack begins a declaration, anything else is a declaration or lies in one."""
        if path.suffix.casefold() == opening.PACK_SUFFIX:
            self.make_new(path)
        else:
            self.start.ask_password(path if path.is_dir() else path.parent)

    def make_new(self, pack: Path | None = None) -> None:
        """Make a declaration from a round pack, then ask for its password."""
        from readmission.ui.dialogs.new import NewDialog  # noqa: PLC0415

        dialog = NewDialog(self, pack)
        if dialog.exec() and dialog.created is not None:
            self._memory.keep_person(dialog.created.folder, dialog.created.slots[0])
            self.start.ask_password(dialog.created.folder)

    def carry_over(self) -> None:
        """Make this year's declaration from last year's, then ask for its password."""
        from readmission.ui.dialogs.carry_over import CarryOverDialog  # noqa: PLC0415

        dialog = CarryOverDialog(self)
        if dialog.exec() and dialog.created is not None:
            folder = dialog.created.folder
            self._memory.keep_person(folder, dialog.created.slots[0])
            self.start.ask_password(folder)
            self.start.unlock.show_note(
                say("What became of each of last year's answers stands in {file}.", file=folder / "carried-over.html")
            )

    @override
    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            if self.workspace is not None:
                from readmission.ui.pages.files import expect_files  # noqa: PLC0415

                expect_files(self.workspace.desk)

    @override
    def dropEvent(self, event: "QDropEvent") -> None:
        files = [Path(address.toLocalFile()) for address in event.mimeData().urls() if address.isLocalFile()]
        event.acceptProposedAction()
        # The other program waits until the drop is over; reading begins after it.
        QtCore.QTimer.singleShot(0, lambda: self.take_files(files))

    def take_files(self, files: list[Path]) -> None:
        """Do with files what they are for: a round pack or a folder opens, everything else is read into what is open."""
        files = for_what_is_open(files, self.desk, lambda error: show_error(self, error))
        if files and self.workspace is not None:
            self.workspace.take_files(files)
        elif files:
            self.open_path(files[0])

    @override
    def closeEvent(self, event: "QCloseEvent") -> None:
        if self.backing_up.busy:
            event.ignore()
            self.backing_up.later(self.close)
            return
        self._memory.geometry = self.saveGeometry()
        self.close_declaration()
        super().closeEvent(event)

    def _keep_place(self) -> None:
        page = self.workspace.current_page() if self.workspace is not None else None
        place = page.current_place() if page is not None else None
        self._memory.keep_place(self._name(), str(place) if place is not None else "")

    def _name(self) -> str:
        return name_of(self.desk.filling.folder) if self.desk is not None else ""

    def _make_actions(self) -> dict[str, QAction]:
        asked: tuple[Asked, ...] = (
            ("undo", say("Undo"), "Ctrl+Z", self._on_undo),
            ("redo", say("Redo"), "Ctrl+Y", self._on_redo),
            ("find", say("Find"), "Ctrl+F", self._on_find_asked),
            ("reason", say("No answer, because…"), "Ctrl+R", self._on_reason_asked),
            ("comment", say("Comment on this answer…"), "Ctrl+Shift+M", self._on_comment_asked),
            ("-next", say("Next finding"), "F8", lambda: self._on_finding_asked(1)),
            ("before", say("Finding before"), "Shift+F8", lambda: self._on_finding_asked(-1)),
            ("pane", say("Findings beside the page"), "F7", self._on_pane_toggled),
            ("pages", say("List of pages"), "F6", self._on_pages_asked),
            ("-system", say("Colours of the system"), "", lambda: self._choose_scheme("")),
            ("light", say("Light"), "", lambda: self._choose_scheme("light")),
            ("dark", say("Dark"), "", lambda: self._choose_scheme("dark")),
            ("-print", say("Print…"), "Ctrl+P", self._on_print_asked),
            ("-keys", say("Keys"), "Ctrl+F1", self._show_keys),
            ("help", say("Help"), "F1", self.show_help),
            ("close", say("Close the declaration"), "Ctrl+W", self.close_declaration),
        )
        return make_actions(self, asked, self.language_asked.emit)

    def _show_actions(self) -> None:
        enable(self.actions_by_name, opened=self.desk is not None, readonly=self.desk is not None and self.desk.readonly)

    def _on_undo(self) -> None:
        if self.desk is not None:
            self.desk.undo()

    def _on_redo(self) -> None:
        if self.desk is not None:
            self.desk.redo()

    def _on_find_asked(self) -> None:
        from readmission.ui.header import Header  # noqa: PLC0415

        header = self._open.findChild(Header) if self._open is not None else None
        if isinstance(header, Header):
            header.search.setFocus()

    def _on_comment_asked(self) -> None:
        if self.workspace is not None:
            self.workspace.comment_here()

    def _on_writing_asked(self) -> None:
        if self.desk is not None:
            folder = self.desk.filling.folder
            self.close_declaration()
            self.start.ask_password(folder)

    def _on_finding_asked(self, by: int) -> None:
        if self.workspace is not None:
            self.workspace.next_finding(by)

    def _on_pages_asked(self) -> None:
        if self.workspace is not None:
            self.workspace.navigation.setFocus()

    def _on_reason_asked(self) -> None:
        page = self.workspace.current_page() if self.workspace is not None else None
        if page is not None:
            page.offer_reasons()

    def _on_print_asked(self) -> None:
        from readmission.ui.dialogs.printing import PrintDialog  # noqa: PLC0415

        if self.desk is not None and self.workspace is not None:
            name, _, country = self.workspace.page.partition("/")
            dialog = PrintDialog(self.desk, country if name == "dossier" else "", self)
            if dialog.exec() and dialog.written is not None:
                self.status.tell(say("Written: {file}", file=dialog.written))

    def show_help(self, topic: str = "") -> None:
        """Show the help on what is on screen."""
        from readmission.ui.dialogs.help import show_help  # noqa: PLC0415

        name = self.workspace.page.partition("/")[0] if self.workspace is not None else "start"
        show_help(self, topic or name)

    def _show_keys(self) -> None:
        from readmission.ui.dialogs.keys import show_keys  # noqa: PLC0415

        show_keys(self)

    def _on_pane_toggled(self) -> None:
        if self.workspace is not None:
            pane = self.workspace.pane
            pane.setVisible(not pane.isVisible())
            if pane.isVisible():
                pane.view.refresh()
                pane.view.setFocus()

    def _choose_scheme(self, scheme: str) -> None:
        self._memory.scheme = scheme
        self._theme.choose(scheme)

    def _on_page_shown(self, page: str) -> None:
        self._memory.keep_page(self._name(), page)
        self._on_backup_made()

    def _on_backup_made(self) -> None:
        if self.desk is not None:
            self.status.show_backup(self.desk)

    def _on_desk_stepped(self, _changes: "Changes") -> None:
        self.spare_time.rest()
        if self.desk is not None:
            self.status.show_step(self.desk)

    def _on_desk_refused(self, error: ReadmissionError) -> None:
        if self.desk is not None and self.desk.readonly:
            # The band on every page says why; a dialogue at each key would only be in the way.
            self.status.tell(language().explain(error).happened)
            return
        show_error(self, error)
