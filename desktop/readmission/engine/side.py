"""One set of answers under a form: what is relevant, what is computed, and what any expression yields over it.

A column is effective: void where its cell is not applicable or not relevant, unknown where no value stands. Last year's answers
are a side of their own, under this form's conditions, whose own last year is unknown. What was worked out is kept until a cell
changes.
"""

from typing import ClassVar

import numpy as np

from readmission.answers.model import Reason
from readmission.engine import functions
from readmission.engine.cells import REASONS, VALUE, Cells
from readmission.engine.groups import aggregate
from readmission.engine.operands import (
    Floats,
    Mask,
    Numbers,
    Operand,
    Texts,
    Truths,
    common,
    decided,
    scaled,
    unknown,
)
from readmission.engine.rowset import RowSet, align, holding
from readmission.errors import FormError
from readmission.form.expression.names import REPORTING_YEAR
from readmission.form.model import Field, FieldType, Form, Table
from readmission.form.nodes import (
    Aggregate,
    Among,
    Arithmetic,
    Both,
    Call,
    Choose,
    Column,
    Compare,
    Constant,
    Coordinate,
    Either,
    Expression,
    Kind,
    Node,
    Not,
    Parameter,
    Period,
    Tally,
)
from readmission.form.round import Round


class Circular(FormError):
    """A condition or calculation waits for itself."""

    code: ClassVar[str] = "FO-20"
    happened: ClassVar[str] = "The condition or calculation of {field} waits for itself."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Have the form checked by its author."


