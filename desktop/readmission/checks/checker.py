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
from readmission.checks.counting import Counting
from readmission.checks.owed import questions
from readmission.engine.outcomes import Failure
from readmission.engine.program import Session
from readmission.form.attachments import limits_of
from readmission.form.model import Field, Form, Mark, Rule
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


class Checker:
    """The findings of one session of the engine; every change goes through `apply`."""

    def __init__(self, form: Form, round_: Round, session: Session) -> None:
        self._form = form
        self._round = round_
        self.session = session
        self._rules: dict[tuple[str, Key], Finding] = {}
        self._formats: dict[Place, tuple[Finding, ...]] = {}
        self._limits = limits_of(form, round_)
        self._attached: tuple[Finding, ...] = ()
        self.counting = Counting(form, round_, session)
        self._pointers = {rule.id: [_pointer(form, rule, mark) for mark in rule.marks] for rule in form.rules.values()}
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
        self.counting.refresh()

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
        self.counting.forget(changes, delta.relevance)
        return FindingChanges((*added, *(after - before)), (*removed, *(before - after)), delta.relevance | delta.computed)

    def findings(self) -> tuple[Finding, ...]:
        """The findings while filling in: rules and formats, in the form's order."""
        return self._ordered(self._live())

    def all_findings(self) -> tuple[Finding, ...]:
        """The findings of a declaration that is to go out: completeness too."""
        return self._ordered([*self._live(), *self._incomplete()])

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
