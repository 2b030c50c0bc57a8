"""Writes numbers, dates, codes and texts as code: NaN unless they are values; for `+`, `-` and `sum` 0 where they are void."""

from collections.abc import Callable
from functools import reduce
from typing import ClassVar

from readmission.engine.code_parts import FALSE, TRUE, Addend, Parts, common, literal
from readmission.engine.families import Several, families, merged
from readmission.engine.place import Load
from readmission.engine.texts import LENGTH, RANK, MeasureKey
from readmission.form.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Choose,
    Column,
    Constant,
    Coordinate,
    Kind,
    Node,
    Parameter,
    Tally,
    Type,
)
from readmission.override import override


class Values(Parts):
    """Writes the values of parts."""

    def yes(self, node: Node) -> str:
        """Where a condition is certainly true."""
        raise NotImplementedError

    def no(self, node: Node) -> str:
        """Where a condition is certainly false."""
        raise NotImplementedError

    @override
    def value(self, node: Node) -> str:
        """A number, date, code or text; NaN unless it is a value. A condition gives 1, 0 or NaN."""
        if node.type.kind is Kind.TRUTH:
            return self._truth(node)
        return self._VALUES[type(node)](self, node)

    def _truth(self, node: Node) -> str:
        if isinstance(node, Column):
            return self._column(node)
        return self._let(f"truth({self.yes(node)}, {self.no(node)})")

    def _constant(self, node: Constant) -> str:
        number = self._places.text(node.value) if isinstance(node.value, str) else float(node.value)
        return literal(number)

    def _parameter(self, node: Parameter) -> str:
        return literal(self._places.parameter(node.name))

    def _column(self, node: Column) -> str:
        return self._read(node, self._places.column, "nan")

    def _read(self, node: Column, find: Callable[[Column], Load], absent: str) -> str:
        """A column, or those of a family one below the other."""
        if not isinstance(node, Several):
            return self._load("x", find(node), absent)
        loads = [find(member) for member in node.members]
        return self._let(self._dialect.several(loads[0].store, [load.column for load in loads]))

    def _coordinate(self, node: Coordinate) -> str:
        return self._load("x", self._places.coordinate(node), "nan")

    def _aggregate(self, node: Aggregate) -> str:
        return self._load("x", self._places.aggregate(node), "nan")

    def _arithmetic(self, node: Arithmetic) -> str:
        if node.operator in "+-":
            addend = self.addend(node)
            return self._voided(addend)
        shared = common(node.left.type, node.right.type)
        if node.operator == "/":
            return self._let(f"divide({self._as(node.left, shared)}, {self._as(node.right, shared)})")
        if node.type.ratio:
            return self._let(f"({self._as(node.left, node.type)} * {self._as(node.right, node.type)})")
        return self._let(f"({self.value(node.left)} * {self.value(node.right)})")

    def _choose(self, node: Choose) -> str:
        then, otherwise = self._as(node.then, node.type), self._as(node.otherwise, node.type)
        return self._select(self.yes(node.condition), then, otherwise)

    def _tally(self, node: Tally) -> str:
        always, single, terms = 0.0, [], []
        for numbers in families(node.parts, self._places) if self._dialect.gathers else [[n] for n in range(len(node.parts))]:
            mask = self.yes(merged([node.parts[number] for number in numbers]))
            if mask in (TRUE, FALSE):
                always += len(numbers) if mask == TRUE else 0.0
            elif len(numbers) == 1:
                single.append(mask)
            else:
                terms.append(self._let(f"counted({mask})"))
        if single:
            terms.append(self._let(f"tally({', '.join(single)})"))
        if always or not terms:
            terms.append(literal(always))
        return reduce(lambda total, term: self._let(f"({total} + {term})"), terms)

    def _call(self, node: Call) -> str:
        return self._CALLS[node.function](self, node)

    def _absolute(self, node: Call) -> str:
        return self._let(f"absolute({self.value(node.arguments[0])})")

    def _negate(self, node: Call) -> str:
        return self._let(f"(-{self.value(node.arguments[0])})")

    def _of_several(self, node: Call) -> str:
        parts = ", ".join(self._as(argument, node.type) for argument in node.arguments)
        return self._let(f"{node.function}({parts})")

    def _rate(self, node: Call) -> str:
        part, whole = self._all_as(node.arguments)
        return self._let(f"divide(100.0 * {part}, {whole})")

    def _round(self, node: Call) -> str:
        operand, places = node.arguments[0], node.type.scale
        value = self.value(operand)
        if operand.type.ratio:
            return self._let(f"round_ratio({value}, {10.0**places!r})")
        if places >= operand.type.scale:
            return self._let(f"({value} * {10.0 ** (places - operand.type.scale)!r})")
        return self._let(f"shift_away({value}, {10.0 ** (operand.type.scale - places)!r})")

    def _year(self, node: Call) -> str:
        return self._let(f"year({self.value(node.arguments[0])})")

    def _rank(self, node: Call) -> str:
        return self.ranked(node.arguments[0])

    def _length(self, node: Call) -> str:
        return self._measured(node.arguments[0], (LENGTH, ""))

    def ranked(self, node: Node) -> str:
        """The rank of a code."""
        if isinstance(node, Column):
            return self._read(node, lambda one: self._places.measured(one, (RANK, one.type.codelist)), "nan")
        return self._measured(node, (RANK, node.type.codelist))

    def _measured(self, node: Node, measure: MeasureKey) -> str:
        if isinstance(node, Column):
            return self._read(node, lambda one: self._places.measured(one, measure), "nan")
        if isinstance(node, Constant) and isinstance(node.value, str):
            return literal(self._places.measure_now(measure, self._places.text(node.value)))
        return self._let(f"k{self._places.measure(measure)}({self.value(node)})")

    def addend(self, node: Node) -> Addend:
        """A number as `+`, `-` and `sum` take it."""
        if isinstance(node, Several):
            raise TypeError(node.field)
        if isinstance(node, Column):
            return self._loaded(self._places.column(node))
        if isinstance(node, Aggregate) and node.function == "sum":
            return self._loaded(self._places.aggregate(node))
        if isinstance(node, Arithmetic) and node.operator in "+-":
            return self._sum(node)
        if isinstance(node, Choose):
            return self._chosen(node)
        if isinstance(node, Call) and node.function == "negate":
            inner = self.addend(node.arguments[0])
            return Addend(self._let(f"(-{inner.value})"), inner.void, inner.possible)
        return Addend(self.value(node))

    def computed(self, node: Node, scale: int) -> list[str]:
        """What a calculated field of this scale holds, and where it is void."""
        if node.type.kind is not Kind.NUMBER:
            return [self.value(node), FALSE]
        addend = self.addend(node)
        wanted = Type(Kind.NUMBER, scale=scale)
        return [self._scaled(self._voided(addend), node.type, wanted), addend.void]

    def _loaded(self, load: Load) -> Addend:
        possible = f"n{load.store}[{load.column}]" if self._counts_void else ""
        return Addend(self._load("z", load, "nan"), self._load("v", load, FALSE), possible)

    def _sum(self, node: Arithmetic) -> Addend:
        left, right = self.addend(node.left), self.addend(node.right)
        first = self._scaled(left.value, node.left.type, node.type)
        second = self._scaled(right.value, node.right.type, node.type)
        value = self._let(f"({first} {node.operator} {second})")
        return Addend(value, self._both(left.void, right.void), self._both_possible(left, right))

    def _chosen(self, node: Choose) -> Addend:
        mask = self.yes(node.condition)
        then, otherwise = self.addend(node.then), self.addend(node.otherwise)
        value = self._select(
            mask,
            self._scaled(then.value, node.then.type, node.type),
            self._scaled(otherwise.value, node.otherwise.type, node.type),
        )
        void = self._either(self._both(mask, then.void), self._both(self._opposite(mask), otherwise.void))
        return Addend(value, void)

    def _voided(self, addend: Addend) -> str:
        if addend.void == FALSE:
            return addend.value
        written = f"voided({addend.value}, {addend.void})"
        if addend.possible:
            # Most columns have no void cell at all; then there is nothing to take back.
            written = f"({written} if {addend.possible} else {addend.value})"
        return self._let(written)

    def _both_possible(self, left: Addend, right: Addend) -> str:
        if left.possible and right.possible:
            return f"{left.possible} and {right.possible}"
        return left.possible or right.possible

    _VALUES: ClassVar[dict[type, Callable[..., str]]] = {
        Constant: _constant,
        Parameter: _parameter,
        Column: _column,
        Several: _column,
        Coordinate: _coordinate,
        Aggregate: _aggregate,
        Arithmetic: _arithmetic,
        Choose: _choose,
        Tally: _tally,
        Call: _call,
    }
    _CALLS: ClassVar[dict[str, Callable[..., str]]] = {
        "abs": _absolute,
        "negate": _negate,
        "least": _of_several,
        "greatest": _of_several,
        "coalesce": _of_several,
        "rate": _rate,
        "round": _round,
        "year": _year,
        "rank": _rank,
        "length": _length,
    }
