"""The questionnaire as published: code lists, tables, fields, rules and what becomes of them in the next edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from readmission.form.method import Circulation, Classification, Comparison, Indicator
from readmission.form.nodes import Expression


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list; only a code with a rank can be compared."""

    id: str
    label: str
    rank: int | None = None
    note: str = ""


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes; `note` acknowledges where it comes from."""

    id: str
    label: str
    codes: tuple[Code, ...]
    note: str = ""

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """The codes by their identifiers, in order."""
        return {code.id: code for code in self.codes}


class FieldType(StrEnum):
    """What a field holds."""

    COUNT = "count"
    DECIMAL = "decimal"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes-no"
    REFERENCE = "reference"

    @property
    def numeric(self) -> bool:
        """Whether the value is a number."""
        return self in (FieldType.COUNT, FieldType.DECIMAL)


class AttachmentKind(StrEnum):
    """A kind of file that a question may take beside its answer; each is known by its content, not by its name."""

    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"


class Level(StrEnum):
    """Core fields are owed, extended ones are offered."""

    CORE = "core"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Field:
    """One question or one column.

    `relevant` decides whether it is shown and exported, `expected` whether it is owed (absent: as its level says), and
    `calculation` what a computed field holds, which is never typed, stored or exported. `number` is the question's number as
    people know it (B2.05). `places` are the decimal places of a decimal, `codelist` the list of a code, `refers_to` the list
    table of a reference. `prefilled` marks what the round delivers and nobody types, `carried` what a new declaration begins
    with as last year's stood, `commission_only` what never stands in a report that is passed on. `attachments` are the kinds of
    files that may be attached to the answer; empty: none.
    """

    id: str
    type: FieldType
    label: str
    level: Level = Level.CORE
    number: str = ""
    section: str = ""
    unit: str = ""
    guidance: str = ""
    places: int = 0
    codelist: str = ""
    refers_to: str = ""
    max_length: int = 0
    maximum: int | None = None
    relevant: Expression | None = None
    expected: Expression | None = None
    calculation: Expression | None = None
    prefilled: bool = False
    carried: bool = False
    commission_only: bool = False
    attachments: tuple[AttachmentKind, ...] = ()
    sdmx: tuple[tuple[str, str], ...] = ()


class DimensionKind(StrEnum):
    """Where the members of a dimension come from."""

    COUNTRY = "country"
    CODES = "codes"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table: the countries of the round, the codes of a list, or rows that the filler adds."""

    id: str
    kind: DimensionKind
    codelist: str = ""


class Shape(StrEnum):
    """How people see a table."""

    FORM = "form"
    GRID = "grid"
    CHOICE = "choice"
    RANKING = "ranking"
    MATRIX = "matrix"
    LIST = "list"


class Origin(StrEnum):
    """Who fills a table."""

    MINISTRY = "ministry"
    REFERENCE = "reference"
    COMMISSION = "commission"


@dataclass(frozen=True)
class Table:
    """A section of the questionnaire: fields for each combination of its dimensions.

    `relevant` holds for whole rows. `section` and `number` say where a child table (choice, ranking, matrix) is shown.
    """

    id: str
    label: str
    shape: Shape
    dimensions: tuple[Dimension, ...]
    fields: tuple[Field, ...]
    origin: Origin = Origin.MINISTRY
    number: str = ""
    section: str = ""
    guidance: str = ""
    level: Level = Level.CORE
    relevant: Expression | None = None
    expected: Expression | None = None

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields by their identifiers, in order."""
        return {field.id: field for field in self.fields}

    @property
    def is_list(self) -> bool:
        """Whether people add rows to it."""
        return any(dimension.kind is DimensionKind.ROWS for dimension in self.dimensions)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which fields and child tables are shown (B2 Readmission requests)."""

    id: str
    label: str
    guidance: str = ""


class RuleSeverity(StrEnum):
    """What a failed rule asks for."""

    ERROR = "E"
    WARNING = "W"
    NOTE = "I"


@dataclass(frozen=True, slots=True)
class Example:
    """Answers under which a rule passes or fails: places and values as text, executed by a test."""

    cells: tuple[tuple[str, str], ...]
    last: tuple[tuple[str, str], ...] = ()
    reference: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that a finding points at: a field of the rule's own row, or of another table's row with the same keys."""

    table: str
    field: str
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `where` chooses rows once (form and round), `when` is its condition, `check` fails when certainly false.

    A rule written for a family of fields stands here once a member, its id followed by the field (`Y01.RET_TOT`), `family`
    holding the id it was written under; a rule for no family is its own family.
    `shown` are the expressions that the message names.
    """

    id: str
    family: str
    severity: RuleSeverity
    table: str
    check: Expression
    message: str
    why: str
    reference: str
    marks: tuple[Mark, ...]
    when: Expression | None = None
    where: Expression | None = None
    shown: tuple[tuple[str, Expression], ...] = ()
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    settled_by: str = ""


class ChangeKind(StrEnum):
    """What became of a question between two editions."""

    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    UNIT = "unit"
    RETIRED = "retired"
    NEW = "new"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `sources` of the earlier edition, `targets` of this one, each a table, a field (T03.REQ_IN) or a code (CL_X.A).

    `factor` turns a number of the earlier unit into this one's.
    """

    kind: ChangeKind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    why: str
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Migration:
    """How answers of an edition are read under the next one that is listed, `to`; what it does not name is kept."""

    edition: str
    to: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Form:
    """One edition of the questionnaire; `structure` and `texts` are the SHA-512 digests (hex) of its two halves.

    `countries` and `states` name the code lists of third countries and of reporting states.
    """

    id: str
    edition: str
    title: str
    codelists: dict[str, CodeList]
    parameters: dict[str, "ParameterDefault"]
    sections: dict[str, Section]
    tables: dict[str, Table]
    rules: Mapping[str, Rule]
    indicators: dict[str, Indicator]
    classification: Classification | None
    structure: str
    texts: str
    proposal: str = field(default="")
    countries: str = ""
    states: str = ""
    migrations: tuple[Migration, ...] = ()
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    circulation: Circulation | None = None

    def way_from(self, edition: str) -> tuple[Migration, ...] | None:
        """The migrations that lead from an edition to this one, or None where none do."""
        way: list[Migration] = []
        by_edition = {migration.edition: migration for migration in self.migrations}
        while edition != self.edition:
            if edition not in by_edition or len(way) == len(by_edition):
                return None
            way.append(by_edition[edition])
            edition = way[-1].to
        return tuple(way)

    @cached_property
    def lists(self) -> frozenset[str]:
        """The tables to which people add rows."""
        return frozenset(table.id for table in self.tables.values() if table.is_list)


@dataclass(frozen=True, slots=True)
class ParameterDefault:
    """A threshold with its value unless the round says otherwise: a scaled integer."""

    id: str
    label: str
    value: int
    places: int = 0
