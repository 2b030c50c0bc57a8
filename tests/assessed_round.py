"""A small questionnaire with the figures of the assessment, a rehearsal round of it, and declarations to assess."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place, Reason
from readmission.assessment.submission import Submission
from readmission.form.method import Classification, Indicator
from readmission.form.model import (
    Code,
    CodeList,
    Dimension,
    DimensionKind,
    Field,
    FieldType,
    Form,
    ParameterDefault,
    Shape,
    Table,
)
from readmission.form.nodes import COUNT, Column, Compare, Constant, Expression, Kind, Type
from readmission.form.round import Dates, Round, ScopeEntry

STATES: Final = ("BE", "DE", "EL", "ES", "FR", "IT", "NL", "SE", "CH", "NO")
STATE_NAMES: Final = (
    "Belgium", "Germany", "Greece", "Spain", "France", "Italy", "Netherlands", "Sweden", "Switzerland", "Norway",
)  # fmt: skip
COUNTRIES: Final = {"GN": "Guinea", "ML": "Mali", "NP": "Nepal", "TN": "Tunisia"}
STAGES: Final = {
    "ID": "Identification",
    "TD": "Travel documents",
    "ACC": "Acceptance of persons",
    "OPS": "Flights and operations",
    "EUTD": "European travel document",
}
CL_QUAL: Final = CodeList(
    "CL_QUAL",
    "Quality",
    (
        Code("0", "No experience"),
        Code("1", "Very poor", 1),
        Code("2", "Poor", 2),
        Code("3", "Fair", 3),
        Code("4", "Good", 4),
        Code("5", "Very good", 5),
        Code("9", "Do not know"),
    ),
)
PARAMETERS: Final = {
    "scope_threshold": 1000,
    "show_counts_below": 20,
    "show_brackets_below": 50,
    "class_minimum_states": 5,
    "class_high_rank": 4,
    "class_low_rank": 2,
    "class_well_share": 60,
    "class_improve_share": 50,
    "one_state_share": 60,
    "far_deviations": 3,
    "far_denominator": 20,
    "sum_share": 10,
    "same_share": 70,
    "small_below": 5,
}
# Questionnaire, worked example: one state and one country, with the figures its indicators must give.
WORKED: Final = {
    "T01.RD": 432,
    "T01.RD_PERS": 410,
    "T02.RET_FORCED": 14,
    "T02.RET_TC": 27,
    "T03.REQ_SUB": 118,
    "T03.REQ_ACC": 41,
    "T05.TD_ISS": 18,
}

_COUNTRY: Final = Dimension("country", DimensionKind.COUNTRY, "CL_COUNTRY")
_CASES: Final = Type(Kind.CODE, codelist="CL_CASES")
_QUALITY: Final = Type(Kind.CODE, codelist="CL_QUAL")


def column(place: str, type_: Type = COUNT) -> Expression:
    """A field as an expression in its own table."""
    table, field = place.split(".")
    return Expression(place, table, Column(type_, table, field))


def _pursued(table: str) -> Expression:
    root = Compare("!=", Column(_CASES, "B", "B0_01"), Constant(_CASES, "P"))
    return Expression('B.B0_01 != "P"', table, root)


def _indicator(name: str, label: str, numerator: str, denominator: str | None) -> Indicator:
    over = Expression(denominator, "B", column(denominator).root) if denominator else None
    return Indicator(name, label, "B", Expression(numerator, "B", column(numerator).root), over, _pursued("B"))


def small_form(*, weighted: bool = True) -> Form:
    """The questionnaire."""
    counts = {"T01": ("RD", "RD_PERS"), "T02": ("RET_FORCED", "RET_TC"), "T03": ("REQ_SUB", "REQ_ACC"), "T05": ("TD_ISS",)}
    tables = {
        name: Table(name, name, Shape.GRID, (_COUNTRY,), tuple(Field(field, FieldType.COUNT, field) for field in fields))
        for name, fields in counts.items()
    }
    cases = Field("B0_01", FieldType.CODE, "Cases", codelist="CL_CASES")
    overall = Field("B12_01", FieldType.CODE, "Overall", number="B12.01", codelist="CL_QUAL")
    rating = Field("rating", FieldType.CODE, "Rating", codelist="CL_QUAL")
    stage = Dimension("stage", DimensionKind.CODES, "CL_STAGE")
    tables["B"] = Table("B", "Dossier", Shape.FORM, (_COUNTRY,), (cases, overall))
    tables["B12_02"] = Table("B12_02", "Rating by stage", Shape.MATRIX, (_COUNTRY, stage), (rating,))
    lists = (
        CL_QUAL,
        CodeList("CL_CASES", "Cases", (Code("Y", "Cases"), Code("N", "No cases"), Code("P", "Not pursued"))),
        CodeList("CL_STAGE", "Stage", tuple(Code(code, label) for code, label in STAGES.items())),
        CodeList("CL_COUNTRY", "Country", tuple(Code(code, label) for code, label in COUNTRIES.items())),
        CodeList("CL_STATE", "State", tuple(Code(*pair) for pair in zip(STATES, STATE_NAMES, strict=True))),
        CodeList(
            "CL_CLASS",
            "Class",
            (
                Code("W", "Works well"),
                Code("A", "Average, improvements needed"),
                Code("I", "Needs to be improved"),
                Code("X", "Not assessed"),
            ),
        ),
    )
    indicators = (
        _indicator("IND_a", "Return decisions", "T01.RD", None),
        _indicator("IND_b", "Forced returns per decision", "T02.RET_FORCED", "T01.RD"),
        _indicator("IND_c", "Requests accepted", "T03.REQ_ACC", "T03.REQ_SUB"),
        _indicator("IND_iss", "Documents issued per request", "T05.TD_ISS", "T03.REQ_SUB"),
        _indicator("IND_ret", "Return rate, same year", "T02.RET_TC", "T01.RD_PERS"),
        _indicator("IND_req", "Requests per person", "T03.REQ_SUB", "T01.RD_PERS"),
    )
    return Form(
        id="readmission",
        edition="2025",
        title="Cooperation on readmission",
        codelists={one.id: one for one in lists},
        parameters={name: ParameterDefault(name, name.replace("_", " "), value) for name, value in PARAMETERS.items()},
        sections={},
        tables=tables,
        rules={},
        indicators={one.id: one for one in indicators},
        classification=Classification(
            id="CLASS",
            label="Level of cooperation",
            table="B",
            rating=column("B.B12_01", _QUALITY),
            counts=_pursued("B"),
            codelist="CL_CLASS",
            well="W",
            average="A",
            improve="I",
            not_assessed="X",
            weight=Expression("T03.REQ_SUB", "B", column("T03.REQ_SUB").root) if weighted else None,
            aspects="B12_02",
        ),
        structure="5a" * 64,
        texts="7e" * 64,
        countries="CL_COUNTRY",
        states="CL_STATE",
    )


def small_round(*, rehearsal: bool = True, parameters: Mapping[str, int] | None = None) -> Round:
    """A round over four countries and ten states."""
    decisions = {"GN": 4135, "ML": 5505, "NP": 1020, "TN": 13650}
    return Round(
        id="R2025",
        edition="2025",
        year=2025,
        version=1,
        rehearsal=rehearsal,
        structure="5a" * 64,
        states=STATES,
        scope=tuple(ScopeEntry(code, total, borderline=code == "NP") for code, total in decisions.items()),
        dates=Dates(date(2026, 1, 15), date(2026, 3, 1), date(2026, 3, 15), date(2026, 4, 1)),
        parameters=dict(parameters or {}),
        extracts={},
        audience="commission",
        marking="LIMITED",
        marking_ceiling="LIMITED",
    )


def answers(country: str, values: Mapping[str, int | str | Reason]) -> dict[Place, Cell]:
    """The cells of one country, written `T01.RD` or `B12_02/ID.rating`."""
    cells: dict[Place, Cell] = {}
    for name, value in values.items():
        head, field = name.split(".")
        table, *member = head.split("/")
        cell = Cell(reason=value) if isinstance(value, Reason) else Cell(value=value)
        cells[Place(table, (country, *member), field)] = cell
    return cells


def submission(state: str, cells: Mapping[Place, Cell], sequence: int = 1) -> Submission:
    """The declaration of a state with these cells."""
    number = f"{STATES.index(state) if state in STATES else 99:02x}"
    signers = (f"{number}1 A. Example", f"{number}2 B. Example")
    return Submission(state, Answers.of(dict(cells)), (number + f"{sequence:02x}") * 32, sequence, signers)


def worked_example() -> Submission:
    """The declaration of the worked example."""
    return submission("BE", answers("GN", WORKED | {"B.B0_01": "Y", "B.B12_01": "2"}))


def ten_states() -> dict[str, Submission]:
    """Declarations of all states: rates and ratings that differ by state and country, one state that does not pursue returns."""
    found: dict[str, Submission] = {}
    for place, state in enumerate(STATES):
        cells: dict[Place, Cell] = {}
        for turn, country in enumerate(COUNTRIES):
            cells |= answers(country, _invented(place, turn))
        found[state] = submission(state, cells, sequence=1 + place % 3)
    found["BE"] = submission("BE", found["BE"].answers.cells | answers("GN", WORKED))
    del found["NO"]
    return found


def _invented(place: int, turn: int) -> dict[str, int | str | Reason]:
    if (place, turn) == (7, 1):
        return {"B.B0_01": "P"}
    persons = 40 + 37 * ((place * 5 + turn * 3) % 11)
    requests = persons * (2 + (place + turn) % 3) // 6
    accepted = requests * (1 + (place * 2 + turn) % 5) // 6
    values: dict[str, int | str | Reason] = {
        "B.B0_01": "Y",
        "B.B12_01": (("1", "4", "3", "5"), ("2", "5", "2", "0"), ("3", "4", "4", "0"))[place % 3][turn],
        "T01.RD": persons + 9,
        "T01.RD_PERS": persons,
        "T02.RET_FORCED": accepted // 3,
        "T02.RET_TC": accepted // 2,
        "T03.REQ_SUB": requests,
        "T03.REQ_ACC": accepted,
        "T05.TD_ISS": Reason.NOT_COLLECTED if (place + turn) % 7 == 0 else accepted * 2 // 3,
    }
    return values | {
        f"B12_02/{stage}.rating": str((place + turn + step) % 6 if place % 4 else (4, 2, 1, 3)[turn])
        for step, stage in enumerate(STAGES)
    }
