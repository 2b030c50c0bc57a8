"""The wordless line under a message, and the values that messages name."""

from typing import Final

import pytest

from engine.small_form import Check, answers, form_of, opened, parsed, round_of
from readmission.answers.finding import FormulaLine, Shown
from readmission.answers.model import Reason
from readmission.engine.program import Engine
from readmission.texts import Language

CELLS: Final[dict[str, object]] = {
    "T_GN__a": 371,
    "T_GN__b": 79,
    "T_GN__c": Reason.NOT_APPLICABLE,
    "T_GN__all": 432,
    "T_GN__days": 6952,
    "B_GN__rating": "4",
    "B_GN__since": "2024-02-29",
    "B_GN__gate": "N",
    "N__total": 1_234_567,
}
LINES: Final = {
    "all == a + b": "432 ≠ 450 = 371 + 79 (Δ −18)",
    "all == a + b + c": "432 ≠ 450 = 371 + 79 (Δ −18)",
    "a + b == all": "371 + 79 = 450 ≠ 432 (Δ 18)",
    "all == a - b": "432 ≠ 292 = 371 − 79 (Δ 140)",
    "all == a - (b - a)": "432 ≠ 663 = 371 − 79 + 371 (Δ −231)",
    "all <= a": "432 > 371",
    "a >= all": "371 < 432",
    "a != 371": "371 = 371",
    "days < a": "695.2 ≥ 371",
    "near(all, a + b, 5)": "|432 − 450| = 18 > 5",
    "near(days, a, swing)": "|695.2 − 371| = 324.2 > 0.5",
    "a > 0 and all == b": "432 ≠ 79 (Δ 353)",
    "all == b or a == b": "432 ≠ 79 (Δ 353) · 371 ≠ 79 (Δ 292)",
    "N.total == a": "1,234,567 ≠ 371 (Δ 1,234,196)",
    "B.rating > '4'": "4 ≤ 4",
    'B.since > date("2025-01-01")': "2024-02-29 ≤ 2025-01-01",
    "a / b < 2": "4.7 ≥ 2",
    "B.gate": "",
    "not all > a": "",
}
SHOWN: Final[dict[str, Shown | None]] = {
    "a + b": (450, 0),
    "days": (6952, 1),
    "a / b": (47, 1),
    "-a / b": (-47, 1),
    "B.rating": "4",
    "B.since": "2024-02-29",
    "B.gate": "N",
    "country": "GN",
    "c": None,
    "reporting_year": (2025, 0),
}


def written(line: FormulaLine) -> str:
    return "".join(part if isinstance(part, str) else Language().number(*part) for part in line)


@pytest.mark.parametrize("check", LINES)
def test_a_failed_rule_is_explained_in_figures(check: str) -> None:
    session = opened({"X": Check("T", check)}, **CELLS)
    assert ("X", ("GN",)) in list(session.failed())
    for figures in (None, session.figures(whole=True)):
        assert [written(line) for line in session.explain("X", [("GN",)], figures)] == [LINES[check]]


def test_a_rule_that_does_not_fail_has_no_explanation() -> None:
    session = opened({"X": Check("T", "all == a + b")}, T_GN__a=1, T_GN__b=2, T_GN__all=3)
    assert session.explain("X", [("GN",), ("ML",), ("FR",)]) == [(), (), ()]


@pytest.mark.parametrize("source", SHOWN)
def test_a_message_names_values_as_they_are_shown(source: str) -> None:
    session = opened({}, **CELLS)
    assert session.shown(parsed(source, "T"), [("GN",)]) == [SHOWN[source]]
    assert session.shown(parsed(source, "T"), [("GN",)], session.figures(whole=True)) == [SHOWN[source]]


def test_nothing_is_shown_of_a_row_that_does_not_exist() -> None:
    assert opened({}, **CELLS).shown(parsed("a", "T"), [("FR",)]) == [None]


def test_a_rank_is_given_for_a_code_and_none_without_one() -> None:
    session = Engine(form_of(), round_of()).open(answers(B_GN__rating="4", B_ML__rating="8"))
    assert session.evaluate(parsed("rating", "B")) == {("GN",): 4.0, ("ML",): None, ("XK",): None}


def test_a_negative_number_stands_behind_its_sign() -> None:
    session = opened({"X": Check("T", "a - all == b")}, **CELLS)
    assert session.explain("X", [("GN",)])[0][4:6] == ("−", (61, 0))
