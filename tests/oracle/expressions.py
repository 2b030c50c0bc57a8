"""Random well-typed expressions of the sample form, written as an author would write them.

Sums and means of ratios over rows are left out: their last bit depends on the order of addition, which nothing prescribes.
"""

from dataclasses import dataclass, replace
from typing import Final

from hypothesis import strategies as st

from oracle.vocabulary import COUNTRIES, NAMES, RATINGS, STAGES, TRENDS
from readmission.form.model import FieldType, Origin

MAX_PLACES: Final = 9
_ORDER: Final = ["<", "<=", ">", ">="]
_REASONS: Final = ["NC", "NA", "CONF", "PEND", "DK", "TECH"]
_PATTERNS: Final = ["a+", "[a-z]*", "\\d{2}-\\d{2}", ".*b.*", "(a|b|c){1,3}", "none|", "\\w ?\\w", "[^a-z]*"]


@dataclass(frozen=True)
class Number:
    """A written number with what is known of its type."""

    text: str
    scale: int = 0
    ratio: bool = False


@dataclass(frozen=True)
class Written:
    """A random expression and the table it stands in."""

    table: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where an expression is being written: the own table, the dimensions at hand, whether in last() or in an aggregate."""

    table: str
    dimensions: frozenset[str]
    last: bool = False
    members: str = ""


def expressions(depth: int = 3) -> st.SearchStrategy[Written]:
    """Random conditions, numbers and dates in the rows of a random table."""
    return _expression(depth)


@st.composite
def _expression(draw: st.DrawFn, depth: int) -> Written:
    table = draw(st.sampled_from(["T", "T", "B", "N", "N", "S", "L"]))
    writer = _Writer(draw, Place(table, frozenset(NAMES.dimensions(table))))
    kind = draw(st.sampled_from(["number", "number", "number", "condition", "condition", "condition", "date"]))
    if kind == "date" and writer.fields(FieldType.DATE):
        return Written(table, writer.date(depth))
    return Written(table, writer.condition(depth) if kind == "condition" else writer.number(depth).text)


class _Writer:
    def __init__(self, draw: st.DrawFn, place: Place) -> None:
        self.draw = draw
        self.place = place

    def one(self, choices: list[str]) -> str:
        return self.draw(st.sampled_from(choices))

    def fields(self, *types: FieldType, members_only: bool = False) -> list[str]:
        """The fields of some types that have one value here, as they are written."""
        found = []
        for table in NAMES.tables.values():
            if table.origin is Origin.REFERENCE and self.place.last:
                continue
            if members_only and table.id != self.place.members:
                continue
            dimensions = set(NAMES.dimensions(table.id))
            names = [field.id for field in table.fields if field.type in types]
            if dimensions <= self.place.dimensions:
                prefix = "" if table.id == self.place.table and not members_only else f"{table.id}."
                found += [f"{prefix}{name}" for name in names]
            if not members_only and "stage" in dimensions and dimensions - {"stage"} <= self.place.dimensions:
                found += [f'{table.id}["{code}"].{name}' for name in names for code in STAGES]
        return found

    def type_of(self, written: str) -> Number:
        field = written.rpartition(".")[2]
        places = {"MED": 1, "FEE": 2, "cost": 1}.get(field, 0)
        return Number(written, places)

    def leaf(self) -> Number:
        known = [self.type_of(name) for name in self.fields(FieldType.COUNT, FieldType.DECIMAL)]
        literals = [
            Number("0"),
            Number("1"),
            Number("5"),
            Number("0.5", 1),
            Number("-2"),
            Number("least_cases"),
            Number("swing", 2),
        ]
        return self.draw(st.sampled_from([*known, *known, *literals]))

    def number(self, depth: int) -> Number:
        if depth <= 0 or self.draw(st.integers(0, 7)) == 0:
            return self.leaf()
        makers = [self.sum, self.product, self.quotient, self.chosen, self.function, self.rounded, self.tally, self.measured]
        if not self.place.members:
            makers += [self.aggregate] * 4
        if not self.place.last and not self.place.members:
            makers.append(self.of_last_year)
        return self.draw(st.sampled_from(makers))(depth - 1)

    def sum(self, depth: int) -> Number:
        left, right = self.number(depth), self.number(depth)
        return _aligned(f"({left.text} {self.one(['+', '-', '-'])} {right.text})", left, right)

    def product(self, depth: int) -> Number:
        left, right = self.number(depth), self.number(depth)
        ratio = left.ratio or right.ratio
        if not ratio and left.scale + right.scale > MAX_PLACES:
            return left
        return Number(f"({left.text} * {right.text})", 0 if ratio else left.scale + right.scale, ratio)

    def quotient(self, depth: int) -> Number:
        left, right = self.number(depth), self.number(depth)
        form = self.one(["({} / {})", "rate({}, {})", "share({}, {})"])
        return Number(form.format(left.text, right.text), ratio=True)

    def chosen(self, depth: int) -> Number:
        left, right = self.number(depth), self.number(depth)
        return _aligned(f"({left.text} if {self.condition(depth)} else {right.text})", left, right)

    def function(self, depth: int) -> Number:
        left, right = self.number(depth), self.number(depth)
        one = self.one(["abs({})", "-({})"])
        two = self.one(["least({}, {})", "greatest({}, {})", "coalesce({}, {})"])
        if self.draw(st.booleans()):
            return replace(left, text=one.format(left.text))
        return _aligned(two.format(left.text, right.text), left, right)

    def rounded(self, depth: int) -> Number:
        inner = self.number(depth)
        places = self.draw(st.integers(0, 3))
        return Number(f"round({inner.text}, {places})", places)

    def tally(self, depth: int) -> Number:
        conditions = [self.condition(depth) for _ in range(self.draw(st.integers(1, 3)))]
        return Number(f"number({', '.join(conditions)})")

    def measured(self, depth: int) -> Number:
        choices = [f"rank({name})" for name in self.fields(FieldType.CODE) if not name.endswith("trend")]
        choices += [f"year({name})" for name in self.fields(FieldType.DATE)]
        choices += [f"length({name})" for name in self.fields(FieldType.TEXT)]
        return Number(self.one(choices)) if choices else self.leaf()

    def of_last_year(self, depth: int) -> Number:
        inner = _Writer(self.draw, replace(self.place, last=True))
        number = inner.number(depth)
        # Something in it must have a last year.
        choices = inner.fields(FieldType.COUNT) or [f"count({inner.members()})"]
        return replace(number, text=f"last({number.text} {self.one(['+', '-'])} {self.one(choices)})")

    def members(self) -> str:
        tables = [name for name, table in NAMES.tables.items() if not set(NAMES.dimensions(name)) <= self.place.dimensions]
        if self.place.last:
            tables = [name for name in tables if NAMES.tables[name].origin is Origin.MINISTRY]
        return self.one(tables)

    def inside(self, table: str) -> "_Writer":
        return _Writer(self.draw, replace(self.place, dimensions=frozenset(NAMES.dimensions(table)), members=table))

    def aggregate(self, depth: int) -> Number:
        table = self.members()
        inner = self.inside(table)
        function = self.one(["sum", "sum", "min", "max", "mean", "count"])
        where = f", where={inner.condition(min(depth, 1))}" if self.draw(st.booleans()) else ""
        names = [self.type_of(name) for name in inner.fields(FieldType.COUNT, FieldType.DECIMAL, members_only=True)]
        if function == "count" or not names:
            return Number(f"count({table}{where})")
        operand = self.draw(st.sampled_from(names))
        if self.draw(st.booleans()):
            other = inner.number(min(depth, 1))
            if not other.ratio:
                operand = _aligned(f"{operand.text} {self.one(['+', '-'])} {other.text}", operand, other)
        skip = self.one(["", "", ", missing='skip'"])
        return Number(f"{function}({operand.text}{where}{skip})", 0 if function == "mean" else operand.scale, function == "mean")

    def date(self, depth: int) -> str:
        names = self.fields(FieldType.DATE)
        leaf = self.one([*names, 'date("2025-01-01")'])
        if depth <= 0:
            return leaf
        form = self.one(["least({}, {})", "greatest({}, {})", "coalesce({}, {})", "({} if {c} else {})", "{}"])
        condition = self.condition(depth - 1) if "{c}" in form else ""
        return form.format(leaf, self.date(depth - 1), c=condition) if form != "{}" else leaf

    def condition(self, depth: int) -> str:
        makers = [self.comparison, self.equality, self.about_cell, self.about_code, self.about_text, self.about_date]
        if depth > 0:
            makers += [self.junction, self.negation, self.branch, self.near]
            makers += [self.over_rows] * 2 if not self.place.members else []
        maker = self.draw(st.sampled_from(makers))
        return maker(depth - 1)

    def comparison(self, depth: int) -> str:
        left, right = self.number(depth), self.number(depth)
        chained = f" {self.one(_ORDER)} {self.number(depth - 1).text}" if self.draw(st.booleans()) and depth > 0 else ""
        return f"({left.text} {self.one(_ORDER)} {right.text}{chained})"

    def equality(self, depth: int) -> str:
        left, right = self.number(depth), self.number(depth)
        if left.ratio or right.ratio or left.scale or right.scale:
            return f"(round({left.text}, 0) {self.one(['==', '!='])} round({right.text}, 0))"
        return f"({left.text} {self.one(['==', '!='])} {right.text})"

    def near(self, depth: int) -> str:
        return f"near({self.number(depth).text}, {self.number(depth).text}, {self.number(0).text})"

    def about_cell(self, depth: int) -> str:
        name = self.one(self.fields(*FieldType))
        form = self.one(
            ["given({})", "missing({})", 'missing({}, "{r}")', 'flagged({}, "{f}")', "given(last({}))", "missing(last({}))"]
        )
        if (self.place.last or "E_RD" in name) and "last" in form:
            form = "given({})"
        return form.format(name, r=self.one(_REASONS), f=self.one(["B", "E", "U"]))

    def about_code(self, depth: int) -> str:
        names = self.fields(FieldType.CODE)
        choices = self.fields(FieldType.YES_NO)
        for name in names:
            codes = list(TRENDS) if name.endswith("trend") else list(RATINGS)
            ranked = [code for code in RATINGS if RATINGS[code] is not None]
            choices.append(f'{name} {self.one(["==", "!="])} "{self.one(codes)}"')
            choices.append(f'{name} {self.one(["in", "not in"])} ("{self.one(codes)}", "{self.one(codes)}")')
            if not name.endswith("trend"):
                same = [other for other in names if not other.endswith("trend")]
                choices.append(f'{name} {self.one(_ORDER)} "{self.one(ranked)}"')
                choices.append(f"{name} {self.one([*_ORDER, '==', '!='])} {self.one(same)}")
        if "stage" in self.place.dimensions:
            choices.append(f'stage == "{self.one(list(STAGES))}"')
        if "country" in self.place.dimensions:
            choices.append(f'country in ("{self.one(list(COUNTRIES))}",)')
        return f"({self.one(choices)})" if choices else "True"

    def about_text(self, depth: int) -> str:
        names = self.fields(FieldType.TEXT)
        if not names:
            return "False"
        name = self.one(names)
        form = self.one(['matches({n}, "{p}")', "same({n}, {o})", '({n} == "abc")', "({n} != {o})", "same({n}, last({n}))"])
        if self.place.last and "last" in form:
            form = "same({n}, {o})"
        return form.format(n=name, p=self.one(_PATTERNS), o=self.one(names))

    def about_date(self, depth: int) -> str:
        if not self.fields(FieldType.DATE):
            return "True"
        return f"({self.date(depth)} {self.one([*_ORDER, '==', '!='])} {self.date(depth)})"

    def junction(self, depth: int) -> str:
        word = self.one([" and ", " or "])
        return f"({word.join(self.condition(depth) for _ in range(self.draw(st.integers(2, 3))))})"

    def negation(self, depth: int) -> str:
        return f"(not {self.condition(depth)})"

    def branch(self, depth: int) -> str:
        one, two, three = (self.condition(depth) for _ in range(3))
        return self.one([f"({one} if {two} else {three})", f"({one} == {two})", f"({one} != {three})"])

    def over_rows(self, depth: int) -> str:
        table = self.members() if self.place.dimensions != {"country", "stage", "row"} else ""
        inner = self.inside(table)
        first = self.one(inner.fields(*FieldType, members_only=True))
        where = f", where={inner.condition(min(depth, 1))}" if self.draw(st.booleans()) else ""
        condition = f"given({first}) {self.one(['and', 'or'])} {inner.condition(min(depth, 1))}"
        return f"{self.one(['any', 'all'])}({condition}{where})"


def _aligned(text: str, *numbers: Number) -> Number:
    ratio = any(number.ratio for number in numbers)
    return Number(text, 0 if ratio else max(number.scale for number in numbers), ratio)