class Side:
    """The answers of this year or of last year."""

    def __init__(self, form: Form, round_: Round, cells: Cells, last: "Side | None") -> None:
        self.cells = cells
        self._form = form
        self._last = last
        self._parameters = {parameter.id: parameter.value for parameter in form.parameters.values()} | round_.parameters
        self._parameters[REPORTING_YEAR] = round_.year
        self._positions = {
            name: {code: number for number, code in enumerate(codelist.by_id)} for name, codelist in form.codelists.items()
        }
        self._columns: dict[tuple[str, str], Operand] = {}
        self._relevant: dict[tuple[str, str], Mask] = {}
        self._alignments: dict[tuple[object, ...], np.ndarray[tuple[int], np.dtype[np.intp]]] = {}
        self._open: set[tuple[str, str]] = set()

    def forget(self, *, rows: bool = False) -> None:
        """Work everything out anew from the cells; with `rows` also which row finds which."""
        self._columns.clear()
        self._relevant.clear()
        if rows:
            self._alignments.clear()

    def rows(self, table: str) -> RowSet:
        """The rows of a table."""
        return self.cells.rowsets[table]

    def relevant(self, table: str, field: str = "") -> Mask:
        """Where the rows of a table, or a field of it, are relevant."""
        found = self._relevant.get((table, field))
        if found is None:
            found = self._relevant[table, field] = self._work_out_relevance(self._form.tables[table], field)
        return found

    def holds(self, expression: Expression | None) -> Mask | None:
        """Where a condition is certainly true; None where there is no condition."""
        if expression is None:
            return None
        value = self.evaluate(expression)
        assert isinstance(value, Truths)
        return value.true

    def evaluate(self, expression: Expression) -> Operand:
        """What an expression yields in the rows of its table."""
        return self._value(expression.root, self.rows(expression.table), expression.table)

    def column(self, table: str, field: str) -> Operand:
        """A field as expressions see it, in the rows of its table."""
        found = self._columns.get((table, field))
        if found is None:
            if (table, field) in self._open:
                raise Circular(field=f"{table}.{field}")
            self._open.add((table, field))
            try:
                found = self._columns[table, field] = self._work_out(self._form.tables[table].by_id[field], table)
            finally:
                self._open.discard((table, field))
        return found

    def _work_out_relevance(self, table: Table, field: str) -> Mask:
        if (table.id, f"?{field}") in self._open:
            raise Circular(field=f"{table.id}.{field}")
        self._open.add((table.id, f"?{field}"))
        try:
            condition = table.by_id[field].relevant if field else table.relevant
            mask = self.holds(condition)
            own = np.ones(len(self.rows(table.id)), np.bool_) if mask is None else mask
            return own & self.relevant(table.id) if field else own
        finally:
            self._open.discard((table.id, f"?{field}"))

    def _work_out(self, field: Field, table: str) -> Operand:
        relevant = self.relevant(table, field.id)
        if field.calculation is not None:
            value = self.evaluate(field.calculation)
            if isinstance(value, Numbers):
                return Numbers(np.where(relevant, value.x, np.nan), value.void | ~relevant)
            return value
        raw = self.cells.column(table, field.id)
        stands = (raw.state == VALUE) & relevant
        if field.type is FieldType.TEXT or field.type is FieldType.REFERENCE:
            text = raw.text.copy()
            text[~stands] = None
            return Texts(text)
        x = np.where(stands, raw.x, np.nan)
        if field.type is FieldType.YES_NO:
            return Truths(x == 1.0, x == 0.0)
        return Numbers(x, (raw.state == REASONS[Reason.NOT_APPLICABLE]) | ~relevant)

    def _value(self, node: Node, rows: RowSet, table: str) -> Operand:  # noqa: C901, PLR0911, PLR0912 - one case a node
        size = len(rows)
        match node:
            case Constant():
                return self._constant(node, size)
            case Parameter():
                return Numbers(np.full(size, float(self._parameters[node.name])), np.zeros(size, np.bool_))
            case Column():
                return self._read(node, rows, table)
            case Coordinate():
                return self._coordinate(node, rows)
            case Arithmetic():
                return self._arithmetic(node, rows, table)
            case Compare():
                ranks = self._ranks(node) if node.operator not in ("==", "!=") else None
                left, right = self._compared(node, rows, table)
                return functions.compare(node, left, right, ranks)
            case Among():
                return self._among(node, rows, table)
            case Both() | Either():
                return self._joined(node, rows, table)
            case Not():
                truth = self._truth(node.operand, rows, table)
                return Truths(truth.false, truth.true)
            case Choose():
                return self._chosen(node, rows, table)
            case Tally():
                counted = sum((self._truth(part, rows, table).true.astype(float) for part in node.parts), np.zeros(size))
                return Numbers(counted, np.zeros(size, np.bool_))
            case Aggregate():
                return self._aggregate(node, rows)
            case Call():
                return self._call(node, rows, table)

    def _compared(self, node: Compare, rows: RowSet, table: str) -> tuple[Operand, Operand]:
        if node.left.type.kind is Kind.CODE:
            codelist = node.left.type.codelist or node.right.type.codelist
            return self._code(node.left, rows, table, codelist), self._code(node.right, rows, table, codelist)
        return self._value(node.left, rows, table), self._value(node.right, rows, table)

    def _code(self, node: Node, rows: RowSet, table: str, codelist: str) -> Operand:
        if isinstance(node, Constant):
            position = self._positions[codelist].get(str(node.value))
            return Numbers(np.full(len(rows), np.nan if position is None else float(position)), np.zeros(len(rows), np.bool_))
        return self._value(node, rows, table)

    def _constant(self, node: Constant, size: int) -> Operand:
        none = np.zeros(size, np.bool_)
        if node.type.kind is Kind.TRUTH:
            return decided(np.full(size, bool(node.value)))
        if node.type.kind is Kind.TEXT:
            return Texts(np.full(size, node.value, np.object_))
        if node.type.kind is Kind.CODE:
            position = self._positions[node.type.codelist].get(str(node.value))
            return Numbers(np.full(size, np.nan if position is None else float(position)), none)
        return Numbers(np.full(size, float(node.value)), none)

    def _read(self, node: Column, rows: RowSet, table: str) -> Operand:
        side = self if node.period is Period.NOW else self._last
        if side is None:
            return unknown(node.type.kind, len(rows))
        value = side.column(node.table, node.field)
        return self._aligned(value, rows, side.rows(node.table), node, same=node.table == table)

    def _aligned(self, value: Operand, rows: RowSet, target: RowSet, node: Column, *, same: bool) -> Operand:
        if target is rows and not node.fixed and same:
            return value
        key = (id(rows), id(target), node.fixed)
        if key not in self._alignments:
            self._alignments[key] = align(rows, target, node.fixed)
        return value.take(self._alignments[key])

    def _coordinate(self, node: Coordinate, rows: RowSet) -> Operand:
        place = rows.dimensions.index(node.dimension)
        positions = self._positions[node.type.codelist]
        x = np.array([float(positions.get(key[place], -1)) for key in rows.keys], np.float64)
        return Numbers(x, np.zeros(len(rows), np.bool_))

    def _arithmetic(self, node: Arithmetic, rows: RowSet, table: str) -> Operand:
        left, right = self._number(node.left, rows, table), self._number(node.right, rows, table)
        a, b = node.left.type, node.right.type
        if node.operator == "*" and not node.type.ratio:
            return functions.arithmetic("*", left, right)
        to = common(a, b) if node.operator in ("+", "-", "/") else node.type
        return functions.arithmetic(node.operator, scaled(left, a, to), scaled(right, b, to))

    def _ranks(self, node: Compare) -> Floats | None:
        if node.left.type.kind is not Kind.CODE:
            return None
        return self._ranks_of(node.left.type.codelist or node.right.type.codelist)

    def _ranks_of(self, codelist: str) -> Floats:
        codes = self._form.codelists[codelist].codes
        return np.array([np.nan if code.rank is None else float(code.rank) for code in codes], np.float64)

    def _among(self, node: Among, rows: RowSet, table: str) -> Operand:
        codes = self._number(node.operand, rows, table)
        positions = self._positions[node.operand.type.codelist]
        among = np.isin(codes.x, [float(positions[code]) for code in node.codes])
        return Truths(among & codes.known, ~among & codes.known)

    def _joined(self, node: Both | Either, rows: RowSet, table: str) -> Operand:
        parts = [self._truth(part, rows, table) for part in node.parts]
        true, false = [part.true for part in parts], [part.false for part in parts]
        if isinstance(node, Both):
            return Truths(np.logical_and.reduce(true), np.logical_or.reduce(false))
        return Truths(np.logical_or.reduce(true), np.logical_and.reduce(false))

    def _chosen(self, node: Choose, rows: RowSet, table: str) -> Operand:
        condition = self._truth(node.condition, rows, table).true
        then, other = self._value(node.then, rows, table), self._value(node.otherwise, rows, table)
        if isinstance(then, Truths) and isinstance(other, Truths):
            return Truths(np.where(condition, then.true, other.true), np.where(condition, then.false, other.false))
        if isinstance(then, Texts) and isinstance(other, Texts):
            return Texts(np.where(condition, then.text, other.text))
        assert isinstance(then, Numbers)
        assert isinstance(other, Numbers)
        if node.type.kind is Kind.NUMBER:
            then, other = scaled(then, node.then.type, node.type), scaled(other, node.otherwise.type, node.type)
        return Numbers(np.where(condition, then.x, other.x), np.where(condition, then.void, other.void))

    def _aggregate(self, node: Aggregate, rows: RowSet) -> Operand:
        side = self if node.period is Period.NOW else self._last
        if side is None:
            return (
                unknown(node.type.kind, len(rows))
                if self._form.tables[node.table].is_list is False
                else aggregate(node, rows, RowSet(rows.dimensions, ()), np.zeros(0, np.bool_), self._nothing(node))
            )
        members = side.rows(node.table)
        chosen = holding(members, node.fixed)
        if node.where is not None:
            chosen &= self._truth(node.where, members, node.table).true
        return aggregate(node, rows, members, chosen, self._value(node.operand, members, node.table))

    @staticmethod
    def _nothing(node: Aggregate) -> Operand:
        return unknown(node.operand.type.kind, 0)

    def _call(self, node: Call, rows: RowSet, table: str) -> Operand:
        if node.function in ("given", "missing", "flagged"):
            return self._of_state(node, rows, table)
        if node.function == "rank":
            codes = self._number(node.arguments[0], rows, table)
            return functions.by_rank(codes, self._ranks_of(node.arguments[0].type.codelist))
        return functions.call(node, [self._value(argument, rows, table) for argument in node.arguments])

    def _of_state(self, node: Call, rows: RowSet, table: str) -> Operand:
        first = node.arguments[0]
        if node.function == "given":
            value = self._value(first, rows, table)
            return decided(value.true | value.false if isinstance(value, Truths) else value.known)
        assert isinstance(first, Column)
        side = self if first.period is Period.NOW else self._last
        if side is None:
            return decided(np.zeros(len(rows), np.bool_))
        raw = side.cells.column(first.table, first.field)
        said = node.arguments[1] if len(node.arguments) > 1 else None
        code = str(said.value) if isinstance(said, Constant) else ""
        if node.function == "flagged":
            mask = np.array([code in raw.flags.get(row, "") for row in range(len(raw.state))], np.bool_)
        elif code:
            mask = raw.state == REASONS[Reason(code)]
        else:
            mask = raw.state >= min(REASONS.values())
        mask = mask & side.relevant(first.table, first.field)
        aligned = self._aligned(decided(mask), rows, side.rows(first.table), first, same=first.table == table)
        assert isinstance(aligned, Truths)
        return decided(aligned.true)

    def _truth(self, node: Node, rows: RowSet, table: str) -> Truths:
        value = self._value(node, rows, table)
        assert isinstance(value, Truths)
        return value

    def _number(self, node: Node, rows: RowSet, table: str) -> Numbers:
        value = self._value(node, rows, table)
        assert isinstance(value, Numbers)
        return value
