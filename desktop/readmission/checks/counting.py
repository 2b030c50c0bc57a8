"""How much of a declaration is answered, kept by country and counted anew where a step touched it."""

from collections.abc import Iterable
from dataclasses import dataclass

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.checks.owed import Counted, country_of, tables_of, tallies, tally
from readmission.engine.program import Session
from readmission.form.model import Form, Table
from readmission.form.round import Round


@dataclass(frozen=True, slots=True)
class Counters:
    """How much of a country, or of the part without a country, is answered."""

    core_owed: int = 0
    core_answered: int = 0
    extended_offered: int = 0
    extended_answered: int = 0

    def __add__(self, other: "Counters") -> "Counters":
        return Counters(
            self.core_owed + other.core_owed,
            self.core_answered + other.core_answered,
            self.extended_offered + other.extended_offered,
            self.extended_answered + other.extended_answered,
        )

    def __sub__(self, other: "Counters") -> "Counters":
        return Counters(
            self.core_owed - other.core_owed,
            self.core_answered - other.core_answered,
            self.extended_offered - other.extended_offered,
            self.extended_answered - other.extended_answered,
        )


class Counting:
    """The counters of one session of the engine."""

    def __init__(self, form: Form, round_: Round, session: Session) -> None:
        self._form = form
        self._round = round_
        self._session = session
        self._scope = frozenset(round_.countries)
        # The tables that ask about no country, and those that ask about each.
        self._asked = tuple(tables_of(form, "")), tuple(tables_of(form, next(iter(round_.countries), "-")))
        self._counters: dict[str, Counters] = {}
        self._of_tables: dict[str, dict[str, Counted]] = {}
        # The sum over all countries, what each is in it with, and those of which that is no longer true.
        self._sum = Counters()
        self._summed: dict[str, Counters] = {}
        self._unsummed: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        """Count everything anew."""
        self._counters.clear()
        self._of_tables.clear()
        self._unsummed.update(self._round.countries)

    def forget(self, changes: Changes, reached: Iterable[Place]) -> None:
        """Count anew what a step touched or reached."""
        rows = [(place.table, place.key) for place in (*changes.places(), *reached)]
        rows += [(row.table, row.key) for row in changes.rows]
        for table, key in rows:
            country = country_of(self._form.tables[table], key)
            self._counters.pop(country, None)
            self._of_tables.get(table, {}).pop(country, None)
            if country in self._scope:
                self._unsummed.add(country)

    def counters(self, country: str = "") -> Counters:
        """How much of a country is answered; without one, of the part that has none."""
        found = self._counters.get(country)
        if found is None:
            owed = answered = offered = more = 0
            for table in self._asked[bool(country)]:
                counted = self._counted(table, country)
                owed, answered = owed + counted[0], answered + counted[1]
                offered, more = offered + counted[2], more + counted[3]
            found = self._counters[country] = Counters(owed, answered, offered, more)
        return found

    def total(self) -> Counters:
        """How much of the whole declaration is answered."""
        return self.counters() + self.of_countries()

    def of_countries(self) -> Counters:
        """How much of all countries together is answered."""
        for country in self._unsummed:
            counted = self.counters(country)
            self._sum += counted - self._summed.get(country, Counters())
            self._summed[country] = counted
        self._unsummed.clear()
        return self._sum

    def _counted(self, table: Table, country: str) -> Counted:
        known = self._of_tables.get(table.id)
        if known is None:
            nobody: dict[str, Counted] = dict.fromkeys(("", *self._scope), (0, 0, 0, 0))
            known = self._of_tables[table.id] = nobody | tallies(self._session, table)
        if country not in known:
            known[country] = tally(self._session, self._form, table, country)
        return known[country]
