"""A small questionnaire in the shape of the pilot's, with one round of it."""

from datetime import date

from readmission.form.model import (
    Code,
    CodeList,
    Dimension,
    DimensionKind,
    Example,
    Field,
    FieldType,
    Form,
    Level,
    Mark,
    Origin,
    Rule,
    RuleSeverity,
    Section,
    Shape,
    Table,
)
from readmission.form.nodes import COUNT as NUMBER
from readmission.form.nodes import TRUTH, Column, Compare, Expression
from readmission.form.round import Dates, Round, ScopeEntry

NAMES = """\
AL Albania, AM Armenia, BD Bangladesh, BY Belarus, CM Cameroon, CV Cabo Verde, CD Congo (Democratic Republic), DZ Algeria
EG Egypt, ER Eritrea, ET Ethiopia, GE Georgia, GH Ghana, GM The Gambia, GN Guinea, IN India, IQ Iraq, IR Iran, LB Lebanon
LK Sri Lanka, MA Morocco, MD Moldova, ML Mali, NG Nigeria, PK Pakistan, RU Russia, SN Senegal, SO Somalia, TN Tunisia
TR Türkiye, UA Ukraine, UZ Uzbekistan, VN Viet Nam, XK Kosovo*
"""
COUNTRIES = dict(entry.split(" ", 1) for line in NAMES.splitlines() for entry in line.split(", "))


def codelist(name: str, label: str, **codes: str) -> CodeList:
    return CodeList(name, label, tuple(Code(code.removeprefix("_"), words) for code, words in codes.items()))


LISTS = [
    CodeList("CL_COUNTRY", "Countries", tuple(Code(code, name) for code, name in COUNTRIES.items())),
    codelist("CL_STATE", "States", BE="Belgium"),
    codelist("CL_CASES", "Cases", Y="yes", N="no cases", P="not pursued by own decision"),
    codelist(
        "CL_FREQ",
        "Frequency",
        _5="always",
        _4="often",
        _3="sometimes",
        _2="rarely",
        _1="never",
        _0="no case in the year",
        _8="not tried",
        _9="do not know",
    ),
    codelist(
        "CL_QUAL",
        "Quality",
        _5="very good",
        _4="good",
        _3="average",
        _2="poor",
        _1="very poor",
        _0="no experience",
        _9="do not know",
    ),
    codelist(
        "CL_TIME",
        "Time",
        T1="up to 5 days",
        T2="6–14 days",
        T3="15–30 days",
        T4="31–60 days",
        T5="61–90 days",
        T6="91–180 days",
        T7="over 180 days",
        T8="never received",
        T9="do not know",
    ),
    codelist(
        "CL_STAGE",
        "Stages",
        REQ="requests",
        INT="interviews",
        MIS="missions",
        DOC="documents",
        VOL="voluntary return",
        SCH="scheduled flights",
        CH="charters",
        EUT="European document",
        TRA="transit",
        REI="reintegration",
    ),
    codelist(
        "CL_STAGE5",
        "Stages",
        ID="identification",
        TD="travel documents",
        ACC="acceptance of persons",
        OPS="flights and operations",
        POST="after arrival",
    ),
    codelist(
        "CL_OBST",
        "Obstacles",
        O01="no reply to requests",
        O02="late reply",
        O03="evidence not accepted",
        O04="interviews not offered",
        O13="confirmed but no document",
        O19="charter refused",
        O28="no agreement at political level",
    ),
    codelist("CL_NOREQ", "Reasons", VAL="valid document held", ABS="absconded", CAP="no capacity", NOC="no consulate or channel"),
    codelist("CL_INSTR", "Instruments", EURA="EU readmission agreement", BIL_MOU="bilateral memorandum", NONE="none"),
    codelist("CL_ISTAT", "Status", INF="in force", SIG="signed", SUS="suspended"),
    codelist("CL_CMT", "Comments", SMALL="small numbers", EVENT="exceptional event", OK="verified correct"),
]

BY_COUNTRY = Dimension("country", DimensionKind.COUNTRY, "CL_COUNTRY")


def counts(**labels: str) -> tuple[Field, ...]:
    return tuple(Field(name, FieldType.COUNT, label, unit="persons") for name, label in labels.items())


def code(name: str, number: str, label: str, codes: str, section: str, level: Level = Level.CORE, guidance: str = "") -> Field:
    return Field(name, FieldType.CODE, label, level, number, section, codelist=codes, guidance=guidance)


