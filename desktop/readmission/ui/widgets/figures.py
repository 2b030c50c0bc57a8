"""The tables of figures as one country sees them: how much is answered, and the way there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from readmission.answers.model import Place
from readmission.form.model import DimensionKind, Level, Origin, Shape, Table
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.labels import Card

# So many figures stand behind the title of a table.
SHOWN = 3


class FiguresCard(Card):
    """One line a table; choosing it goes to the country's row."""

    place_asked = Signal(object)  # Place

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(say("Figures"), parent)
        self._desk = desk
        self._country = ""
        self._buttons: dict[str, QPushButton] = {}
        self.body.setSpacing(2)
        for table in desk.form.tables.values():
            if table.origin is Origin.MINISTRY and table.shape is Shape.GRID and _by_country(table):
                button = QPushButton(self)
                button.setObjectName("flat")
                button.setCursor(Qt.CursorShape.PointingHandCursor)
                button.clicked.connect(lambda _checked=False, table=table: self._on_clicked(table))
                self.body.addWidget(button)
                self._buttons[table.id] = button
        self.setVisible(bool(self._buttons))

    def show_country(self, country: str) -> None:
        """Show how much of each table a country has."""
        self._country = country
        for name, button in self._buttons.items():
            table = self._desk.table(name)
            places = [
                Place(name, (country,), field.id)
                for field in table.fields
                if field.calculation is None and field.level is Level.CORE
            ]
            owed = [place for place in places if self._desk.expected(place)]
            answered = sum(not self._desk.cell(place).blank for place in owed)
            values = [
                self._desk.wording.short(self._desk.field(place), self._desk.cell(place)) or "–" for place in places[:SHOWN]
            ]
            title = f"{table.number or table.id}  {self._desk.wording.table(table)}"
            button.setText(f"{title}   {answered} / {len(owed)}   {' · '.join(values)}")
            button.setToolTip("\n".join(self._desk.wording.field(table, self._desk.field(place)) for place in places[:SHOWN]))

    def _on_clicked(self, table: Table) -> None:
        self.place_asked.emit(Place(table.id, (self._country,), table.fields[0].id))


def _by_country(table: Table) -> bool:
    return len(table.dimensions) == 1 and table.dimensions[0].kind is DimensionKind.COUNTRY
