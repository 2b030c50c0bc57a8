"""A form over answers: opened once, kept up to date edit by edit, asked for outcomes, values and explanations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from readmission.answers.changes import Answers, Changes
from readmission.answers.finding import Outcome, Shown
from readmission.answers.model import Key, Place, Value
from readmission.engine.cells import Cells
from readmission.engine.explain import explain
from readmission.engine.operands import Mask, Numbers, Operand, Texts, Truths, round_half_away
from readmission.engine.side import Side
from readmission.form.model import Form, Level, Rule
from readmission.form.nodes import Expression, Kind, Type
from readmission.form.round import Round

RATIO_PLACES: Final = 1


@dataclass(frozen=True)
class Delta:
    """What a step changed: rules that fail now and did not, that failed and do not, and whether anything became (ir)relevant."""

    failed: frozenset[tuple[str, Key]]
    passed: frozenset[tuple[str, Key]]
    relevance: bool


class Engine:
    """A form and a round, ready to open answers."""

    def __init__(self, form: Form, round_: Round) -> None:
        self.form = form
        self.round = round_

    def open(self, answers: Answers, last: Answers | None = None, reference: Answers | None = None) -> "Session":
        """A session over answers; without last year or reference figures the rules that read them do not apply."""
        return Session(self.form, self.round, answers, last, reference)


class Session:
    """Answers under a form, always worked out."""

    def __init__(self, form: Form, round_: Round, answers: Answers, last: Answers | None, reference: Answers | None) -> None:
        self.answers = answers
        self._form = form
        before = None if last is None else Side(form, round_, Cells(form, round_, last), None)
        self._side = Side(form, round_, Cells(form, round_, answers), before)
        for place, cell in (reference.cells if reference else {}).items():
            self._side.cells.put(place, cell)
        self._reference = reference
        self._outcomes: dict[str, tuple[Mask, Mask]] = {}
        self._faults: set[str] = set()
        self._expected: dict[tuple[str, str], Mask] = {}
        self._relevance: dict[tuple[str, str], Mask] = {}
        self.refresh()

    def refresh(self) -> None:
        """Work everything out anew."""
        self._side.forget(rows=True)
        self._work_out()

    def apply(self, changes: Changes) -> Delta:
        """Take a step over, in the answers too, and say what it changed."""
        before, relevance = self._failing(), self._relevance
        self.answers.apply(changes)
        for table in {row.table for row in changes.rows}:
            self._side.cells.reload(table)
        for edit in changes.edits:
            self._side.cells.put(edit.place, edit.new)
        self._side.forget(rows=bool(changes.rows))
        self._work_out()
        after = self._failing()
        changed = any(
            name not in relevance or not np.array_equal(relevance[name], mask) for name, mask in self._relevance.items()
        )
        return Delta(frozenset(after - before), frozenset(before - after), changed)

    def rows(self, table: str) -> tuple[Key, ...]:
        """The keys of a table in order."""
        return self._side.rows(table).keys

    def has_row(self, table: str, key: Key) -> bool:
        """Whether a table has a row."""
        return key in self._side.rows(table).index

    def relevant(self, place: Place) -> bool:
        """Whether a cell is shown and exported."""
        row = self._side.rows(place.table).index.get(place.key)
        return row is not None and bool(self._side.relevant(place.table, place.field)[row])

    def expected(self, place: Place) -> bool:
        """Whether an answer is owed where the cell is relevant."""
        row = self._side.rows(place.table).index.get(place.key)
        return row is not None and bool(self._expectation(place.table, place.field)[row])

    def value(self, place: Place) -> Value | None:
        """What stands at a place, computed fields included; None where no value stands."""
        field = self._form.tables[place.table].by_id[place.field]
        row = self._side.rows(place.table).index.get(place.key)
        if row is None:
            return None
        if field.calculation is None:
            return self.answers.cell(place).value if self.relevant(place) else None
        operand = self._side.column(place.table, place.field)
        if not isinstance(operand, Numbers) or np.isnan(operand.x[row]):
            return None
        own = field.calculation.root.type
        return int(round_half_away(operand.x[row : row + 1], own, field.places)[0])

    def evaluate(self, expression: Expression) -> dict[Key, float | None]:
        """What an expression yields by row: a number, or 1 and 0 for a condition; None where it is void, unknown or undecided."""
        own = expression.root.type
        factor = 1.0 if own.ratio else 10.0**own.scale
        return {
            key: None if np.isnan(x) else float(x) / factor
            for key, x in zip(self.rows(expression.table), self._numbers(expression), strict=True)
        }

    def evaluate_scaled(self, expression: Expression) -> dict[Key, int | None]:
        """The same as the exact integer of the expression's scale; it must not be a ratio."""
        if expression.root.type.ratio:
            raise TypeError("a ratio has no scale")
        return {
            key: None if np.isnan(x) else int(x)
            for key, x in zip(self.rows(expression.table), self._numbers(expression), strict=True)
        }

    def outcome(self, rule_id: str, key: Key) -> Outcome:
        """How a rule ended at a row."""
        if rule_id in self._faults:
            return Outcome.COULD_NOT_RUN
        row = self._side.rows(self._form.rules[rule_id].table).index.get(key)
        if row is None:
            return Outcome.NOT_APPLICABLE
        failed, passed = self._outcomes[rule_id]
        return Outcome.FAILED if failed[row] else Outcome.PASSED if passed[row] else Outcome.NOT_APPLICABLE

    def failed(self) -> Iterator[tuple[str, Key]]:
        """The rules that fail, with the rows where they do."""
        return iter(sorted(self._failing()))

    def not_run(self) -> frozenset[tuple[str, Key]]:
        """The rules that could not run, which is a fault of the program or the form."""
        return frozenset((rule, key) for rule in self._faults for key in self.rows(self._form.rules[rule].table)[:1])

    def shown(self, expression: Expression, key: Key) -> Shown | None:
        """The value of an expression at a row as a message names it; None where no value stands."""
        row = self._side.rows(expression.table).index.get(key)
        return None if row is None else self._shown(self._side.evaluate(expression), expression.root.type, row)

    def explain(self, rule_id: str, key: Key) -> str:
        """The figures of a failed rule as a line without words."""
        rule = self._form.rules[rule_id]
        row = self._side.rows(rule.table).index.get(key)
        if row is None:
            return ""

        def number(part: Expression) -> tuple[int, int] | None:
            shown = self._shown(self._side.evaluate(part), part.root.type, row)
            return shown if isinstance(shown, tuple) else None

        def false(part: Expression) -> bool:
            value = self._side.evaluate(part)
            return isinstance(value, Truths) and bool(value.false[row])

        return explain(rule.check, number, false)

    def _expectation(self, table_id: str, field_id: str) -> Mask:
        found = self._expected.get((table_id, field_id))
        if found is None:
            table = self._form.tables[table_id]
            field = table.by_id[field_id]
            own, of_table = self._side.holds(field.expected), self._side.holds(table.expected)
            core = field.level is Level.CORE and table.level is Level.CORE
            found = np.full(len(self._side.rows(table_id)), core) if own is None else own
            found = self._expected[table_id, field_id] = found if of_table is None else found & of_table
        return found

    def _work_out(self) -> None:
        self._outcomes, self._faults, self._expected = {}, set(), {}
        with np.errstate(all="ignore"):
            for rule in self._form.rules.values():
                try:
                    self._outcomes[rule.id] = self._of_rule(rule)
                except (ArithmeticError, LookupError, ValueError, TypeError):
                    self._faults.add(rule.id)
            self._relevance = {
                (table.id, field.id): self._side.relevant(table.id, field.id)
                for table in self._form.tables.values()
                for field in table.fields
            }

    def _of_rule(self, rule: Rule) -> tuple[Mask, Mask]:
        check = self._side.evaluate(rule.check)
        assert isinstance(check, Truths)
        applies = self._side.relevant(rule.table).copy()
        for condition in (rule.where, rule.when):
            holds = self._side.holds(condition)
            if holds is not None:
                applies &= holds
        return check.false & applies, check.true & applies

    def _failing(self) -> set[tuple[str, Key]]:
        found = set()
        for rule, (failed, _) in self._outcomes.items():
            keys = self._side.rows(self._form.rules[rule].table).keys
            found |= {(rule, keys[row]) for row in np.flatnonzero(failed)}
        return found

    def _numbers(self, expression: Expression) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        value = self._side.evaluate(expression)
        if isinstance(value, Truths):
            return np.where(value.true, 1.0, np.where(value.false, 0.0, np.nan))
        assert isinstance(value, Numbers)
        return value.x

    def _shown(self, value: Operand, own: Type, row: int) -> Shown | None:
        if isinstance(value, Texts):
            text = value.text[row]
            return None if text is None else str(text)
        if isinstance(value, Truths):
            return "Y" if value.true[row] else "N" if value.false[row] else None
        return self._shown_number(value, own, row)

    def _shown_number(self, value: Numbers, own: Type, row: int) -> Shown | None:
        x = value.x[row]
        if np.isnan(x):
            return None
        if own.kind is Kind.CODE:
            return self._form.codelists[own.codelist].codes[int(x)].id
        if own.kind is Kind.DATE:
            return date.fromordinal(int(x)).isoformat()
        if own.ratio:
            return int(round_half_away(value.x[row : row + 1], own, RATIO_PLACES)[0]), RATIO_PLACES
        return int(x), own.scale