TABLES = [
    Table(
        "A",
        "General part",
        Shape.FORM,
        (),
        (
            Field("A1_01", FieldType.CODE, "Reporting state", number="A1.01", section="A1", codelist="CL_STATE", prefilled=True),
            Field("A1_02", FieldType.TEXT, "Authority", number="A1.02", section="A1", max_length=200),
            Field("A1_03", FieldType.TEXT, "Contact e-mail", number="A1.03", section="A1", max_length=200),
            Field("A1_04", FieldType.TEXT, "Contributing authorities", number="A1.04", section="A1", max_length=1000),
        ),
    ),
    Table(
        "B",
        "Dossier",
        Shape.FORM,
        (BY_COUNTRY,),
        (
            code("B0_01", "B0.01", "Were there return or readmission cases in the year?", "CL_CASES", "B0"),
            code("B1_05", "B1.05", "Are the provisions of the instrument respected?", "CL_FREQ", "B1"),
            code(
                "B2_05",
                "B2.05",
                "Requests are answered at all",
                "CL_FREQ",
                "B2",
                guidance="Count requests of the year, whatever the answer.",
            ),
            code("B2_07", "B2.07", "Usual time to answer", "CL_TIME", "B2"),
            Field("B2_16", FieldType.TEXT, "Remarks, without personal data", Level.EXTENDED, "B2.16", "B2", max_length=2000),
            code("B12_01", "B12.01", "Overall cooperation on readmission", "CL_QUAL", "B12"),
            Field("B12_07", FieldType.TEXT, "Reasons for the rating", number="B12.07", section="B12", max_length=3000),
        ),
    ),
    Table(
        "B0_02",
        "With which stages have you experience?",
        Shape.CHOICE,
        (BY_COUNTRY, Dimension("stage", DimensionKind.CODES, "CL_STAGE")),
        (Field("chosen", FieldType.YES_NO, "chosen"),),
        number="B0.02",
        section="B0",
    ),
    Table(
        "B2_02",
        "Few requests: why?",
        Shape.RANKING,
        (BY_COUNTRY, Dimension("reason", DimensionKind.CODES, "CL_NOREQ")),
        (Field("rank", FieldType.COUNT, "rank", maximum=3),),
        number="B2.02",
        section="B2",
    ),
    Table(
        "B12_02",
        "Cooperation by stage",
        Shape.MATRIX,
        (BY_COUNTRY, Dimension("stage", DimensionKind.CODES, "CL_STAGE5")),
        (Field("rating", FieldType.CODE, "rating", codelist="CL_QUAL"),),
        number="B12.02",
        section="B12",
    ),
    Table(
        "B12_04",
        "Main obstacles",
        Shape.RANKING,
        (BY_COUNTRY, Dimension("obstacle", DimensionKind.CODES, "CL_OBST")),
        (Field("rank", FieldType.COUNT, "rank", maximum=3),),
        number="B12.04",
        section="B12",
    ),
    Table(
        "T01",
        "Return decisions",
        Shape.GRID,
        (BY_COUNTRY,),
        counts(
            RD="Return decisions",
            RD_PERS="Persons concerned",
            RD_M="Men",
            RD_F="Women",
            RD_X="Other sex",
            RD_UNKS="Sex unknown",
            RD_ASY="After asylum",
            RD_IRR="Irregular stay",
            RD_OVS="Overstay",
            RD_CRIM="After crime",
            RD_OTH="Other ground",
        ),
        number="T01",
    ),
    Table(
        "T05",
        "Travel documents",
        Shape.GRID,
        (BY_COUNTRY,),
        (
            *counts(TD_REQ="Requested", TD_ISS="Issued", TD_REF="Refused"),
            Field("MED_TD", FieldType.DECIMAL, "Median days", places=1),
        ),
        number="T05",
    ),
    Table(
        "R1",
        "Instruments",
        Shape.LIST,
        (BY_COUNTRY, Dimension("row", DimensionKind.ROWS)),
        (
            code("type", "", "Type", "CL_INSTR", ""),
            Field("title", FieldType.TEXT, "Title"),
            Field("in_force", FieldType.DATE, "In force since"),
            code("status", "", "Status", "CL_ISTAT", ""),
            Field("reply_days", FieldType.COUNT, "Days to reply"),
            Field("used", FieldType.YES_NO, "Used in the year"),
        ),
        number="R1",
    ),
    Table("E", "Eurostat", Shape.GRID, (BY_COUNTRY,), counts(E_RD="Eurostat: ordered to leave"), origin=Origin.REFERENCE),
]


def truth(table: str, left: tuple[str, str], right: tuple[str, str]) -> Expression:
    a, b = (Column(NUMBER, name, field) for name, field in (left, right))
    return Expression(f"{left[1]} <= {right[1]}", table, Compare("<=", a, b, TRUTH))


def rule(name: str, severity: RuleSeverity, check: Expression, message: str, why: str, field: str) -> Rule:
    return Rule(
        name,
        name,
        severity,
        "T01",
        check,
        message,
        why,
        "Article 25a(2)(a)",
        (Mark("T01", field),),
        settled_by="CL_CMT",
        passing=(Example(()),),
        failing=(Example(()),),
    )


RULES = [
    rule(
        "W02",
        RuleSeverity.ERROR,
        truth("T01", ("T01", "RD_PERS"), ("T01", "RD")),
        "{persons} persons are more than {decisions} decisions.",
        "A person is counted once, and has at least one decision.",
        "RD_PERS",
    ),
    rule(
        "E01",
        RuleSeverity.WARNING,
        truth("T01", ("T01", "RD"), ("E", "E_RD")),
        "{decisions} is far from Eurostat’s {reference}.",
        "Both count decisions of the same year; a large difference has a reason that others should know.",
        "RD",
    ),
]

FORM = Form(
    "article-25a",
    "2025",
    "Readmission cooperation",
    {each.id: each for each in LISTS},
    {},
    {
        each.id: each
        for each in (
            Section("A1", "Respondent"),
            Section("B0", "Relevance"),
            Section("B1", "Framework"),
            Section("B2", "Readmission requests"),
            Section("B12", "Overall assessment"),
        )
    },
    {each.id: each for each in TABLES},
    {each.id: each for each in RULES},
    {},
    None,
    "0" * 128,
    "0" * 128,
    proposal="Wording, scales and rules are a proposal of this project.",
)


def make_round(*, rehearsal: bool = True) -> Round:
    scope = tuple(
        ScopeEntry(country, 12000 - 311 * n, "more than 1 000 return decisions in the Union")
        for n, country in enumerate(sorted(COUNTRIES))
    )
    day = date(2026, 1, 1)
    return Round(
        "25a-2025",
        "2025",
        2025,
        1,
        rehearsal,
        FORM.structure,
        ("BE",),
        scope,
        Dates(day, day, day, day),
        {},
        {},
        "COM",
        "LIMITE",
        "LIMITE",
    )
