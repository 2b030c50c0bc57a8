"""The sheets of a form's workbook: their columns, in English, with names that do not change from one edition to the next.

A sheet holds one part of a form a row. A column is the property of the same name in the YAML, unless it says which part the
row belongs to (the table of a field, the rule of an example).
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from readmission.form.method import ComparisonKind
from readmission.form.model import ChangeKind, FieldType, Level, Origin, RuleSeverity, Shape


class Kind(Enum):
    """What a cell of a column holds."""

    NAME = auto()
    TEXT = auto()
    RAW = auto()
    NUMBER = auto()
    TRUTH = auto()
    LIST = auto()
    PAIRS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it, its width in characters, and its closed values or the sheet that lists them."""

    name: str
    kind: Kind = Kind.TEXT
    width: int = 16
    hint: str = ""
    values: tuple[str, ...] = ()
    listed_in: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: its name, what it is for, its columns."""

    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names, in order."""
        return {column.name: column for column in self.columns}


def _name(name: str, hint: str = "", *, width: int = 16, listed_in: str = "") -> Column:
    return Column(name, Kind.NAME, width, hint, listed_in=listed_in)


def _closed(
    name: str, values: type[FieldType | Level | Origin | RuleSeverity | Shape | ChangeKind | ComparisonKind], hint: str
) -> Column:
    return Column(name, Kind.NAME, 12, hint, tuple(value.value for value in values))


def _formula(name: str, hint: str) -> Column:
    return Column(name, Kind.TEXT, 40, hint)


YES: Final = "yes"
NO: Final = "no"

_LABEL: Final = Column("label", width=50, hint="The wording that people read.")
_GUIDANCE: Final = Column("guidance", width=60, hint="Help below the question.")
_NOTE: Final = Column("note", width=50, hint="A remark that people read.")
_REFERENCE: Final = Column("reference", width=40, hint="The source: an article, a paper, a proposal.")
_NUMBER: Final = Column("number", Kind.NAME, 10, "The number as people know it (B2.05).")
_SECTION: Final = _name("section", "Under which heading it is shown.", width=10, listed_in="Sections")
_TABLE: Final = _name("table", "A table of the sheet Tables.", width=12, listed_in="Tables")
_RULE: Final = _name("rule", "A rule of the sheet Rules.", width=12, listed_in="Rules")
_LEVEL: Final = _closed("level", Level, "core is owed, extended is offered; empty: core.")
_CARRIED: Final = Column("carried", Kind.TRUTH, 10, "yes: a new declaration begins with last year's answer.", (YES, NO))
_COMMISSION_ONLY: Final = Column("commission_only", Kind.TRUTH, 10, "yes: never stands in a report that is passed on.", (YES, NO))
_RELEVANT: Final = _formula("relevant", "An expression: whether it is asked.")
_EXPECTED: Final = _formula("expected", "An expression: whether an answer is owed; empty: as the level says.")

