"""A small form with a table of every shape, written in memory through the real expression parser."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from readmission.answers.changes import Answers, Edit
from readmission.answers.model import Cell, Place, Reason
from readmission.engine.program import Engine, Session
from readmission.form.expression.names import Names
from readmission.form.expression.parse import parse
from readmission.form.model import (
    Code,
    CodeList,
    Dimension,
    DimensionKind,
    Field,
    FieldType,
    Form,
    Level,
    Origin,
    ParameterDefault,
    Rule,
    RuleSeverity,
    Shape,
    Table,
)
from readmission.form.nodes import Expression, Kind
from readmission.form.round import Dates, Round, ScopeEntry

COUNTRIES: Final = ("GN", "ML", "XK")

CODELISTS: Final = (
    CodeList("CL_QUAL", "Quality", (*(Code(str(rank), f"Grade {rank}", rank) for rank in range(1, 6)), Code("8", "Not tried"))),
    CodeList("CL_STAGE", "Stages", (Code("ID", "Identification"), Code("TD", "Documents"), Code("CH", "Charters"))),
    CodeList("CL_KIND", "Kinds", (Code("EURA", "Agreement"), Code("ARR", "Arrangement"))),
)
PARAMETERS: Final = (ParameterDefault("swing", "Swing", 5, 1), ParameterDefault("least", "Least", 50))

_COUNTRY: Final = Dimension("country", DimensionKind.COUNTRY)
_STAGE: Final = Dimension("stage", DimensionKind.CODES, "CL_STAGE")
_ROW: Final = Dimension("row", DimensionKind.ROWS)


def count(id_: str, level: Level = Level.CORE) -> Field:
    """A whole number."""
    return Field(id_, FieldType.COUNT, id_, level)


TABLES: Final = (
    Table("N", "National", Shape.FORM, (), (count("total"), count("rest"), Field("mail", FieldType.TEXT, "Mail"))),
    Table(
        "B",
        "Dossier",
        Shape.FORM,
        (_COUNTRY,),
        (
            Field("gate", FieldType.YES_NO, "Charters?"),
            Field("rating", FieldType.CODE, "Rating", codelist="CL_QUAL"),
            Field("why", FieldType.TEXT, "Why", Level.EXTENDED),
            Field("since", FieldType.DATE, "Since"),
        ),
    ),
    Table(
        "T",
        "Decisions",
        Shape.GRID,
        (_COUNTRY,),
        (
            count("a"),
            count("b"),
            count("c", Level.EXTENDED),
            count("all"),
            count("gated"),
            Field("days", FieldType.DECIMAL, "Days", places=1),
            count("parts"),
            Field("share", FieldType.DECIMAL, "Share", places=1),
            count("given", Level.EXTENDED),
        ),
    ),
    Table(
        "Q",
        "By stage",
        Shape.MATRIX,
        (_COUNTRY, _STAGE),
        (count("n"), Field("chosen", FieldType.YES_NO, "Chosen"), Field("grade", FieldType.CODE, "Grade", codelist="CL_QUAL")),
    ),
    Table(
        "R",
        "Instruments",
        Shape.LIST,
        (_COUNTRY, _ROW),
        (
            Field("kind", FieldType.CODE, "Kind", codelist="CL_KIND"),
            Field("start", FieldType.DATE, "Start"),
            count("amount"),
            Field("title", FieldType.TEXT, "Title"),
        ),
    ),
    Table("E", "Reference", Shape.GRID, (_COUNTRY,), (count("e"),), origin=Origin.REFERENCE),
)
NAMES: Final = Names.of(CODELISTS, TABLES, PARAMETERS)

CONDITIONS: Final[dict[tuple[str, str], str]] = {
    ("T", "gated"): "B.gate",
    ("B", "why"): 'rating in ("1", "5") or given(since)',
    ("Q", ""): 'B.rating != "8"',
    ("R", "title"): "amount > 10",
}
EXPECTATIONS: Final[dict[tuple[str, str], str]] = {
    ("T", "c"): "a > 5",
    ("T", ""): "not missing(B.rating)",
    ("R", "title"): 'kind == "EURA"',
}
CALCULATIONS: Final[dict[tuple[str, str], str]] = {
    ("T", "parts"): "a + b + gated",
    ("T", "share"): "round(rate(parts, all), 1)",
    ("T", "given"): "count(given(Q.n))",
}


@dataclass(frozen=True)
class Check:
    """A rule in short."""

    table: str
    check: str
    when: str = ""
    where: str = ""
    severity: RuleSeverity = RuleSeverity.ERROR


def parsed(source: str, table: str, want: Kind | None = None) -> Expression:
    """An expression of the small form."""
    return parse(source, table=table, names=NAMES, want=want)


NO_RULES: Final[Mapping[str, Check]] = {}


def _condition(source: str, table: str) -> Expression | None:
    return parsed(source, table, Kind.TRUTH) if source else None


def _with_expressions(table: Table) -> Table:
    fields = tuple(
        replace(
            field,
            relevant=_condition(CONDITIONS.get((table.id, field.id), ""), table.id),
            expected=_condition(EXPECTATIONS.get((table.id, field.id), ""), table.id),
            calculation=parsed(CALCULATIONS[table.id, field.id], table.id) if (table.id, field.id) in CALCULATIONS else None,
        )
        for field in table.fields
    )
    return replace(
        table,
        fields=fields,
        relevant=_condition(CONDITIONS.get((table.id, ""), ""), table.id),
        expected=_condition(EXPECTATIONS.get((table.id, ""), ""), table.id),
    )


def form_of(rules: Mapping[str, Check] = NO_RULES, tables: tuple[Table, ...] | None = None) -> Form:
    """The small form with these rules."""
    found = {}
    for name, check in rules.items():
        found[name] = Rule(
            name,
            name,
            check.severity,
            check.table,
            parsed(check.check, check.table, Kind.TRUTH),
            "",
            "",
            "",
            (),
            when=_condition(check.when, check.table),
            where=_condition(check.where, check.table),
        )
    return Form(
        id="small",
        edition="1",
        title="Small",
        codelists={one.id: one for one in CODELISTS},
        parameters={one.id: one for one in PARAMETERS},
        sections={},
        tables={one.id: one for one in tables or tuple(_with_expressions(table) for table in TABLES)},
        rules=found,
        indicators={},
        classification=None,
        structure="0" * 128,
        texts="0" * 128,
    )


def round_of(countries: tuple[str, ...] = COUNTRIES, parameters: dict[str, int] | None = None) -> Round:
    """A round with these countries."""
    return Round(
        id="2025",
        edition="1",
        year=2025,
        version=1,
        rehearsal=True,
        structure="0" * 128,
        states=("BE",),
        scope=tuple(ScopeEntry(country, None) for country in countries),
        dates=Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
        parameters=parameters or {},
        extracts={},
        audience="EU",
        marking="",
        marking_ceiling="",
    )


def cell(value: object) -> Cell:
    """A cell: a value, a reason, or with `?` before it a text that is no number."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, Reason):
        return Cell(reason=value)
    if isinstance(value, str) and value.startswith("?"):
        return Cell(typed=value[1:])
    assert isinstance(value, int | str)
    return Cell(value=value)


def answers(**cells: object) -> Answers:
    """Answers by place, written `T_GN__a` for `T[GN].a` and `Q_GN_CH__n` for `Q[GN/CH].n`."""
    found = {}
    for name, value in cells.items():
        row, _, field = name.rpartition("__")
        table, *key = row.split("_")
        found[Place(table, tuple(key), field)] = cell(value)
    return Answers.of(found, frozenset({"R"}))


def edit(session: Session, place: str, value: object) -> Edit:
    """The edit that puts a value at a place."""
    at = Place.parse(place)
    new = Cell() if value is None else cell(value)
    return Edit(at, session.answers.cell(at), new)


def opened(rules: Mapping[str, Check] = NO_RULES, /, **cells: object) -> Session:
    """A session over answers, without last year and reference."""
    return Engine(form_of(rules), round_of()).open(answers(**cells))
