"""The head's review: a row a country with ratings, numbers, warnings and changes; approve or send back, one country or many."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import say, say_count
from readmission.ui.tables.review_model import FIXED, ReviewLine, ReviewModel, verdict_words
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import Card, heading, hint, quiet

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.answers.finding import Settlement
    from readmission.tasks.head_review import CountryReview

_PLACE = int(Qt.ItemDataRole.UserRole) + 1
_COUNTRY_WIDTH = 150
_FIXED_WIDTHS = (178, 70, 76)
_DETAIL_WIDTH = 292
# However large the texts are, the table of countries keeps more than half of a small screen.
_DETAIL_WIDEST = 440
_RATINGS, _NUMBERS = "ratings", "numbers"
_WIDTHS = {_RATINGS: 58, _NUMBERS: 92}


class HeadReviewPage(Page):
    """Go through the countries, look at what changed, and judge them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = ReviewModel(desk, self)
        self.view = QTableView(self)
        self.detail = _Detail(desk, self)
        self._summary = quiet(parent=self)
        self._kinds = QButtonGroup(self)
        self._kind = _RATINGS
        self._only = QPushButton(say("Only what waits for me"), self)
        self._dress_view()
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self._only.toggled.connect(lambda _checked: self.redraw(Changes()))
        self.detail.approve.clicked.connect(self._on_approve_clicked)
        self.detail.back.clicked.connect(self._on_back_clicked)
        self.detail.comment.returnPressed.connect(self._on_back_clicked)
        self.detail.seen.clicked.connect(self._on_seen_clicked)
        self.detail.items.itemActivated.connect(self._on_item_activated)
        self.detail.open.clicked.connect(self._on_open_clicked)
        self.view.doubleClicked.connect(lambda _index: self._on_open_clicked())

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        if self.model.reviews and not self.view.selectionModel().hasSelection():
            self.view.selectRow(0)
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        from readmission.tasks.head_review import country_reviews, numbers, ratings  # noqa: PLC0415 - after the first paint

        chosen = {review.country for review in self._chosen()}
        every = sorted(country_reviews(self.desk.filling), key=lambda review: self.desk.countries.index(review.country))
        shown = [review for review in every if not self._only.isChecked() or not review.approved]
        figures = (ratings if self._kind == _RATINGS else numbers)(self.desk.form)
        self.model.show_reviews(shown, figures)
        approved = sum(review.approved for review in every)
        self._summary.setText(
            say_count(
                "{done} of {of} country approved as it stands",
                "{done} of {of} countries approved as they stand",
                len(every),
                done=approved,
                of=len(every),
            )
        )
        columns = range(self.model.columnCount())
        widths = {column: _FIXED_WIDTHS[column] if column < FIXED else _WIDTHS[self._kind] for column in columns}
        set_widths(self.view.horizontalHeader(), widths)
        for row, review in enumerate(shown):
            if review.country in chosen:
                self.view.selectionModel().select(
                    self.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                )
        self._show_chosen()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _chosen(self) -> "list[CountryReview]":
        rows: list[QModelIndex] = self.view.selectionModel().selectedRows()
        return [self.model.reviews[index.row()] for index in rows if index.row() < len(self.model.reviews)]

    def _show_chosen(self) -> None:
        self.detail.show_reviews(self._chosen())

    def _on_approve_clicked(self) -> None:
        from readmission.tasks.head_review import approve_countries  # noqa: PLC0415 - after the first paint

        countries = [review.country for review in self._chosen()]
        if self._attempt(lambda: approve_countries(self.desk.filling, countries)):
            self.told.emit(
                say_count("{count} country approved as it stands.", "{count} countries approved as they stand.", len(countries))
            )

    def _on_back_clicked(self) -> None:
        from readmission.tasks.head_review import send_back  # noqa: PLC0415 - after the first paint

        countries, comment = [review.country for review in self._chosen()], self.detail.comment.text()
        if self._attempt(lambda: send_back(self.desk.filling, countries, comment)):
            self.detail.comment.clear()
            self.told.emit(
                say_count(
                    "{count} country sent back with your comment.",
                    "{count} countries sent back with your comment.",
                    len(countries),
                )
            )

    def _on_seen_clicked(self) -> None:
        from readmission.tasks.head_review import mark_looked  # noqa: PLC0415 - after the first paint

        countries = [review.country for review in self._chosen()]
        self._attempt(lambda: mark_looked(self.desk.filling, countries))

    def _on_open_clicked(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.page_asked.emit(f"dossier/{chosen[0].country}")

    def _on_item_activated(self, item: QListWidgetItem) -> None:
        place = item.data(_PLACE)
        if isinstance(place, Place):
            self.place_asked.emit(place)

    def _attempt(self, act: Callable[[], None]) -> bool:
        if not self.desk.say_so(act):
            return False
        self.redraw(Changes())
        return True

    def _show_kind(self, kind: str) -> None:
        self._kind = kind
        self.redraw(Changes())

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(ReviewLine(view))
        view.setAccessibleName(say("Countries under review"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        rows = view.verticalHeader()
        rows.setDefaultSectionSize(38)
        rows.setFixedWidth(_COUNTRY_WIDTH)
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.horizontalHeader().setHighlightSections(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.addWidget(heading(say("Review by the head"), 1.5, self))
        head.addWidget(self._summary)
        head.addStretch()
        for kind, words in ((_RATINGS, say("Ratings")), (_NUMBERS, say("Numbers"))):
            button = QPushButton(words, self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(kind == self._kind)
            button.clicked.connect(lambda _checked=False, kind=kind: self._show_kind(kind))
            self._kinds.addButton(button)
            head.addWidget(button)
        self._only.setObjectName("filter")
        self._only.setCheckable(True)
        head.addWidget(self._only)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.view, 1)
        self.detail.setFixedWidth(min(theme.scaled(_DETAIL_WIDTH), _DETAIL_WIDEST))
        row.addWidget(self.detail)
        column.addLayout(row, 1)
        column.addWidget(
            hint(say("Now above, last year below; a dot says that they differ. Ctrl+A chooses all countries."), self)
        )


class _Detail(Card):
    """The chosen country, or how many are chosen: warnings with their reasons, changes, and what can be done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._title = heading("", 1.2, self)
        self._title.setWordWrap(True)
        self._state = QLabel(self)
        self._state.setWordWrap(True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self.items = QListWidget(self)
        self.items.setWordWrap(True)
        self.items.setAccessibleName(say("Warnings and changes; Enter goes to the answer"))
        self.approve = QPushButton(say("Approve"), self)
        self.approve.setObjectName("primary")
        self.seen = QPushButton(say("Seen"), self)
        self.open = QPushButton(say("Open"), self)
        self.comment = QLineEdit(self)
        self.comment.setPlaceholderText(say("What is to be looked at again?"))
        self.comment.setAccessibleName(say("Comment for sending back"))
        self.back = QPushButton(say("Send back"), self)
        self.body.addWidget(self._title)
        self.body.addWidget(self._state)
        self.body.addWidget(self.items, 1)
        self.body.addWidget(self.approve)
        first = QHBoxLayout()
        for button in (self.seen, self.open):
            first.addWidget(button)
        self.body.addLayout(first)
        self.body.addWidget(self.comment)
        self.body.addWidget(self.back)
        self.show_reviews([])

    def show_reviews(self, reviews: "list[CountryReview]") -> None:
        """Show one country, or how many are chosen."""
        for widget in (self.approve, self.seen, self.open, self.comment, self.back):
            widget.setEnabled(bool(reviews))
        self.items.clear()
        if len(reviews) != 1:
            self._title.setText(
                say_count("{count} country chosen", "{count} countries chosen", len(reviews))
                if reviews
                else say("Choose a country")
            )
            self._state.setText("")
            return
        review = reviews[0]
        self._title.setText(self._desk.wording.country(review.country))
        words = verdict_words(review)
        if review.reviewed is not None:
            words = self._desk.judged(review.reviewed)
            words += "" if review.stands else " " + say("It was changed since.")
        self._state.setText(words)
        self._fill(review)

    def _fill(self, review: "CountryReview") -> None:
        wording = self._desk.wording
        for finding in review.open_warnings:
            self._add(say("Open warning: {message}", message=self._desk.message(finding)), next(iter(finding.places), None))
        for settled in review.settled:
            read = say("read twice") if settled.read_by is not None else say("not read a second time")
            self._add(f"{settled.rule}: {settled.text} ({self._reason(settled)}, {read})", None)
        for change in review.changes:
            field = self._desk.field(change.place)
            before, now = (wording.cell(field, cell) or say("no answer") for cell in (change.before, change.now))
            self._add(f"{wording.field(self._desk.table(change.place.table), field)}: {before} → {now}", change.place)
        if not self.items.count():
            self._add(
                say("No warnings, and nothing changed since you last looked.") if review.looked else say("No warnings."), None
            )

    def _add(self, text: str, place: Place | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_PLACE, place)
        self.items.addItem(item)

    def _reason(self, settled: "Settlement") -> str:
        from readmission.tasks.settle import CODES  # noqa: PLC0415 - the data layer comes after the first paint

        rule = self._desk.form.rules.get(settled.rule)
        codes = self._desk.form.codelists[(rule.settled_by if rule is not None else "") or CODES]
        return self._desk.wording.code(codes, codes.by_id[settled.code]) if settled.code in codes.by_id else settled.code
