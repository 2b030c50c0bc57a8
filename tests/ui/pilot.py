"""A small questionnaire and a declaration in memory, for tests of the window alone."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from readmission.answers.changes import Answers, Changes, Edit, RowChange
from readmission.answers.finding import Finding, Settlement, Severity
from readmission.answers.journal import Entry
from readmission.answers.model import BLANK, Cell, Key, Place, Reason
from readmission.checks import wording
from readmission.checks.builtin import format_findings
from readmission.form.model import Level, Origin, Shape
from readmission.texts import Language
from ui.questionnaire import FORM, TABLES, make_round

if TYPE_CHECKING:
    from readmission.tasks.fill import Filling


@dataclass(frozen=True, slots=True)
class Counters:
    core_owed: int
    core_answered: int
    extended_offered: int
    extended_answered: int


@dataclass(frozen=True, slots=True)
class Step:
    changes: Changes
    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]
    saved_at: datetime
    reached: frozenset[Place]


class FakeSession:
    """Relevance and values without an engine: a dossier without cases asks nothing more."""

    def __init__(self, answers: Answers, countries: tuple[str, ...]) -> None:
        self.answers = answers
        self._countries = countries

    def rows(self, table: str) -> tuple[Key, ...]:
        dimensions = FORM.tables[table].dimensions
        if not dimensions:
            return ((),)
        if FORM.tables[table].is_list:
            return tuple(self.answers.rows.get(table, {}))
        if len(dimensions) == 1:
            return tuple((country,) for country in self._countries)
        codes = FORM.codelists[dimensions[1].codelist].codes
        return tuple((country, code.id) for country in self._countries for code in codes)

    def relevant(self, place: Place) -> bool:
        if place.table in ("A", "T01", "T05", "R1", "E") or place.field == "B0_01":
            return True
        return self.answers.cell(Place("B", place.key[:1], "B0_01")).value != "N"

    def expected(self, place: Place) -> bool:
        return FORM.tables[place.table].by_id[place.field].level is Level.CORE and self.relevant(place)

    def value(self, place: Place) -> object:
        return self.answers.cell(place).value


class FakeDeclaration:
    def __init__(self) -> None:
        self.state = "filling"
        self.member_state = "BE"
        self.kept: list[Settlement] = []
        self.readonly = False
        self.kept_documents: dict[str, bytes] = {}

    def persons(self) -> tuple[SimpleNamespace, ...]:
        return (SimpleNamespace(number=1, name="Anna Example", function="officer", erased=False),)

    def documents(self) -> tuple[str, ...]:
        return tuple(sorted(self.kept_documents))

    def put_document(self, name: str, data: bytes, person: int, why: str = "") -> None:
        self.kept_documents[name] = data

    def journal(self, after: int = 0) -> Iterator[Entry]:
        return iter(())

    def settlements(self) -> tuple[Settlement, ...]:
        return tuple(self.kept)

    def settle(self, *settlements: Settlement, person: int, why: str) -> None:
        self.kept += settlements

    def document(self, name: str) -> bytes | None:
        return self.kept_documents.get(name)


class FakeFilling:
    """What the window needs of an open declaration, in memory."""

    def __init__(
        self, cells: Mapping[Place, Cell] | None = None, *, rehearsal: bool = True, language: Language | None = None
    ) -> None:
        self.folder = Path("BE 2025")
        self.prepared = False
        self.checked = True
        self.at_hand = SimpleNamespace(
            session=None, counting=SimpleNamespace(counters=self.counters, of_countries=self.counters_of_countries)
        )
        self.reached: frozenset[Place] = frozenset()
        """What the next steps are to say that they reached."""
        self.person = 1
        self.form = FORM
        self.round = make_round(rehearsal=rehearsal)
        self.language = language or Language("en")
        self.answers = Answers.of(dict(cells or {}), FORM.lists)
        self.last: Answers | None = Answers.empty()
        self.reference: Answers | None = Answers.empty()
        self.session = self.at_hand.session = FakeSession(self.answers, self.round.countries)
        self.unpacked = SimpleNamespace(translations={})
        self.declaration = FakeDeclaration()
        self.saved_at: datetime | None = None
        self.done: list[Changes] = []
        self.undone: list[Changes] = []
        self.closed = False
        self._found = set(self._all())

    def findings(self) -> tuple[Finding, ...]:
        return tuple(self._found)

    def all_findings(self) -> tuple[Finding, ...]:
        return tuple(self._found)

    def message(self, finding: Finding) -> str:
        return wording.message(finding, self.form, self.language)

    def card(self, rule_id: str) -> wording.Card:
        return wording.card(rule_id, self.form, self.language)

    def examples(self, rule_id: str) -> tuple[str, str]:
        return "", ""

    def counters(self, country: str = "") -> Counters:
        core = [0, 0]
        extended = [0, 0]
        for table in TABLES:
            if table.origin is Origin.REFERENCE or table.is_list or bool(table.dimensions) != bool(country):
                continue
            keys = [key for key in self.session.rows(table.id) if not country or key[0] == country]
            if table.shape in (Shape.CHOICE, Shape.RANKING):
                core[0] += 1
                core[1] += any(not self.answers.cell(Place(table.id, key, table.fields[0].id)).blank for key in keys)
                continue
            for key in keys:
                for field in table.fields:
                    place = Place(table.id, key, field.id)
                    if field.prefilled or not self.session.relevant(place):
                        continue
                    count = core if self.session.expected(place) else extended
                    count[0] += 1
                    count[1] += not self.answers.cell(place).blank
        return Counters(core[0], core[1], extended[0], extended[1])

    def counters_of_countries(self) -> Counters:
        counted = [astuple(self.counters(country)) for country in self.round.countries]
        return Counters(*(sum(column) for column in zip((0, 0, 0, 0), *counted, strict=True)))

    def enter(self, cells: Mapping[Place, Cell], why: str = "") -> Step:
        edits = tuple(
            Edit(place, self.answers.cell(place), cell) for place, cell in cells.items() if self.answers.cell(place) != cell
        )
        return self._commit(Changes(edits))

    def add_row(self, table: str, parent: Key = ()) -> Step:
        return self._commit(Changes(rows=(RowChange(table, (*parent, secrets.token_hex(6)), added=True),)))

    def remove_row(self, table: str, key: Key) -> Step:
        edits = tuple(Edit(p, c, BLANK) for p, c in self.answers.cells.items() if p.table == table and p.key == key)
        return self._commit(Changes(edits, (RowChange(table, key, added=False),)))

    def undo(self) -> Step | None:
        if not self.done:
            return None
        changes = self.done.pop()
        self.undone.append(changes)
        return self._apply(changes.inverse())

    def redo(self) -> Step | None:
        if not self.undone:
            return None
        changes = self.undone.pop()
        self.done.append(changes)
        return self._apply(changes)

    def close(self) -> None:
        self.closed = True

    def check(self) -> Iterator[None]:
        yield

    def prepare(self) -> Iterator[None]:
        yield
        self.prepared = True

    def speak(self, language: Language) -> None:
        self.language = language

    def _commit(self, changes: Changes) -> Step:
        if changes:
            self.done.append(changes)
            self.undone.clear()
        return self._apply(changes)

    def _apply(self, changes: Changes) -> Step:
        self.answers.apply(changes)
        self.saved_at = datetime.now(UTC)
        before, self._found = self._found, set(self._all())
        return Step(changes, tuple(self._found - before), tuple(before - self._found), self.saved_at, self.reached)

    def _all(self) -> list[Finding]:
        found = [
            finding
            for place, cell in self.answers.cells.items()
            for finding in format_findings(FORM, place, FORM.tables[place.table].by_id[place.field], cell)
        ]
        for country in self.round.countries:
            decisions, persons = (self.answers.cell(Place("T01", (country,), field)).value for field in ("RD", "RD_PERS"))
            reference = self.reference.cell(Place("E", (country,), "E_RD")).value if self.reference else None
            if isinstance(decisions, int) and isinstance(persons, int) and persons > decisions:
                found.append(
                    Finding(
                        "W02",
                        Severity.ERROR,
                        "T01",
                        (country,),
                        (Place("T01", (country,), "RD_PERS"),),
                        (("persons", (persons, 0)), ("decisions", (decisions, 0))),
                        ((persons, 0), " > ", (decisions, 0)),
                    )
                )
            if isinstance(decisions, int) and isinstance(reference, int) and decisions > reference * 2:
                found.append(
                    Finding(
                        "E01",
                        Severity.WARNING,
                        "T01",
                        (country,),
                        (Place("T01", (country,), "RD"),),
                        (("decisions", (decisions, 0)), ("reference", (reference, 0))),
                    )
                )
        return found


def opened(filling: FakeFilling) -> "Filling":
    """The fake as what it stands in for: the window knows only its shape."""
    return cast("Filling", filling)


def place(text: str) -> Place:
    return Place.parse(text)


def sample() -> dict[Place, Cell]:
    """Answers of a declaration half filled in."""
    cells: dict[str, int | str] = {
        "B[AL].B0_01": "Y",
        "B[AL].B2_05": "4",
        "B[AL].B2_07": "T3",
        "B[AL].B12_01": "4",
        "B0_02[AL/REQ].chosen": "Y",
        "B0_02[AL/DOC].chosen": "Y",
        "B12_04[AL/O02].rank": 1,
        "B12_04[AL/O13].rank": 2,
        "B12_02[AL/ID].rating": "4",
        "B12_02[AL/TD].rating": "3",
        "T01[AL].RD": 1200,
        "T01[AL].RD_PERS": 1260,
        "T01[AL].RD_M": 900,
        "T01[AL].RD_F": 300,
        "T01[AM].RD": 84,
        "T01[BD].RD": 7431,
        "T01[AM].RD_PERS": 80,
        "T01[BD].RD_PERS": 7011,
        "A.A1_02": "Immigration Office",
    }
    found = {Place.parse(name): Cell(value=value) for name, value in cells.items()}
    found[Place.parse("T01[BY].RD")] = Cell(reason=Reason.NOT_COLLECTED, note="register not kept")
    found[Place.parse("T01[CM].RD")] = Cell(typed="about 300")
    return found
