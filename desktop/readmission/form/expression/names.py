"""What expressions of a form may name: its tables with their fields and dimensions, its code lists and parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from readmission.form.expression.grammar import Tree
from readmission.form.model import CodeList, Dimension, DimensionKind, Field, FieldType, ParameterDefault, Table
from readmission.form.nodes import COUNT, DATE, TEXT, TRUTH, Expression, Kind, Type

# The reasons and flags of a cell (answers.model knows them too, but stands above this package).
REASONS: Final = ("NC", "NA", "CONF", "PEND", "DK", "TECH")
FLAGS: Final = ("B", "C", "D", "E", "P", "R", "U")

# What the round itself says, under the name of a parameter.
REPORTING_YEAR: Final = "reporting_year"

_SIMPLE: Final = {
    FieldType.COUNT: COUNT,
    FieldType.DATE: DATE,
    FieldType.TEXT: TEXT,
    FieldType.YES_NO: TRUTH,
    # A reference to a row of a list is the row's identifier.
    FieldType.REFERENCE: TEXT,
}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


@dataclass(frozen=True)
class Names:
    """The vocabulary of a form's expressions, with those that were read already by text, table, member and kind.

    `trees` keeps the syntax of a text: a rule for a family of fields is one text read for each of them.
    """

    codelists: Mapping[str, CodeList]
    tables: Mapping[str, Table]
    parameters: Mapping[str, ParameterDefault]
    parsed: dict[tuple[str, str, str, Kind | None], Expression] = field(default_factory=dict, compare=False, repr=False)
    trees: dict[str, Tree] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(
        codelists: Mapping[str, CodeList] | Iterable[CodeList],
        tables: Mapping[str, Table] | Iterable[Table],
        parameters: Mapping[str, ParameterDefault] | Iterable[ParameterDefault],
    ) -> "Names":
        """The names of a form's parts; their own expressions are not looked at."""
        return Names(_by_id(codelists), _by_id(tables), _by_id(parameters))

    def field_type(self, part: Field) -> Type:
        """The type of a field's value in expressions."""
        if part.type is FieldType.DECIMAL:
            return Type(Kind.NUMBER, scale=part.places)
        if part.type is FieldType.CODE:
            return Type(Kind.CODE, codelist=part.codelist)
        return _SIMPLE[part.type]

    def parameter_type(self, name: str) -> Type | None:
        """The type of a parameter; None when there is none of this name."""
        if name in self.parameters:
            return Type(Kind.NUMBER, scale=self.parameters[name].places)
        return COUNT if name == REPORTING_YEAR else None

    def parameter_names(self) -> tuple[str, ...]:
        """Every parameter, the round's reporting year included."""
        return (*self.parameters, REPORTING_YEAR)

    def dimensions(self, table: str) -> tuple[str, ...]:
        """The dimensions of a table, in the order of its keys."""
        return tuple(dimension.id for dimension in self.tables[table].dimensions)

    def code_dimensions(self, table: str) -> tuple[Dimension, ...]:
        """The dimensions that an expression can pin to one code each."""
        return tuple(dimension for dimension in self.tables[table].dimensions if dimension.kind is DimensionKind.CODES)

    def dimension(self, name: str) -> Dimension | None:
        """A dimension by its name, from the first table that has it; None when no table does."""
        found = (dimension for table in self.tables.values() for dimension in table.dimensions)
        return next((dimension for dimension in found if dimension.id == name), None)

    def rank(self, codelist: str, code: str) -> int | None:
        """The rank of a code; None without one."""
        return self.codelists[codelist].by_id[code].rank

    def is_ranked(self, codelist: str) -> bool:
        """Whether codes of a list can be ordered."""
        found = self.codelists.get(codelist)
        return found is not None and any(code.rank is not None for code in found.codes)


def _by_id(parts: Mapping[str, _N] | Iterable[_N]) -> Mapping[str, _N]:
    return parts if isinstance(parts, Mapping) else {part.id: part for part in parts}
