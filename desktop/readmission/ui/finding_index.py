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
_NONE: Final = Counter[Severity]()


class FindingIndex:
    """All present findings."""

    def __init__(self, form: Form, findings: Iterable[Finding], order: NameOrder) -> None:
        self._order = order
        # Countries stand first in the keys of the tables that ask about each.
        self._asks_each = {table.id: bool(country_of(table, ("-",))) for table in form.tables.values()}
        # Each finding by itself: the one that is kept of several that are equal.
        self._all: dict[Finding, Finding] = {}
        self._by_place: dict[Place, list[Finding]] = {}
        self._worst: dict[Place, Severity] = {}
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
        stood = {(finding.rule, finding.key): finding for finding in gone}
        replaced, new = set[int](), []
        for finding in come:
            old = stood.get((finding.rule, finding.key))
            if old is not None and id(old) not in replaced and self._put_in_place_of(old, finding):
                replaced.add(id(old))
            else:
                new.append(finding)
        for finding in gone:
            if id(finding) not in replaced:
                self._remove(finding)
        for finding in new:
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

    def first(self, findings: Iterable[Finding]) -> Finding:
        """The first of findings as they are shown: that costs less than putting all of a paste in order."""
        among = list(findings)
        gravest = min({finding.severity for finding in among}, key=ORDER.index)
        rule = min(finding.rule for finding in among if finding.severity is gravest)
        return min((one for one in among if one.severity is gravest and one.rule == rule), key=self._standing)

    def at(self, place: Place) -> list[Finding]:
        """The findings that point at a cell, in the order in which they are shown: the gravest first."""
        found = self._by_place.get(place)
        return self.in_order(found) if found else []

    def worst(self, place: Place) -> Severity | None:
        """The gravest severity at a cell."""
        found = self._by_place.get(place)
        if not found:
            return None
        known = self._worst.get(place)
        if known is None:
            known = self._worst[place] = min((finding.severity for finding in found), key=ORDER.index)
        return known

    def worst_in_row(self, table: str, key: Key, fields: Iterable[str]) -> Severity | None:
        """The gravest severity at the cells of a row."""
        places = (Place(table, key, field) for field in fields)
        found = {self.worst(place) for place in places if place in self._by_place}
        return min((severity for severity in found if severity is not None), key=ORDER.index, default=None)

    def counts(self, country: str | None = None) -> Counter[Severity]:
        """How many findings of each severity there are, in all or of one country ("": of none)."""
        return self._total if country is None else self._counts.get(country, _NONE)

    def of_table(self, table: str) -> Counter[Severity]:
        """How many findings point into a table."""
        return self._table_counts.get(table, _NONE)

    def _standing(self, finding: Finding) -> tuple[int, str, int, Key, tuple[Place, ...]]:
        rank = self._order.rank(self._country(finding))
        return ORDER.index(finding.severity), finding.rule, rank, finding.key, finding.places

    def _put_in_place_of(self, old: Finding, finding: Finding) -> bool:
        """Whether a finding only has other figures than an old one, and stands where that stood now."""
        known = self._all.get(old)
        if known is None or known.severity is not finding.severity or known.places != finding.places or finding in self._all:
            return False
        del self._all[known]
        self._all[finding] = finding
        for place in known.places:
            found = self._by_place[place]
            # By itself, since to compare all that two findings say takes long; most cells have one.
            for position, one in enumerate(found):
                if one is known:
                    found[position] = finding
                    break
        return True

    def _add(self, finding: Finding) -> None:
        if finding in self._all:
            return
        self._all[finding] = finding
        self._count(finding, 1)
        for place in finding.places:
            self._by_place.setdefault(place, []).append(finding)
            self._worst.pop(place, None)

    def _remove(self, finding: Finding) -> None:
        known = self._all.pop(finding, None)
        if known is None:
            return
        self._count(finding, -1)
        for place in finding.places:
            left = [one for one in self._by_place[place] if one is not known]
            self._worst.pop(place, None)
            if left:
                self._by_place[place] = left
            else:
                del self._by_place[place]

    def _count(self, finding: Finding, by: int) -> None:
        severity = finding.severity
        self._counts[self._country(finding)][severity] += by
        self._total[severity] += by
        for table in {place.table for place in finding.places} or (finding.table,):
            self._table_counts[table][severity] += by

    def _country(self, finding: Finding) -> str:
        return finding.key[0] if self._asks_each[finding.table] else ""
