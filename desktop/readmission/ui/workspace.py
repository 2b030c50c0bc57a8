"""The open declaration: header, band, the list of pages, the page, and the findings beside it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.finding import Finding
from readmission.answers.model import Place
from readmission.form.model import Origin, Shape
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.navigation import Navigation, entries
from readmission.ui.pages.comments import CommentsPage
from readmission.ui.pages.countries import CountriesPage
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.files import FilesPage
from readmission.ui.pages.finding_list import FindingView
from readmission.ui.pages.findings import FindingsPage
from readmission.ui.pages.general import GeneralPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.head_review import HeadReviewPage
from readmission.ui.pages.journal import JournalPage
from readmission.ui.pages.overview import OverviewPage
from readmission.ui.pages.owed import OwedPage
from readmission.ui.pages.page import Page
from readmission.ui.pages.people import PeoplePage
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.pages.release import ReleasePage
from readmission.ui.pages.replies import RepliesPage
from readmission.ui.pages.safety import SafetyPage
from readmission.ui.pages.sorting import SortingPage
from readmission.ui.speech import say
from readmission.ui.tab_order import follow_layout
from readmission.ui.widgets.comment_panel import CommentPanel
from readmission.ui.widgets.labels import heading, quiet
from readmission.ui.widgets.read_only import ReadOnlyBand
from readmission.ui.wording import country_of

PANE_WIDTH = 316
REPLY_SUFFIX = ".reply"


class Workspace(QWidget):
    """Everything that is shown of one declaration."""

    page_shown = Signal(str)
    told = Signal(str)
    writing_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.page = ""
        self.navigation = Navigation(self)
        self._pages = QStackedWidget(self)
        self._pages.setObjectName("pages")
        self._made: dict[str, Page] = {}
        self.pane = _Pane(desk, self)
        self.pane.hide()
        self.comments = CommentPanel(desk, self)
        self.comments.hide()
        self._back: QWidget | None = None
        self._walk = FindingView(desk)
        self._lay_out()
        self.navigation.page_asked.connect(self.show_page)
        self.pane.view.finding_asked.connect(self._on_finding_asked)
        desk.stepped.connect(self._on_desk_stepped)
        desk.state_changed.connect(lambda: self._on_desk_stepped(Changes()))
        desk.comment_asked.connect(self.comment_on)
        self.comments.closed.connect(self.close_comments)
        self.comments.told.connect(self.told)
        self.comments.all_asked.connect(lambda place: self.show_page(f"comments/{place}"))
        self.navigation.show_entries(entries(desk))

    def show_page(self, page: str) -> None:
        """Turn to a page: general, sorting, dossier/AL, table/T01, findings, review and so on, as the list of pages names them."""
        name, _, detail = page.partition("/")
        shown = self._page(name if name != "table" else page)
        if shown is None:
            return
        self.page = page
        self.comments.hide()
        self._name_page(page)
        self._pages.setCurrentWidget(shown)
        shown.arrive(detail)
        follow_layout(shown)
        self.navigation.show_page(page)
        if not self.pane.isHidden():
            self.pane.view.refresh()
        self.page_shown.emit(page)

    def go_to(self, place: Place) -> None:
        """Show a cell and put the cursor on it, wherever it is."""
        page = self.page_of(place)
        name, _, _ = page.partition("/")
        shown = self._page(page if name == "table" else name)
        if shown is not None:
            self.page = page
            self.comments.hide()
            self._name_page(page)
            self._pages.setCurrentWidget(shown)
            shown.go_to(place)
            follow_layout(shown)
            self.navigation.show_page(page)
            self.page_shown.emit(page)

    def resume(self, page: str, place: str) -> None:
        """Open at the page where the declaration was left, and at the cell if it is still one of it."""
        self.show_page(page)
        if not place:
            return
        where = Place.parse(place)
        table = self.desk.form.tables.get(where.table)
        known = table is not None and where.field in table.by_id and where.key in self.desk.rows(where.table)
        if known and self.page_of(where) == page:
            self.go_to(where)

    def page_of(self, place: Place) -> str:
        """The page on which a cell is answered."""
        table = self.desk.table(place.table)
        if table.shape in (Shape.GRID, Shape.LIST):
            return f"table/{table.id}"
        country = country_of(table, place.key)
        return f"dossier/{country}" if country else "general"

    def next_finding(self, by: int) -> None:
        """Go to the next finding, or with -1 to the one before."""
        self.desk.check()
        self._walk.refresh()
        finding = self._walk.following(by)
        if finding is None:
            self.told.emit(say("There are no findings."))
            return
        self._walk.choose(finding)
        self._on_finding_asked(finding)

    def comment_on(self, place: Place) -> None:
        """Show the comments on an answer below the page, with the cursor in the line that takes one."""
        self._back = QApplication.focusWidget()
        self.comments.stand_at(place)
        self.comments.show()
        self.comments.setFocus()

    def comment_here(self) -> None:
        """Comment on the cell that the cursor is on; where there is none, show all comments."""
        page = self.current_page()
        place = page.current_place() if page is not None else None
        if self.comments.isVisible():
            self.close_comments()
        elif place is not None and not isinstance(page, CommentsPage):
            self.comment_on(place)
        else:
            self.show_page(f"comments/{place}" if place is not None else "comments")

    def close_comments(self) -> None:
        """Hide the comments; the cursor is where it was."""
        self.comments.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()

    def take_files(self, files: list[Path]) -> None:
        """Read files that were dropped on the window, on the page that is made for them."""
        replies = [file for file in files if file.suffix.casefold() == REPLY_SUFFIX]
        self.show_page("replies" if replies else "files")
        page = self.current_page()
        if replies and isinstance(page, RepliesPage):
            page.open_file(replies[0])
        elif isinstance(page, FilesPage):
            page.read(files)

    def _name_page(self, page: str) -> None:
        # A screen reader says it when the cursor comes from another page.
        name, _, country = page.partition("/")
        title = self.desk.wording.country(country) if name == "dossier" else self.navigation.title(page)
        self._pages.setAccessibleName(title)

    def current_page(self) -> Page | None:
        """The page that is shown."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, Page) else None

    def _on_finding_asked(self, finding: Finding) -> None:
        if finding.places:
            self.go_to(finding.places[0])
            self.told.emit(f"{say(marks.WORDS[finding.severity]).capitalize()}: {self.desk.message(finding)}")

    def _on_desk_stepped(self, changes: Changes) -> None:
        page = self.current_page()
        if page is not None:
            page.redraw(changes)
        self.navigation.show_entries(entries(self.desk))
        if self.pane.isVisible():
            self.pane.view.refresh()

    def _page(self, name: str) -> Page | None:
        found = self._made.get(name)
        if found is None:
            found = self._make(name)
            if found is None:
                return None
            self._made[name] = found
            self._pages.addWidget(found)
            found.page_asked.connect(self.show_page)
            found.place_asked.connect(self.go_to)
            found.told.connect(self.told)
        return found

    def _make(self, name: str) -> Page | None:
        kind, _, table = name.partition("/")
        if kind == "table":
            known = self.desk.form.tables.get(table)
            return GridPage(self.desk, table) if known is not None and known.origin is Origin.MINISTRY else None
        if kind in ("sorting", "questions") and not self.desk.asks_countries:
            return None
        if kind in ("review", "release", "replies") and not self.desk.sends:
            return None
        made: type[Page] | None = {
            "general": GeneralPage,
            "files": FilesPage,
            "sorting": SortingPage,
            "countries": CountriesPage,
            "questions": QuestionsPage,
            "dossier": DossierPage,
            "overview": OverviewPage,
            "owed": OwedPage,
            "people": PeoplePage,
            "journal": JournalPage,
            "comments": CommentsPage,
            "findings": FindingsPage,
            "release": ReleasePage,
            "review": HeadReviewPage,
            "replies": RepliesPage,
            "safety": SafetyPage,
        }.get(kind)
        return made(self.desk) if made is not None else None

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.desk.round.rehearsal:
            column.addWidget(_band())
        if self.desk.readonly:
            column.addWidget(ReadOnlyBand(self.desk, self.writing_asked.emit))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.navigation)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._pages, 1)
        middle.addWidget(self.comments)
        row.addLayout(middle, 1)
        row.addWidget(self.pane)
        column.addLayout(row, 1)


class _Pane(QWidget):
    """The findings beside any page."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFixedWidth(PANE_WIDTH)
        self.view = FindingView(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 8)
        column.setSpacing(6)
        title = heading(say("Findings"), 1.12, self)
        title.setContentsMargins(8, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.view, 1)
        hint = quiet(say("Enter goes to the answer, F8 to the next finding, F7 hides this."), self)
        hint.setWordWrap(True)
        hint.setContentsMargins(8, 0, 0, 0)
        column.addWidget(hint)


def _band() -> QWidget:
    band = QWidget()
    band.setObjectName("band")
    band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(band)
    row.setContentsMargins(16, 4, 16, 4)
    label = QLabel(say("REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT"), band)
    label.setFont(theme.font(scale=0.92, bold=True))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(label)
    return band
