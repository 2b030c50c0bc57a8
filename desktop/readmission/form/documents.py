"""What may stand in the files of a form: names, types and limits of every part.

Each file of a form may hold any of the parts of `FormDocument`; together the files hold the whole form. The published JSON
Schema is made from these classes, and editors use it to complete and to check while one writes.
"""

from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from readmission.form.method import ComparisonKind
from readmission.form.model import AttachmentKind, ChangeKind, FieldType, Level, Origin, RuleSeverity, Shape

NAME_PATTERN = r"^[A-Za-z][A-Za-z0-9_]{0,39}$"

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
CodeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+\-.]{1,20}$")]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Edition = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.\-]{1,20}$")]
ChangedName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_+\-.]{1,40})?$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Formula = Annotated[
    str, Field(min_length=1, max_length=2000, description="An expression; README.md of the form explains the language.")
]
PlaceText = Annotated[
    str, StringConstraints(pattern=r"^(?:last )?[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]]+\])?\.[A-Za-z][A-Za-z0-9_]*$")
]


def _as_label(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


def _as_example_text(value: Any) -> Any:
    # An example shows values as people type them; 20.50 keeps its places because numbers are read as decimals.
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$")]
ExampleText = Annotated[str, BeforeValidator(_as_example_text, json_schema_input_type=str | int | float)]
ExampleCells: TypeAlias = dict[PlaceText, ExampleText]


class Part(BaseModel):
    """A part of a form; a name that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HeadDocument(Part):
    """What the form is; stands in exactly one file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9\-]{0,39}$")]
    edition: Edition
    title: Line
    countries: Annotated[
        Name, Field(description="The code list of third countries; a dimension of this list holds the round's countries.")
    ]
    states: Annotated[Name, Field(description="The code list of reporting states.")]
    settled_by: Annotated[Name, Field(description="The code list of reasons with which a warning is settled.")]
    proposal: Annotated[Paragraph, Field(description="What of the form is a proposal, said on the pages that show it.")]


class ParameterDocument(Part):
    """A threshold; the decimals written in `value` are the decimals it has, and a round may set another value."""

    label: Line
    value: Decimal


class SectionDocument(Part):
    """A heading of the questionnaire."""

    label: Line
    guidance: Paragraph | None = None


class CodeDocument(Part):
    """A code: its label, and a rank if it can be compared."""

    label: Line
    rank: StrictInt | None = None
    note: Paragraph | None = None


CodeEntry = Annotated[CodeDocument, BeforeValidator(_as_label, json_schema_input_type=str | CodeDocument)]


class CodeListDocument(Part):
    """A closed list of codes, in the order in which they are shown."""

    label: Line
    note: Paragraph | None = None
    codes: Annotated[dict[CodeName, CodeEntry], Field(min_length=1)]


class FieldDocument(Part):
    """A question or a column."""

    type: FieldType
    label: Line
    level: Level = Level.CORE
    number: Line | None = None
    section: Name | None = None
    unit: Line | None = None
    guidance: Paragraph | None = None
    places: Annotated[StrictInt, Field(ge=0, le=6, description="Decimal places of a decimal.")] = 0
    codelist: Name | None = None
    refers_to: Annotated[Name | None, Field(description="The list table whose row a reference names.")] = None
    max_length: Annotated[StrictInt, Field(ge=1, le=20_000)] | None = None
    maximum: Annotated[Decimal | None, Field(ge=0, description="The largest number that can be typed.")] = None
    relevant: Annotated[Formula | None, Field(description="Whether the question is asked.")] = None
    expected: Annotated[Formula | None, Field(description="Whether an answer is owed; absent: as the level says.")] = None
    calculation: Annotated[Formula | None, Field(description="What the program computes; nobody types it.")] = None
    prefilled: StrictBool = False
    carried: Annotated[StrictBool, Field(description="A new declaration begins with last year's answer.")] = False
    commission_only: Annotated[StrictBool, Field(description="Never stands in a report that is passed on.")] = False
    attachments: Annotated[
        list[AttachmentKind], Field(description="Kinds of files that may be attached to the answer; absent: none.")
    ] = []
    sdmx: dict[Name, CodeName] = {}


class TableDocument(Part):
    """A section of the questionnaire: fields for each combination of what stands in `by`."""

    label: Line
    shape: Shape
    by: Annotated[
        dict[Name, Name],
        Field(description="Dimensions with their code lists; “rows” for rows that people add."),
    ] = {}
    origin: Origin = Origin.MINISTRY
    level: Level = Level.CORE
    carried: Annotated[StrictBool, Field(description="A new declaration begins with last year's answers.")] = False
    commission_only: Annotated[StrictBool, Field(description="Never stands in a report that is passed on.")] = False
    number: Line | None = None
    section: Name | None = None
    guidance: Paragraph | None = None
    relevant: Formula | None = None
    expected: Formula | None = None
    fields: Annotated[dict[Name, FieldDocument], Field(min_length=1)]


