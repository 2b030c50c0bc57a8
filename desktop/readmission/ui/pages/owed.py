"""What is still owed: every core question without an answer, by country or by question, each leading to where it is answered."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import heading, quiet
from readmission.ui.widgets.lines import Line, LineView
from readmission.ui.wording import country_of, numbered


class OwedPage(Page):
    """The way to a complete declaration, question by question."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = LineView(say("What is still owed"), self)
        self.total = quiet(parent=self)
        self._done = QLabel(say("Every core question has an answer."), self)
        self._by_country = True
        self._owed: dict[str, tuple[Place, ...]] = {}
        self._lay_out()
        self.view.target_asked.connect(self.place_asked)

    @override
    def arrive(self, detail: str) -> None:
        self._owed.clear()
        self._show()
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        touched = self.desk.touched(changes)
        for country in tuple(self._owed) if touched is None else touched:
            self._owed.pop(country, None)
        self._show()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def show_by_country(self, by_country: bool) -> None:
        """Gather the questions under their countries, or the countries under their questions."""
        self._by_country = by_country
        self._show()

    def _show(self) -> None:
        owed = [place for country in ("", *self.desk.countries) for place in self._of(country)]
        countries = {self._country(place) for place in owed} - {""}
        asked = len(self.desk.round.countries)
        self.total.setText(
            say_count("{count} core question open", "{count} core questions open", len(owed))
            + ", "
            + say_count("{count} of {of} country", "{count} of {of} countries", asked, count=len(countries), of=asked)
        )
        self.view.show_lines(self._under_countries(owed) if self._by_country else self._under_questions(owed))
        self.view.setVisible(bool(owed))
        self._done.setVisible(not owed)

    def _of(self, country: str) -> tuple[Place, ...]:
        from readmission.tasks.overview import owed_of  # noqa: PLC0415 - the data layer comes after the first paint

        found = self._owed.get(country)
        if found is None:
            found = self._owed[country] = tuple(owed.place for owed in owed_of(self.desk.filling, country))
        return found

    def _country(self, place: Place) -> str:
        return country_of(self.desk.table(place.table), place.key)

    def _under_countries(self, owed: list[Place]) -> list[Line]:
        counts = Counter(map(self._country, owed))
        lines: list[Line] = []
        last: str | None = None
        for place in owed:
            country = self._country(place)
            if country != last:
                title = self.desk.wording.country(country) if country else say("General part")
                lines.append(Line(title, say_count("{count} open", "{count} open", counts[country])))
                last = country
            lines.append(Line(self._question(place), self._rest(place), place))
        return lines

    def _under_questions(self, owed: Iterable[Place]) -> list[Line]:
        groups: dict[tuple[str, str], list[Place]] = {}
        for place in owed:
            groups.setdefault((place.table, place.field), []).append(place)
        lines: list[Line] = []
        for places in groups.values():
            lines.append(Line(self._question(places[0]), say_count("{count} open", "{count} open", len(places))))
            lines += (
                Line(self.desk.wording.row(self.desk.table(place.table), place.key) or say("General part"), "", place)
                for place in places
            )
        return lines

    def _question(self, place: Place) -> str:
        table = self.desk.table(place.table)
        field = self.desk.field(place)
        if table.number and not field.number:
            return numbered(table.number, f"{self.desk.wording.table(table)}: {self.desk.wording.field(table, field)}")
        label = self.desk.wording.field(table, field)
        return numbered(field.number or table.id, label)

    def _rest(self, place: Place) -> str:
        table = self.desk.table(place.table)
        words = self.desk.wording.row(table, place.key)
        country = self._country(place)
        return words.removeprefix(self.desk.wording.country(country)).lstrip(" ·") if country else words

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.setSpacing(6)
        head.addWidget(heading(say("What you still owe"), 1.5, self))
        head.addWidget(self.total)
        head.addStretch()
        group = QButtonGroup(self)
        for by_country, words in ((True, say("By country")), (False, say("By question"))):
            button = QPushButton(words, self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(by_country)
            button.clicked.connect(lambda _checked=False, by_country=by_country: self.show_by_country(by_country))
            group.addButton(button)
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self._done, 1)
        column.addWidget(quiet(say("Enter goes to the answer."), self))
