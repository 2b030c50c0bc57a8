"""Countries down, parts of the questionnaire across: how each stands, in a figure, a mark and a sentence."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import marks
from readmission.ui.desk import Desk
from readmission.ui.speech import figure, say, say_count
from readmission.ui.tables.model import ACCESSIBLE, ALIGNMENT, DISPLAY, TOOLTIP, Index
from readmission.ui.wording import country_of

if TYPE_CHECKING:
    from readmission.tasks.overview import Part, Progress

WHO: Final = 0
STANDING: Final = int(Qt.ItemDataRole.UserRole) + 12
COUNTRY: Final = int(Qt.ItemDataRole.UserRole) + 13
EVERYONE: Final = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """How a country stands in a part: what is asked and answered, what was found, and where to go on."""

    progress: "Progress | None"
    severity: Severity | None
    comments: int = 0

    @property
    def open(self) -> int:
        """How many core questions wait."""
        return self.progress.open if self.progress is not None else 0

    @property
    def done(self) -> bool:
        """Whether core questions were asked and all of them answered."""
        return self.progress is not None and bool(self.progress.owed) and not self.progress.open

    @property
    def begun(self) -> bool:
        """Whether anything is answered."""
        return self.progress is not None and bool(self.progress.answered or self.progress.offered_answered)

    @property
    def first(self) -> Place | None:
        """Where to go on."""
        return self.progress.first if self.progress is not None else None

    @property
    def text(self) -> str:
        """What stands in the cell: the core questions that are open, a tick, a dot where nothing is owed, a dash for not asked."""
        if self.progress is None:
            return "–"
        return figure(self.open) if self.open else "✓" if self.done else "·"

    @property
    def spoken(self) -> str:
        """The same in words."""
        if self.progress is None:
            words = say("not asked")
        elif self.progress.owed:
            words = say("{done} of {of} answered", done=self.progress.answered, of=self.progress.owed)
        else:
            words = say("nothing is owed")
        found = say(marks.HAS[self.severity]) if self.severity is not None else ""
        said = say_count("{count} with open comments", "{count} with open comments", self.comments) if self.comments else ""
        return ", ".join(part for part in (words, found, said) if part)


class OverviewModel(QAbstractTableModel):
    """One row a country, one column a part; the first column says who looks after the country."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from readmission.tasks.overview import parts  # noqa: PLC0415 - the data layer comes after the first paint

        self._desk = desk
        self.countries = desk.countries
        self.parts: tuple[Part, ...] = parts(desk.form)
        self.responsible: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self._progress: dict[str, dict[Part, Progress]] = {}
        self._severities: dict[tuple[str, Part], Severity] = {}
        self._comments: Counter[tuple[str, Part]] = Counter()

    def refresh(self, changes: Changes | None = None) -> None:
        """Look again: at what a step touched, or at everything."""
        from readmission.tasks.people import names_of  # noqa: PLC0415
        from readmission.tasks.remarks import responsible  # noqa: PLC0415

        touched = self._desk.touched(changes) if changes is not None else None
        for country in tuple(self._progress) if touched is None else touched:
            self._progress.pop(country, None)
        self._severities = self._found()
        self._comments = self._commented()
        if changes is None:
            self.responsible, self.names = responsible(self._desk.filling), names_of(self._desk.filling)
        if self.countries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.countries) - 1, len(self.parts)))

    def standing(self, country: str, part: "Part") -> Standing:
        """How a country stands in a part."""
        from readmission.tasks.overview import progress  # noqa: PLC0415

        found = self._progress.get(country)
        if found is None:
            found = self._progress[country] = progress(self._desk.filling, country)
        return Standing(found.get(part), self._severities.get((country, part)), self._comments[country, part])

    def of_country(self, country: str) -> list[Standing]:
        """How a country stands in every part."""
        return [self.standing(country, part) for part in self.parts]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.countries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.parts) + 1

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        country = self.countries[index.row()]
        if role in (DISPLAY, ACCESSIBLE, TOOLTIP, STANDING):
            return self._who(country, role) if index.column() == WHO else self._how(country, index.column(), role)
        return {COUNTRY: country, ALIGNMENT: int(Qt.AlignmentFlag.AlignCenter)}.get(role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical:
            name = self._desk.wording.country(self.countries[section])
            return {DISPLAY: name, TOOLTIP: name}.get(role)
        if role == DISPLAY:
            return say("Who") if section == WHO else self.parts[section - 1].id
        return self._title(section) if role in (TOOLTIP, ACCESSIBLE) else None

    def _how(self, country: str, column: int, role: int) -> Standing | str:
        standing = self.standing(country, self.parts[column - 1])
        if role == STANDING:
            return standing
        if role == DISPLAY:
            return standing.text
        return f"{self._desk.wording.country(country)}, {self._title(column)}: {standing.spoken}"

    def _who(self, country: str, role: int) -> str | None:
        if role == STANDING:
            return None
        name = self.names.get(self.responsible.get(country, 0), "")
        if role == DISPLAY:
            return "".join(word[0] for word in name.split())[:3].upper()
        who = name or say("nobody")
        return say("{country}: {name} is responsible", country=self._desk.wording.country(country), name=who)

    def _title(self, column: int) -> str:
        if column == WHO:
            return say("Who is responsible")
        part = self.parts[column - 1]
        if part.section:
            return self._desk.wording.section(self._desk.form.sections[part.section])
        return f"{part.table} {self._desk.wording.table(self._desk.table(part.table))}"

    def _found(self) -> "dict[tuple[str, Part], Severity]":
        from readmission.tasks.overview import part_of  # noqa: PLC0415

        found: dict[tuple[str, Part], Severity] = {}
        self._desk.check()
        for finding in self._desk.findings.all():
            for place in finding.places:
                table = self._desk.table(place.table)
                country = country_of(table, place.key)
                if country:
                    # The gravest come first.
                    found.setdefault((country, part_of(table, place.field)), finding.severity)
        return found

    def _commented(self) -> "Counter[tuple[str, Part]]":
        from readmission.tasks.overview import part_of  # noqa: PLC0415

        open_ = [thread.place for thread in self._desk.threads.values() if thread.open]
        tables = self._desk.form.tables
        return Counter((country_of(tables[each.table], each.key), part_of(tables[each.table], each.field)) for each in open_)


class OverviewFilter(QSortFilterProxyModel):
    """The countries of a name, a state of work, and a person."""

    def __init__(self, model: OverviewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words = ""
        self._state = ""
        self._person = EVERYONE
        self.setSourceModel(model)

    def look_for(self, *, words: str, state: str, person: int) -> None:
        """Show the countries for which all three hold."""
        self._words, self._state, self._person = words.casefold().strip(), state, person
        self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self._model
        country = model.countries[source_row]
        name = model.headerData(source_row, Qt.Orientation.Vertical)
        if self._words and self._words not in f"{name} {country}".casefold():
            return False
        if self._person != EVERYONE and model.responsible.get(country, 0) != self._person:
            return False
        return STATES[self._state](model.of_country(country)) if self._state else True


# The states of work that one can look for.
STATES: Final = {
    "empty": lambda all_: not any(each.begun for each in all_),
    "unfinished": lambda all_: any(each.open for each in all_),
    "complete": lambda all_: not any(each.open for each in all_),
    "errors": lambda all_: any(each.severity is not None and each.severity.blocks for each in all_),
    "comments": lambda all_: any(each.comments for each in all_),
    "findings": lambda all_: any(each.severity in marks.ORDER for each in all_),
}
