"""A whole dossier with its numbers raises nothing, and each error put into it raises its rules and no others."""

import pytest

from example_answers import example_answers, example_round
from readmission import assets
from readmission.answers.changes import Answers
from readmission.checks.checker import Checker
from readmission.engine.program import Engine
from readmission.form.reader import form_files, read_form

FORM = read_form(form_files(assets.forms() / "2025"))
ROUND = example_round(FORM, ("GN",))
ENGINE = Engine(FORM, ROUND)

NUMBERS = {
    "T01": "RD 432 RD_PERS 410 RD_ASY 210 RD_IRR 150 RD_OVS 40 RD_CRIM 12 RD_OTH 15 RD_UNKR 5 RD_M 351 RD_F 79 RD_X 2 RD_UNKS 0 "
    "RD_A0_13 14 RD_A14_17 21 RD_A18_34 281 RD_A35P 109 RD_AUNK 7 RD_VD 260 RD_NVD 160",
    "T02": "RET_TOT 31 RET_FORCED 14 RET_VOL 15 RET_OTH 2 RET_ASS 12 RET_NASS 17 RET_AUNK 2 RET_OMS 4 RET_DOWN 24 RET_DTR 1 "
    "RET_DOTH 1 RET_DUNK 1 RET_TC 27 RET_EURA 0 RET_EUARR 19 RET_BIL 0 RET_OTHAGR 0 RET_NOAGR 6 RET_UNKAGR 2 RET_PASS 11 RET_TD 13 "
    "RET_EUTD 1 RET_NATLP 0 RET_DOCX 2 RET_FORCED_ASS 1 RET_MIN 2 RET_UAM 0",
    "T03": "REQ_IN 96 REQ_SUB 118 REQ_ACC 41 REQ_REF 17 REQ_WDR 9 REQ_OUT 147 REQ_ACCD 0 REQ_INTIME 12 REQ_LATE 46 REQ_OVERDUE 120 "
    "REQ_DOC 22 REQ_EVI 51 REQ_NOEV 45 REQ_EMB 101 REQ_CAP 6 REQ_RCMS 0 REQ_LO 8 REQ_FX 3 REQ_CHX 0",
    "T04": "INT_REQ 80 INT_HELD 60 INT_POS 33 INT_NEG 9 INT_PEND 18 INT_WAIT 32",
    "T05": "TD_IN 7 TD_REQ 41 TD_ISS 18 TD_REF 6 TD_WDR 3 TD_OUT 21 TD_INTIME 8 TD_USED 13 TD_EXP 3 TD_VALID 3 TD_CONF_NOTISS 20 "
    "EUTD_ISS 2 EUTD_ACC 1 EUTD_REF 1",
    "T06": "CH_REQ 2 CH_AUTH 1 CH_REF 1 CH_PEND 0 CH_WDR 0 CH_DONE 0 CH_CANC_TC 1 CH_CANC_OTH 0 CH_PLAN 25 CH_RET 0 SCH_PLAN 34 "
    "SCH_RET 23 SCH_FAIL_TC 3 SCH_FAIL_OTH 8",
    "T07": "ARR_REF 1 ARR_REF_SCH 1 ARR_BACK 1",
    "T08": "ST_OPEN 690 ST_WAIT_ID 147 ST_WAIT_TD 21 ST_READY 16 ST_ABSC 310",
}
ANSWERS = {
    "B[GN].B0_01": "Y",
    "B[GN].B4_02": "3",
    "B[GN].B4_03": "3",
    "B[GN].B6_05": "2",
    "B[GN].B7_01": "Y",
    "B[GN].B3_15": "3",
    "T09[GN/TD].MED": "47.5",
    "A1_05[EN].chosen": "Y",
    "R3[GN/r1].since": "2020-01-01",
    "EC.UPDATED": "2026-06-11",
    "E[GN].E_RD": "410",
    "E[GN].E_RT": "30",
    "E[GN].E_RT3": "25",
    "EUI[GN/EUARR].title": "Good practices",
    "EUI[GN/EUARR].document_days": "5",
} | {f"B0_02[GN/{stage}].chosen": "Y" for stage in ("REQ", "INT", "DOC", "VOL", "SCH", "CH", "EUTD")}
QUARTERS = {"RDQ": (101, 117, 98, 116), "RDPQ": (99, 113, 95, 112), "RETQ": (8, 9, 6, 8)}
LAST = {"T08[GN].ST_OPEN": "455", "T04[GN].INT_WAIT": "12", "T05[GN].TD_VALID": "1"}


