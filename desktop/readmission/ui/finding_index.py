"""The findings on screen, found by place, by country and by rule, and kept up to date step by step."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Key, Place
from readmission.form.model import Form
from readmission.ui.marks import ORDER
from readmission.ui.name_order import NameOrder
from readmission.ui.wording import country_of

# From so many cells on whoever draws them draws whole rows.
MANY_PLACES: Final = 500


class FindingIndex:
    """All present findings."""

    def __init__(self, form: Form, findings: Iterable[Finding], order: NameOrder) -> None:
        self._form = form
        self._order = order
        self._all: dict[Finding, None] = {}
        self._by_place: dict[Place, dict[Finding, None]] = {}
        self._counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
        self._total: Counter[Severity] = Counter()
        self._table_counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
        for finding in findings:
            self._add(finding)

    def replace(self, removed: Iterable[Finding], added: Iterable[Finding]) -> frozenset[Place]:
        """Take a step's findings over; the cells whose gravest severity is another one now, among very many perhaps others too.

        Most findings of an edit were there before it and have other figures.
        """
        gone, come = tuple(removed), tuple(added)
        marked = {place for finding in (*gone, *come) for place in finding.places}
        many = len(marked) > MANY_PLACES
        before = {} if many else {place: self.worst(place) for place in marked}
        for finding in gone:
            self._remove(finding)
        for finding in come:
            self._add(finding)
        return frozenset(marked if many else (place for place in marked if self.worst(place) is not before[place]))

    def __len__(self) -> int:
        return len(self._all)

    def all(self) -> list[Finding]:
        """Every finding, the blocking ones first, then by rule, name of the country and place."""
        return self.in_order(self._all)

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings as they are shown, in the same order."""
        return sorted(findings, key=self._standing)

    def at(self, place: Place) -> list[Finding]:
        """The findings that point at a cell, the gravest first."""
        found = self._by_place.get(place)
        return sorted(found, key=lambda finding: ORDER.index(finding.severity)) if found else []

    def worst(self, place: Place) -> Severity | None:
        """The gravest severity at a cell."""
        found = self._by_place.get(place)
        return min((finding.severity for finding in found), key=ORDER.index) if found else None

    def counts(self, country: str | None = None) -> Counter[Severity]:
        """How many findings of each severity there are, in all or of one country ("": of none)."""
        if country is not None:
            return self._counts.get(country, Counter())
        return +self._total

    def of_table(self, table: str) -> Counter[Severity]:
        """How many findings point into a table."""
        return self._table_counts.get(table, Counter())

    def _standing(self, finding: Finding) -> tuple[int, str, int, Key, tuple[Place, ...]]:
        rank = self._order.rank(self._country(finding))
        return ORDER.index(finding.severity), finding.rule, rank, finding.key, finding.places

    def _add(self, finding: Finding) -> None:
        if finding in self._all:
            return
        self._all[finding] = None
        self._counts[self._country(finding)][finding.severity] += 1
        self._total[finding.severity] += 1
        for table in {place.table for place in finding.places} or {finding.table}:
            self._table_counts[table][finding.severity] += 1
        for place in finding.places:
            self._by_place.setdefault(place, {})[finding] = None

    def _remove(self, finding: Finding) -> None:
        if finding not in self._all:
            return
        del self._all[finding]
        self._counts[self._country(finding)][finding.severity] -= 1
        self._total[finding.severity] -= 1
        for table in {place.table for place in finding.places} or {finding.table}:
            self._table_counts[table][finding.severity] -= 1
        for place in finding.places:
            found = self._by_place[place]
            del found[finding]
            if not found:
                del self._by_place[place]

    def _country(self, finding: Finding) -> str:
        return country_of(self._form.tables[finding.table], finding.key)
