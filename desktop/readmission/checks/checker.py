"""All findings of a declaration, kept up to date edit by edit.

Rules come from the engine's outcomes, formats from each cell by itself, completeness from what is owed and blank. While people
fill in, what is owed shows in the counters; its findings are made when asked for (check, review).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from readmission.answers.changes import Changes
from readmission.answers.finding import Finding, Severity
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.checks.builtin import attachment_findings, completeness, format_findings, in_order
from readmission.checks.owed import Counted, country_of, questions, tables_of, tallies, tally
from readmission.engine.outcomes import Failure
from readmission.engine.program import Session
from readmission.form.attachments import limits_of
from readmission.form.model import Field, Form, Mark, Rule, Table
from readmission.form.round import Round

# From so many rows of one rule on, whole columns are quicker than each row by itself.
MANY_ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """What a step added to the findings and took away; a finding whose figures changed is in both.

    `reached` are the cells that were not entered and are asked, owed or computed differently now.
    """

    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]
    reached: frozenset[Place] = frozenset()


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


class Checker:
    """The findings of one session of the engine; every change goes through `apply`."""

    def __init__(self, form: Form, round_: Round, session: Session) -> None:
        self._form = form
        self._round = round_
        self._scope = frozenset(round_.countries)
        self.session = session
        self._rules: dict[tuple[str, Key], Finding] = {}
        self._formats: dict[Place, tuple[Finding, ...]] = {}
        self._limits = limits_of(form, round_)
        self._attached: tuple[Finding, ...] = ()
        self._counters: dict[str, Counters] = {}
        self._of_tables: dict[str, dict[str, Counted]] = {}
        # The tables that ask about no country, and those that ask about each.
        self._asked = tuple(tables_of(form, "")), tuple(tables_of(form, next(iter(round_.countries), "-")))
        self._pointers = {rule.id: [_pointer(form, rule, mark) for mark in rule.marks] for rule in form.rules.values()}
        # The sum over all countries, what each is in it with, and those of which that is no longer true.
        self._sum = Counters()
        self._summed: dict[str, Counters] = {}
        self._unsummed: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        """Check everything anew."""
        faults = self.session.not_run()
        self._rules = self._described((*self.session.failed(), *faults), faults)
        self._formats = {}
        for place, cell in self.session.answers.cells.items():
            if not in_order(self._field(place), cell):
                self._check_format(place, cell)
        self._check_attachments()
        self._counters.clear()
        self._of_tables.clear()
        self._unsummed.update(self._round.countries)

    def apply(self, changes: Changes) -> FindingChanges:
        """Take a step over, in the answers too, and say what it changed among the findings."""
        delta = self.session.apply(changes)
        worse = delta.failed | delta.again
        faults = self.session.not_run() if worse else frozenset()
        removed = [found for pair in delta.passed if (found := self._rules.pop(pair, None)) is not None]
        added = []
        for pair, finding in self._described(worse, faults).items():
            stood = self._rules.get(pair)
            if stood != finding:
                self._rules[pair] = finding
                added.append(finding)
                if stood is not None:
                    removed.append(stood)
        before, after = set[Finding](), set[Finding]()
        for edit in changes.edits:
            before.update(self._formats.get(edit.place, ()))
            self._check_format(edit.place, edit.new)
            after.update(self._formats.get(edit.place, ()))
        if changes.attachments or self.session.answers.attachments:
            before.update(self._attached)
            self._check_attachments()
            after.update(self._attached)
        self._forget_counters(changes, delta.relevance)
        return FindingChanges((*added, *(after - before)), (*removed, *(before - after)), delta.relevance | delta.computed)

    def findings(self) -> tuple[Finding, ...]:
        """The findings while filling in: rules and formats, in the form's order."""
        return self._ordered(self._live())

    def all_findings(self) -> tuple[Finding, ...]:
        """The findings of a declaration that is to go out: completeness too."""
        return self._ordered([*self._live(), *self._incomplete()])

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
            known = self._of_tables[table.id] = nobody | tallies(self.session, table)
        if country not in known:
            known[country] = tally(self.session, self._form, table, country)
        return known[country]

    def _forget_counters(self, changes: Changes, reached: Iterable[Place]) -> None:
        rows = [(place.table, place.key) for place in (*changes.places(), *reached)]
        rows += [(row.table, row.key) for row in changes.rows]
        for table, key in rows:
            country = country_of(self._form.tables[table], key)
            self._counters.pop(country, None)
            self._of_tables.get(table, {}).pop(country, None)
            if country in self._scope:
                self._unsummed.add(country)

    def _live(self) -> set[Finding]:
        formats = (finding for found in self._formats.values() for finding in found)
        return {*self._rules.values(), *formats, *self._attached}

    def _incomplete(self) -> Iterator[Finding]:
        for country in ("", *self._round.countries):
            for question in questions(self.session, self._form, country):
                if question.core and not question.answered:
                    yield completeness(question.field, question.place)

    def _check_format(self, place: Place, cell: Cell) -> None:
        self._formats.pop(place, None)
        if cell != BLANK:
            found = tuple(format_findings(self._form, place, self._field(place), cell))
            if found and self.session.relevant(place):
                self._formats[place] = found

    def _check_attachments(self) -> None:
        asked = [one for one in self.session.answers.attachments.values() if self.session.relevant(one.place)]
        self._attached = tuple(attachment_findings(asked, self._limits))

    def _field(self, place: Place) -> Field:
        return self._form.tables[place.table].by_id[place.field]

    def _described(self, failures: Collection[Failure], faults: frozenset[Failure]) -> dict[Failure, Finding]:
        """The findings of rules that fail or could not run."""
        rows: dict[str, list[Key]] = {}
        for rule_id, key in failures:
            rows.setdefault(rule_id, []).append(key)
        found: dict[Failure, Finding] = {}
        for rule_id, keys in rows.items():
            stopped = {key for key in keys if (rule_id, key) in faults} if faults else set()
            for key in stopped:
                found[rule_id, key] = Finding(
                    rule_id, Severity.FAULT, self._form.rules[rule_id].table, key, self._places(rule_id, key)
                )
            self._describe(rule_id, [key for key in keys if key not in stopped] if stopped else keys, found)
        return found

    def _describe(self, rule_id: str, keys: list[Key], found: dict[Failure, Finding]) -> None:
        rule, session = self._form.rules[rule_id], self.session
        severity, table = Severity(rule.severity), rule.table
        figures = session.figures(whole=len(keys) >= MANY_ROWS)
        lines = session.explain(rule_id, keys, figures)
        shown = [[(name, value) for value in session.shown(one, keys, figures)] for name, one in rule.shown]
        values = zip(*shown, strict=True) if shown else repeat((), len(keys))
        for key, line, pairs in zip(keys, lines, values, strict=True):
            # What no value stands for is not named.
            named = tuple([pair for pair in pairs if pair[1] is not None])
            found[rule_id, key] = Finding(rule_id, severity, table, key, self._places(rule_id, key), named, line)

    def _places(self, rule_id: str, key: Key) -> tuple[Place, ...]:
        before = self._rules.get((rule_id, key))
        return before.places if before is not None else tuple([pointer.at(key) for pointer in self._pointers[rule_id]])

    def _ordered(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        tables = {table: position for position, table in enumerate(self._form.tables)}
        severities = {severity: position for position, severity in enumerate((Severity.FAULT, *Severity))}
        return tuple(
            sorted(found, key=lambda item: (severities[item.severity], tables[item.table], item.rule, item.key, item.places))
        )


@dataclass(frozen=True, slots=True)
class _Pointer:
    """The cell that a rule points at: each part of its key is one of the row's own, by its number, or a code."""

    table: str
    parts: tuple[int | str, ...]
    field: str

    def at(self, key: Key) -> Place:
        return Place(self.table, tuple([part if isinstance(part, str) else key[part] for part in self.parts]), self.field)


def _pointer(form: Form, rule: Rule, mark: Mark) -> _Pointer:
    own: dict[str, int | str] = {dimension.id: number for number, dimension in enumerate(form.tables[rule.table].dimensions)}
    own.update(mark.fixed)
    return _Pointer(mark.table, tuple(own[dimension.id] for dimension in form.tables[mark.table].dimensions), mark.field)