FORM: Final = Layout(
    "Form",
    "What the form is; one row.",
    (
        _name("id", "The form's identifier."),
        _name("edition", "Usually the year."),
        Column("title", width=60),
        _name("countries", "The code list of third countries."),
        _name("states", "The code list of reporting states."),
        _name("settled_by", "The code list of reasons with which a warning is settled."),
        Column("proposal", width=80, hint="What of the form is a proposal."),
    ),
)
PARAMETERS: Final = Layout(
    "Parameters",
    "Thresholds of rules and of the assessment; a round may set other values.",
    (
        _name("id", "Small letters; expressions use it.", width=26),
        Column("label", width=80),
        Column("value", Kind.NUMBER, 12, "The decimals written here are the decimals that it has."),
    ),
)
SECTIONS: Final = Layout("Sections", "The headings of the pages.", (_name("id"), _LABEL, _GUIDANCE))
CODELISTS: Final = Layout(
    "Codelists",
    "Answers to choose from, one row a code, in the order in which they are shown.",
    (
        _name("codelist", "The code list's identifier; in every row."),
        Column("codelist_label", width=30, hint="The list's name; in its first row."),
        Column("codelist_note", width=30, hint="Where the list comes from; in its first row."),
        _name("code", width=12),
        _LABEL,
        Column("rank", Kind.NUMBER, 8, "A whole number if the code can be compared; empty for “do not know”."),
        _NOTE,
    ),
)
TABLES: Final = Layout(
    "Tables",
    "The tables of the form: what there is a row for, who fills it, how it is shown.",
    (
        _name("id", width=12),
        _LABEL,
        _closed("shape", Shape, "How people see it."),
        Column(
            "by", Kind.PAIRS, 30, "For what there is a row each, “name: code list” a line; “row: rows” for rows that people add."
        ),
        _closed("origin", Origin, "Who fills it; empty: ministry."),
        _LEVEL,
        _CARRIED,
        _COMMISSION_ONLY,
        _NUMBER,
        _SECTION,
        _GUIDANCE,
        _RELEVANT,
        _EXPECTED,
    ),
)
FIELDS: Final = Layout(
    "Fields",
    "The questions and the columns of the tables, in the order in which they are shown.",
    (
        _TABLE,
        _name("id"),
        _NUMBER,
        _SECTION,
        _LABEL,
        _GUIDANCE,
        _closed("type", FieldType, "What the answer is."),
        _name("codelist", "Of a code: a list of the sheet Codelists."),
        Column("places", Kind.NUMBER, 8, "Of a decimal: its decimal places."),
        _name("refers_to", "Of a reference: the list table whose row it names.", width=12),
        Column("unit", width=12),
        Column("max_length", Kind.NUMBER, 12, "Of a text: the most characters."),
        Column("maximum", Kind.NUMBER, 12, "Of a number: the largest that can be typed."),
        _LEVEL,
        _RELEVANT,
        _EXPECTED,
        _formula("calculation", "An expression: what the program computes; nobody types it."),
        Column("prefilled", Kind.TRUTH, 10, "yes: the round delivers it.", (YES, NO)),
        _CARRIED,
        _COMMISSION_ONLY,
        Column("sdmx", Kind.PAIRS, 24, "Coordinates in statistics, “dimension: code” a line."),
        Column("attachments", Kind.LIST, 12, "Kinds of files that may be attached to the answer, one a line: pdf, csv, xlsx."),
    ),
)
RULES: Final = Layout(
    "Rules",
    "The checks. A rule fails only when its check is certainly false.",
    (
        _name("id", width=10),
        _closed("severity", RuleSeverity, "E error, W warning, I note."),
        _TABLE,
        Column("each", Kind.LIST, 24, "Fields for which the rule stands once each, as x; one a line."),
        _formula("where", "An expression: which rows it is for."),
        _formula("when", "An expression: its condition."),
        _formula("check", "An expression: what must hold."),
        Column("places", Kind.LIST, 24, "The cells to point at, one a line; empty: the fields that the check reads."),
        Column("message", width=50, hint="What people read when it fails; {RD} stands for a value."),
        Column("why", width=50, hint="The reason in a plain sentence."),
        _REFERENCE,
    ),
)
SHOWN: Final = Layout(
    "Shown",
    "Values that a rule's message names and that are no field of its row.",
    (_RULE, _name("name", "As the message names it."), Column("formula", width=80, hint="An expression: the value.")),
)
EXAMPLES: Final = Layout(
    "Examples",
    "Answers under which a rule passes or fails, one row a cell; each rule has one of both at least.",
    (
        _RULE,
        Column("kind", Kind.NAME, 10, "Whether the rule passes or fails.", ("passing", "failing")),
        Column("example", Kind.NUMBER, 10, "1, 2, … where a rule has several of a kind."),
        _name("cell", "Such as T01[GN].RD, or last T01[GN].RD for last year.", width=34),
        Column("value", Kind.RAW, 24, "The answer as people type it; empty: no answer."),
    ),
)
INDICATORS: Final = Layout(
    "Indicators",
    "The figures of the assessment.",
    (
        _name("id", width=12),
        _LABEL,
        _TABLE,
        _formula("numerator", "An expression over a state's answers."),
        _formula("denominator", "An expression; empty: the indicator is a sum."),
        _formula("counts", "An expression: which states enter."),
        _NOTE,
        _REFERENCE,
    ),
)
CLASS: Final = Layout(
    "Class",
    "How a country's class follows from the states' ratings; one row, or none.",
    (
        _name("id", width=12),
        _LABEL,
        _TABLE,
        _formula("rating", "An expression: a code with ranks."),
        _formula("counts", "An expression: which states enter."),
        _name("codelist", "The code list of classes."),
        _name("well", "The code of the best class.", width=12),
        _name("average", width=12),
        _name("improve", width=12),
        _name("not_assessed", width=14),
        _formula("weight", "An expression: what a state's rating weighs."),
        _name("aspects", "The matrix in which states rate stage by stage."),
        _NOTE,
    ),
)
COMPARISONS: Final = Layout(
    "Comparisons",
    "What of the states' answers is held against each other; a remark says where it does not fit.",
    (
        _name("id", width=10),
        _closed("kind", ComparisonKind, "How they are compared."),
        _LABEL,
        Column("fields", Kind.LIST, 24, "The compared fields, one a line (R4.month)."),
        _name("key", "Of same-rows: the column that says which rows are the same."),
        _name("against", "Of published-sum: the published figure (E.E_RD)."),
        _NOTE,
        _REFERENCE,
    ),
)
CIRCULATION: Final = Layout(
    "Circulation",
    "How a state says who may read its answers; one row, or none.",
    (
        _name("country", "The question asked for each country (B.B0_05)."),
        _name("general", "The question asked once."),
        _name("kept_back", "The code that keeps answers back."),
    ),
)
CHANGES: Final = Layout(
    "Changes",
    "What became of tables, fields and codes since an earlier edition.",
    (
        _name("edition", "The earlier edition; in every row."),
        _name("to", "The edition to which the changes lead; empty: this one."),
        _closed("change", ChangeKind, "Empty where an edition has no changes."),
        Column("source", Kind.LIST, 24, "Earlier names, one a line."),
        Column("target", Kind.LIST, 24, "Names of now, one a line."),
        Column("factor", Kind.NUMBER, 10, "By what a number of the earlier unit is multiplied."),
        Column("why", width=60),
    ),
)

LAYOUTS: Final = (
    FORM, PARAMETERS, SECTIONS, CODELISTS, TABLES, FIELDS, RULES, SHOWN, EXAMPLES, INDICATORS, CLASS,
    COMPARISONS, CIRCULATION, CHANGES,
)  # fmt: skip
GUIDE: Final = "Guide"


def language_layout(language: str) -> Layout:
    """The sheet of a language's translation, named by the language (de)."""
    return Layout(
        language,
        f"The translation into the language “{language}”; what is not translated is shown in English.",
        (
            _name("key", "The text's key; it never changes.", width=34),
            Column("english", width=60, hint="The English text that was translated."),
            Column("translation", width=60),
            Column("remarks", width=30, hint="Lines of the translation file that begin with #."),
        ),
    )
