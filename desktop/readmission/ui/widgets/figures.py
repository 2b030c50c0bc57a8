"""The tables of figures as one country sees them: how much is answered, and the way there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from readmission.answers.model import Place
from readmission.form.model import DimensionKind, Level, Origin, Shape, Table
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.labels import Card, Elided, ElidedButton
from readmission.ui.widgets.section_card import fold_button, show_fold

# So many figures stand behind the title of a table.
SHOWN = 3
ACROSS = 2


class FiguresCard(Card):
    """A line a table of which figures are owed or given, the others folded away; choosing one goes to the country's row."""

    place_asked = Signal(object)  # Place

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._country = ""
        self._buttons: dict[str, ElidedButton] = {}
        self._seen: list[str] = []
        self.setObjectName("section")
        self.body.setContentsMargins(0, 1, 0, 1)
        self.body.setSpacing(0)
        self._fold = fold_button(self)
        self._fold.toggled.connect(lambda: self.show_country(self._country))
        top = QHBoxLayout()
        top.addWidget(Elided(say("Figures"), scale=0.92, bold=True, parent=self), 1)
        top.addWidget(self._fold)
        self.body.addLayout(top)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)
        self.body.addLayout(self._grid)
        for table in desk.form.tables.values():
            if table.origin is Origin.MINISTRY and table.shape is Shape.GRID and _by_country(table):
                button = ElidedButton(self)
                button.clicked.connect(lambda _checked=False, table=table: self._on_clicked(table))
                button.hide()
                self._buttons[table.id] = button
        self.setVisible(bool(self._buttons))

    def show_country(self, country: str) -> None:
        """Show how much of each table a country has."""
        self._country = country
        seen = [name for name in self._buttons if self._fold.isChecked() or self._given_or_owed(self._desk.table(name))]
        if seen != self._seen:
            self._place(seen)
        for name in seen:
            self._show(self._desk.table(name), self._buttons[name])
        folded = len(self._buttons) - len(seen)
        self._fold.setVisible(bool(folded) or self._fold.isChecked())
        show_fold(self._fold, say("Figures"), folded)

    def _place(self, seen: list[str]) -> None:
        self._seen = seen
        for name, button in self._buttons.items():
            self._grid.removeWidget(button)
            button.setVisible(name in seen)
        for number, name in enumerate(seen):
            self._grid.addWidget(self._buttons[name], number // ACROSS, number % ACROSS)

    def _show(self, table: Table, button: ElidedButton) -> None:
        places = [place for place in self._places(table) if self._desk.field(place).level is Level.CORE]
        owed = [place for place in places if self._desk.expected(place)]
        answered = sum(not self._desk.cell(place).blank for place in owed)
        values = [self._desk.wording.short(self._desk.field(place), self._desk.cell(place)) or "–" for place in places[:SHOWN]]
        title = f"{table.number or table.id}  {self._desk.wording.table(table)}"
        button.setText(f"{title}   {answered} / {len(owed)}   {' · '.join(values)}")
        button.setToolTip("\n".join(self._desk.wording.field(table, self._desk.field(place)) for place in places[:SHOWN]))

    def _places(self, table: Table) -> list[Place]:
        return [Place(table.id, (self._country,), field.id) for field in table.fields if field.calculation is None]

    def _given_or_owed(self, table: Table) -> bool:
        return any(self._desk.expected(place) or not self._desk.answers.cell(place).blank for place in self._places(table))

    def _on_clicked(self, table: Table) -> None:
        self.place_asked.emit(Place(table.id, (self._country,), table.fields[0].id))


def _by_country(table: Table) -> bool:
    return len(table.dimensions) == 1 and table.dimensions[0].kind is DimensionKind.COUNTRY
