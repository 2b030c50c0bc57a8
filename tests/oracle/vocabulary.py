"""A small form with every kind of table and field, for tests of the language and of the engine."""

from dataclasses import replace
from typing import Final

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
    Origin,
    ParameterDefault,
    Shape,
    Table,
)
from readmission.form.nodes import Expression, Kind

COUNTRIES: Final = ("GN", "ML", "XK")
STAGES: Final = ("CH", "SC")
RATINGS: Final = {"1": 1, "2": 2, "4": 4, "5": 5, "DK": None}
TRENDS: Final = ("UP", "SAME", "DOWN")

COUNTRY: Final = Dimension("country", DimensionKind.COUNTRY, "CL_GEO")
STAGE: Final = Dimension("stage", DimensionKind.CODES, "CL_STAGE")
ROW: Final = Dimension("row", DimensionKind.ROWS)

CODELISTS: Final = {
    "CL_GEO": CodeList("CL_GEO", "Countries", tuple(Code(code, code) for code in COUNTRIES)),
    "CL_STAGE": CodeList("CL_STAGE", "Stages", tuple(Code(code, code) for code in STAGES)),
    "CL_QUAL": CodeList("CL_QUAL", "Quality", tuple(Code(code, code, rank) for code, rank in RATINGS.items())),
    "CL_TREND": CodeList("CL_TREND", "Trend", tuple(Code(code, code) for code in TRENDS)),
}
PARAMETERS: Final = {
    "swing": ParameterDefault("swing", "Share", 50, 2),
    "least_cases": ParameterDefault("least_cases", "Cases", 3),
}
REPORTING_YEAR_OF_TESTS: Final = 2025


def count(name: str) -> Field:
    return Field(name, FieldType.COUNT, name)


def decimal(name: str, places: int) -> Field:
    return Field(name, FieldType.DECIMAL, name, places=places)


def code(name: str, codelist: str) -> Field:
    return Field(name, FieldType.CODE, name, codelist=codelist)


def yes_no(name: str) -> Field:
    return Field(name, FieldType.YES_NO, name)


def text(name: str) -> Field:
    return Field(name, FieldType.TEXT, name, max_length=200)


def date(name: str) -> Field:
    return Field(name, FieldType.DATE, name)


TABLES: Final = (
    Table(
        "B",
        "Dossier",
        Shape.FORM,
        (COUNTRY,),
        (
            yes_no("open"),
            code("rating", "CL_QUAL"),
            code("before", "CL_QUAL"),
            code("trend", "CL_TREND"),
            text("remark"),
            date("since"),
        ),
    ),
    Table(
        "S",
        "Stages",
        Shape.MATRIX,
        (COUNTRY, STAGE),
        (yes_no("chosen"), code("score", "CL_QUAL"), count("n"), decimal("cost", 1)),
    ),
    Table(
        "T",
        "Numbers",
        Shape.GRID,
        (COUNTRY,),
        (yes_no("shown"), count("RD"), count("RD_M"), count("RD_F"), decimal("MED", 1), decimal("FEE", 2)),
    ),
    Table("L", "List", Shape.LIST, (COUNTRY, ROW), (yes_no("used"), count("amount"), date("signed"), text("title"))),
    Table("N", "Totals", Shape.FORM, (), (count("total"), text("note"))),
    Table("E", "Reference", Shape.GRID, (COUNTRY,), (count("E_RD"),), origin=Origin.REFERENCE),
)
NAMES: Final = Names.of(CODELISTS, TABLES, PARAMETERS)

# What is relevant, as data that both the form and the filler of the oracle's tables are made from: a table or field, and the
# yes/no field, of a table with the same rows or of the rows' country, that must say yes.
RELEVANT: Final = {
    ("T", "RD_M"): ("T", "shown"),
    ("T", "MED"): ("T", "shown"),
    ("L", "amount"): ("L", "used"),
    ("S", ""): ("B", "open"),
}


def sample_form() -> Form:
    """The whole form, with its conditions."""
    tables = {}
    for table in TABLES:
        fields = tuple(replace(field, relevant=_condition(table.id, field.id)) for field in table.fields)
        tables[table.id] = replace(table, fields=fields, relevant=_condition(table.id, ""))
    return Form(
        id="sample",
        edition="2025",
        title="Sample",
        codelists=CODELISTS,
        parameters=PARAMETERS,
        sections={},
        tables=tables,
        rules={},
        indicators={},
        classification=None,
        structure="0" * 128,
        texts="0" * 128,
    )


def _condition(table: str, field: str) -> Expression | None:
    gate = RELEVANT.get((table, field))
    return parse(f"{gate[0]}.{gate[1]}", table=table, names=NAMES, want=Kind.TRUTH) if gate else None