def base() -> dict[str, str]:
    cells = dict(ANSWERS)
    for table, text in NUMBERS.items():
        words = text.split()
        cells |= {f"{table}[GN].{name}": value for name, value in zip(words[::2], words[1::2], strict=True)}
    for name, values in QUARTERS.items():
        cells |= {f"T14Q[GN/Q{number}].{name}": str(value) for number, value in enumerate(values, start=1)}
    return cells


def answers(lines: dict[str, str]) -> Answers:
    return example_answers(lines.items(), FORM)


def raised(changed: dict[str, str | None], before: dict[str, str] | None = None) -> set[str]:
    cells = {place: value for place, value in (base() | changed).items() if value is not None}
    own = {place: value for place, value in cells.items() if not place.startswith("E")}
    reference = {place: value for place, value in cells.items() if place.startswith("E")}
    session = ENGINE.open(answers(own), answers(LAST | (before or {})), answers(reference))
    return {finding.rule.partition(".")[0] for finding in Checker(FORM, ROUND, session).findings()}


def test_the_worked_example_raises_nothing() -> None:
    assert raised({}) == set()


def rounded() -> dict[str, str | None]:
    """Every number of T01 to T05 as Eurostat would publish it."""
    return {
        place: str(5 * ((int(value) + 2) // 5))
        for place, value in base().items()
        if place[:3] in ("T01", "T02", "T03", "T04", "T05") and "." in place
    }


# Each error with all the rules that must speak up; a further rule has its reason beside it.
SEEDED: dict[str, tuple[dict[str, str | None], set[str]]] = {
    "women mistyped": ({"T01[GN].RD_F": "97"}, {"W02"}),
    # The quarters no longer hold the persons of the year, and 440 is not 410 by rounding.
    "more persons than decisions": ({"T01[GN].RD_PERS": "440"}, {"W04", "E01_NOTE", "W29_PERS"}),
    # An extended number that is empty leaves the sum undecided and is never owed.
    "a part emptied": ({"T02[GN].RET_OTH": None}, set()),
    "digits turned round in a stock": ({"T03[GN].REQ_OUT": "174"}, {"W14"}),
    "requests through a system that nobody knows": ({"T03[GN].REQ_RCMS": "5", "T03[GN].REQ_EMB": "96"}, {"X16"}),
    # A flight on which nobody returned is improbable as well.
    "never, but flown": (
        {"B[GN].B6_05": "1", "T06[GN].CH_DONE": "1", "T06[GN].CH_CANC_TC": "0"},
        {"X12", "W32"},
    ),
    "documents that were not issued": ({"B[GN].B7_01": "N"}, {"X21"}),
    "an agreement that does not exist": ({"T02[GN].RET_EURA": "19", "T02[GN].RET_EUARR": "0"}, {"X18"}),
    "a rating that the numbers deny": ({"B[GN].B4_02": "5"}, {"X13"}),
    "everything rounded": (
        rounded(),
        # Rounded parts do not add up to rounded totals.
        {"W30", "W30_T02", "W30_T03", "W30_T05", "W08", "W14", "W19", "W20", "W22", "W29"},
    ),
    "four hundred on one flight": (
        {
            "T06[GN].CH_RET": "400",
            "T06[GN].CH_PLAN": "400",
            "T06[GN].CH_DONE": "1",
            "T06[GN].CH_AUTH": "1",
            "T06[GN].CH_CANC_TC": "0",
        },
        {"W32", "X09"},
    ),
    "no cases": ({"B[GN].B0_01": "N"}, {"C10", "C10_LATER"}),
    "a digit lost": ({"T01[GN].RD_PERS": "41"}, {"E01", "E16", "W06"}),
    "personal data": ({"B[GN].B12_07": "Passport X1234567, born 01.02.1990"}, {"F12"}),
}


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_error_raises_its_rules_and_no_others(name: str) -> None:
    changed, expected = SEEDED[name]
    assert raised(changed) == expected


def test_a_closing_stock_that_was_wrong_shows_next_year() -> None:
    assert raised({}, {"T03[GN].REQ_OUT": "174"}) == {"Y04"}
    assert raised({"T03[GN].REQ_IN": "96 flag R"}, {"T03[GN].REQ_OUT": "174"}) == set()