class RuleDocument(Part):
    """A check with its sentence, its reason and its examples."""

    severity: RuleSeverity
    table: Name
    each: Annotated[
        list[str] | None,
        Field(min_length=1, description="Fields for which the rule stands once each, as x; RD_* takes all of that beginning."),
    ] = None
    where: Annotated[Formula | None, Field(description="Which rows it is for.")] = None
    when: Annotated[Formula | None, Field(description="Its condition.")] = None
    check: Annotated[Formula, Field(description="What must hold; the rule fails only when it certainly does not.")]
    places: Annotated[
        list[str] | None,
        Field(min_length=1, description="The cells to point at; absent: the fields that the check reads in its own row."),
    ] = None
    message: Line
    show: Annotated[
        dict[Name, Formula], Field(description="Values that the message names and that are no field of the row.")
    ] = {}
    why: Paragraph
    reference: Line
    passing: Annotated[list[ExampleCells], Field(min_length=1)]
    failing: Annotated[list[ExampleCells], Field(min_length=1)]


class IndicatorDocument(Part):
    """A figure of the assessment."""

    label: Line
    table: Name
    numerator: Formula
    denominator: Formula | None = None
    counts: Annotated[Formula | None, Field(description="Which states enter.")] = None
    note: Paragraph | None = None
    reference: Line | None = None


class ClassificationDocument(Part):
    """How the class of a country follows from the states' ratings."""

    id: Name
    label: Line
    table: Name
    rating: Formula
    counts: Formula
    codelist: Name
    well: CodeName
    average: CodeName
    improve: CodeName
    not_assessed: CodeName
    weight: Annotated[Formula | None, Field(description="What a state's rating weighs in the weighted shares.")] = None
    aspects: Annotated[Name | None, Field(description="The matrix in which states rate stage by stage.")] = None
    note: Paragraph | None = None


class ComparisonDocument(Part):
    """A remark on a country where the answers of states do not fit together."""

    kind: ComparisonKind
    label: Line
    fields: Annotated[list[FieldName], BeforeValidator(_as_list, json_schema_input_type=str | list[str]), Field(min_length=1)]
    key: Annotated[Name | None, Field(description="Of same-rows: the column whose value says that two rows are the same.")] = None
    against: Annotated[FieldName | None, Field(description="Of published-sum: the published figure.")] = None
    note: Paragraph | None = None
    reference: Line | None = None


class CirculationDocument(Part):
    """How a state says who may read its answers."""

    country: Annotated[FieldName, Field(description="The question asked for each country.")]
    general: Annotated[FieldName, Field(description="The question asked once, for all countries that say nothing else.")]
    kept_back: Annotated[CodeName, Field(description="The code that keeps answers back.")]


class ChangeDocument(Part):
    """What became of a table, a field or a code since an earlier edition."""

    change: ChangeKind
    source: Annotated[
        list[ChangedName], BeforeValidator(_as_list, json_schema_input_type=str | list[str]), Field(description="Earlier names.")
    ] = []
    target: Annotated[
        list[ChangedName], BeforeValidator(_as_list, json_schema_input_type=str | list[str]), Field(description="Names of now.")
    ] = []
    factor: Annotated[Decimal | None, Field(gt=0, description="By what a number of the earlier unit is multiplied.")] = None
    why: Line


class MigrationDocument(Part):
    """How answers of an earlier edition are read under a later one; what is not named is kept as it is."""

    to: Annotated[Edition | None, Field(description="The edition to which it leads; absent: this one.")] = None
    changes: list[ChangeDocument]


class FormDocument(Part):
    """A file of a form."""

    form: HeadDocument | None = None
    parameters: dict[ParameterName, ParameterDocument] = {}
    sections: dict[Name, SectionDocument] = {}
    codelists: dict[Name, CodeListDocument] = {}
    tables: dict[Name, TableDocument] = {}
    rules: dict[Name, RuleDocument] = {}
    indicators: dict[Name, IndicatorDocument] = {}
    classification: ClassificationDocument | None = None
    comparisons: dict[Name, ComparisonDocument] = {}
    circulation: CirculationDocument | None = None
    migrations: Annotated[dict[Edition, MigrationDocument], Field(description="By the earlier edition.")] = {}
