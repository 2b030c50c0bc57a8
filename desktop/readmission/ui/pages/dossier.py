"""The page of one country: the core questions on one screen, more folded below, the country's figures beside them."""

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.form.model import DimensionKind, Form, Origin, Shape, Table
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.last_year import last_of_country
from readmission.ui.pages.page import Page
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.body import Body
from readmission.ui.widgets.figures import FiguresCard
from readmission.ui.widgets.foot import Foot
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Bar, Elided, Message, SeverityChips, quiet
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.section_card import Item


class DossierPage(Page):
    """One country after the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.country = desk.countries[0] if desk.countries else ""
        forms, children = tables_by_country(desk.form)
        self._tables = (*forms, *children)
        self.body = Body(desk, forms, children, (self.country,), compact=True)
        self.foot = Foot(self)
        self._figures = FiguresCard(desk, self)
        self.body.put_beside(self._figures)
        self._title = Elided("", scale=1.4, bold=True, parent=self)
        self._chips = SeverityChips(self)
        self._core = quiet(parent=self)
        self._bar = Bar(self)
        self._bar.setFixedWidth(theme.scaled(70))
        self._extended = quiet(parent=self)
        self._why = Elided(parent=self)
        self._returned = Message(self)
        self._jump = QComboBox(self)
        self._jump.setAccessibleName(say("Country"))
        self._jump.setMinimumContentsLength(8)
        self._jump.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._jump.setMinimumWidth(150)
        self._jump.setMaxVisibleItems(24)
        for country in desk.countries:
            self._jump.addItem(desk.wording.country(country), country)
        self.last = QPushButton(say("Take last year's"), self)
        self._before = QPushButton("‹", self)
        self._after = QPushButton("›", self)
        self._lay_out()
        self._jump.activated.connect(self._on_jump_activated)
        self.last.clicked.connect(lambda _checked=False: self.take_last_year())
        self._before.clicked.connect(lambda: self.step(-1))
        self._after.clicked.connect(lambda: self.step(1))
        self._figures.place_asked.connect(self.place_asked)
        self.body.item_entered.connect(self._describe)

    @override
    def arrive(self, detail: str) -> None:
        if detail in self.desk.round.countries and detail != self.country:
            self.country = detail
            self.body.verticalScrollBar().setValue(0)
        self.body.stand_at((self.country,))
        self._show_head()
        reviewed = self.desk.sent_back.get(self.country)
        self._returned.show_finding(
            Severity.WARNING if reviewed is not None else None, self.desk.judged(reviewed) if reviewed is not None else ""
        )
        self.body.focus_first()

    @override
    def redraw(self, changes: Changes) -> None:
        self.body.redraw(changes)
        self._show_head()
        item = self.body.item_with_focus()
        if item is not None:
            self._describe(item)

    @override
    def go_to(self, place: Place) -> None:
        self.arrive(place.key[0])
        self.body.go_to(place)

    @override
    def offer_reasons(self) -> None:
        item = self.body.item_with_focus()
        if item is not None:
            item.open_reasons()

    @override
    def current_place(self) -> Place | None:
        item = self.body.item_with_focus()
        return None if item is None else item.place if isinstance(item, Question) else item.place_with_focus

    def step(self, by: int) -> None:
        """Turn to the next country, or with -1 to the one before."""
        countries = self.desk.countries
        position = countries.index(self.country) + by
        if 0 <= position < len(countries):
            self.page_asked.emit(f"dossier/{countries[position]}")

    def take_last_year(self) -> None:
        """Enter last year's answers about the country where this year has none, as one step."""
        cells = last_of_country(self.desk, self._tables, self.country)
        if not cells:
            self.told.emit(say("Nothing is left to take from last year."))
        elif self.desk.enter(cells, why=say("taken from last year")):
            self.told.emit(
                say_count(
                    "{count} cell answered. Ctrl+Z takes it back.",
                    "{count} cells answered. Ctrl+Z takes all of them back.",
                    len(cells),
                )
            )

    def _describe(self, item: Item) -> None:
        number = item.field.number if isinstance(item, Question) else item.table.number
        self.foot.describe(number, item.keys, item.hints)

    def _on_jump_activated(self, row: int) -> None:
        self.page_asked.emit(f"dossier/{self._jump.itemData(row)}")

    def _lay_out(self) -> None:
        for button, words, keys in (
            (self._before, say("Country before"), "Ctrl+PgUp"),
            (self._after, say("Next country"), "Ctrl+PgDown"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({keys})")
            button.setShortcut(keys)
            button.setFixedWidth(theme.scaled(34))
        self.last.setObjectName("filter")
        self.last.setToolTip(say("Enter last year's answers where this year has none (Alt+L)."))
        self.last.setShortcut("Alt+L")
        self.last.setVisible(self.desk.last is not None and not self.desk.readonly)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Head()
        head.setContentsMargins(18, 3, 18, 2)
        head.setSpacing(10)
        what: tuple[QWidget, ...] = (self._title, self._chips, self._why)
        how_much: tuple[QWidget, ...] = (self._bar, self._core, self._extended, self.last, self._before, self._jump, self._after)
        for shown in what:
            head.addWidget(shown)
        head.addStretch()
        for shown in how_much:
            head.addWidget(shown)
        column.addLayout(head)
        self._returned.setContentsMargins(18, 0, 18, 4)
        column.addWidget(self._returned)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)

    def _show_head(self) -> None:
        desk = self.desk
        self._title.setText(desk.wording.country(self.country))
        self._chips.show_counts(desk.findings.counts(self.country))
        counters = desk.counters(self.country)
        self._core.setText(say("Core {done} / {of}", done=counters.core_answered, of=counters.core_owed))
        self._extended.setText(say("Extended {done} / {of}", done=counters.extended_answered, of=counters.extended_offered))
        self._bar.show_share(counters.core_answered, counters.core_owed)
        self._jump.setCurrentIndex(self._jump.findData(self.country))
        entry = next((entry for entry in desk.round.scope if entry.country == self.country), None)
        self._figures.show_country(self.country)
        decisions = entry.decisions if entry is not None else None
        total = (
            say_count("{count} decision, all states", "{count} decisions, all states", decisions) if decisions is not None else ""
        )
        reason = entry.reason if entry is not None else ""
        self._why.setText(" · ".join(part for part in (total, reason) if part))


def tables_by_country(form: Form) -> tuple[list[Table], list[Table]]:
    """The forms that have one row a country, and the tables of options that belong to them."""
    mine = [table for table in form.tables.values() if table.origin is Origin.MINISTRY and table.dimensions]
    mine = [table for table in mine if table.dimensions[0].kind is DimensionKind.COUNTRY]
    forms = [table for table in mine if table.shape is Shape.FORM and len(table.dimensions) == 1]
    options = (Shape.CHOICE, Shape.RANKING, Shape.MATRIX)
    children = [table for table in mine if table.shape in options and len(table.dimensions[1:]) == 1]
    return forms, children


def tables_of_state(form: Form) -> list[Table]:
    """The forms that are filled in once."""
    return [
        table
        for table in form.tables.values()
        if table.origin is Origin.MINISTRY and table.shape is Shape.FORM and not table.dimensions
    ]
