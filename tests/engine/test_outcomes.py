"""How a rule ends at a row: passed, failed, not applicable, could not run."""

import pytest

from engine.small_form import Check, answers, edit, form_of, opened, round_of
from readmission.answers.changes import Changes
from readmission.answers.finding import Outcome
from readmission.answers.model import Reason
from readmission.engine import column_functions, scalar_functions
from readmission.engine.program import Engine, Session

SUMS = {"W1": Check("T", "all == a + b")}


def outcome(session: Session, rule: str, *key: str) -> Outcome:
    return session.outcome(rule, key)


def test_a_check_fails_only_when_it_is_certainly_false() -> None:
    session = opened(SUMS, T_GN__a=1, T_GN__b=2, T_GN__all=3, T_ML__a=1, T_ML__b=2, T_ML__all=4, T_XK__a=1, T_XK__all=9)
    assert outcome(session, "W1", "GN") is Outcome.PASSED
    assert outcome(session, "W1", "ML") is Outcome.FAILED
    assert outcome(session, "W1", "XK") is Outcome.NOT_APPLICABLE
    assert list(session.failed()) == [("W1", ("ML",))]


def test_a_void_addend_is_left_out_of_a_sum() -> None:
    session = opened(SUMS, T_GN__a=1, T_GN__b=Reason.NOT_APPLICABLE, T_GN__all=2)
    assert outcome(session, "W1", "GN") is Outcome.FAILED


def test_a_rule_whose_condition_is_not_certainly_true_does_not_apply() -> None:
    session = opened({"X": Check("T", "a > 5", when="B.gate")}, T_GN__a=1, T_ML__a=1, T_XK__a=1, B_GN__gate="Y", B_ML__gate="N")
    assert [outcome(session, "X", key) for key in ("GN", "ML", "XK")] == [
        Outcome.FAILED,
        Outcome.NOT_APPLICABLE,
        Outcome.NOT_APPLICABLE,
    ]


def test_a_rule_holds_only_in_the_rows_that_where_chooses() -> None:
    session = opened({"X": Check("Q", "n > 5", where='stage == "CH"')}, Q_GN_CH__n=1, Q_GN_TD__n=1, B_GN__rating="1")
    assert list(session.failed()) == [("X", ("GN", "CH"))]
    assert outcome(session, "X", "GN", "TD") is Outcome.NOT_APPLICABLE


def test_a_rule_does_not_apply_to_a_row_that_is_not_relevant() -> None:
    rules = {"X": Check("Q", "T.a > 5")}
    assert outcome(opened(rules, T_GN__a=1, B_GN__rating="1"), "X", "GN", "TD") is Outcome.FAILED
    assert outcome(opened(rules, T_GN__a=1, B_GN__rating="8"), "X", "GN", "TD") is Outcome.NOT_APPLICABLE


def test_a_rule_about_last_year_does_not_apply_without_one() -> None:
    engine = Engine(
        form_of({"Y": Check("T", "a == last(a) or b > 0"), "C": Check("T", "given(c)", when="b > 0 or last(a) > 0")}), round_of()
    )
    now = answers(T_GN__a=1, T_GN__b=0, T_ML__b=1)
    without, with_ = engine.open(now), engine.open(now, last=answers(T_GN__a=2))
    assert outcome(without, "Y", "ML") is Outcome.NOT_APPLICABLE
    assert outcome(with_, "Y", "ML") is Outcome.PASSED
    assert outcome(with_, "Y", "GN") is Outcome.FAILED
    # A condition that mentions last year decides by itself.
    assert outcome(without, "C", "ML") is Outcome.FAILED
    assert outcome(with_, "C", "GN") is Outcome.FAILED


def test_a_rule_about_reference_figures_does_not_apply_without_them() -> None:
    engine = Engine(form_of({"E": Check("T", "near(a, E.e, 2) or b > 0")}), round_of())
    now = answers(T_GN__a=10, T_GN__b=0, T_ML__b=1)
    without, with_ = engine.open(now), engine.open(now, reference=answers(E_GN__e=5))
    assert list(without.failed()) == []
    assert outcome(without, "E", "ML") is Outcome.NOT_APPLICABLE
    assert list(with_.failed()) == [("E", ("GN",))]
    assert outcome(with_, "E", "ML") is Outcome.PASSED


def test_a_row_that_does_not_exist_has_no_outcome() -> None:
    assert outcome(opened(SUMS), "W1", "FR") is Outcome.NOT_APPLICABLE


FAULTY = {"F": Check("T", "round(days / a, 1) >= 0"), "G": Check("T", "a < 100")}


@pytest.fixture
def broken_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding stops for 7, in columns and in single rows."""

    def column(ratio: object, factor: float) -> object:
        raise OverflowError

    good = scalar_functions.round_ratio

    def scalar(ratio: float, factor: float) -> float:
        if ratio == 7.0:
            raise OverflowError
        return good(ratio, factor)

    monkeypatch.setattr(column_functions, "round_ratio", column)
    monkeypatch.setattr(scalar_functions, "round_ratio", scalar)


@pytest.mark.usefixtures("broken_rounding")
def test_a_rule_that_stops_could_not_run_where_it_stopped_and_nowhere_else() -> None:
    session = opened(FAULTY, T_GN__a=1, T_GN__days=70, T_ML__a=1, T_ML__days=10, T_XK__a=100)
    assert session.not_run() == {("F", ("GN",))}
    assert outcome(session, "F", "GN") is Outcome.COULD_NOT_RUN
    assert outcome(session, "F", "ML") is Outcome.PASSED
    assert list(session.failed()) == [("G", ("XK",))]


@pytest.mark.usefixtures("broken_rounding")
def test_a_fault_comes_and_goes_with_the_cell_that_causes_it() -> None:
    session = opened(FAULTY, T_GN__a=1)
    assert session.not_run() == frozenset()
    session.apply(Changes((edit(session, "T[GN].days", 70),)))
    assert session.not_run() == {("F", ("GN",))}
    session.apply(Changes((edit(session, "T[GN].days", 60),)))
    assert session.not_run() == frozenset()


def test_without_the_fault_the_same_rule_passes() -> None:
    session = opened(FAULTY, T_GN__a=1, T_GN__days=70)
    assert session.not_run() == frozenset()
    assert outcome(session, "F", "GN") is Outcome.PASSED


def test_a_rule_behind_a_calculation_that_stops_could_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> float:
        raise OverflowError

    monkeypatch.setattr(column_functions, "round_ratio", stop)
    monkeypatch.setattr(scalar_functions, "round_ratio", stop)
    rules = {"S": Check("T", "share < 50"), "G": Check("T", "a < 100")}
    session = opened(rules, T_GN__a=100, T_GN__all=1)
    assert {rule for rule, _ in session.not_run()} == {"S"}
    assert list(session.failed()) == [("G", ("GN",))]
    assert outcome(session, "S", "GN") is Outcome.COULD_NOT_RUN
    session.apply(Changes((edit(session, "T[GN].a", 1),)))
    assert {rule for rule, _ in session.not_run()} == {"S"}
    assert list(session.failed()) == []


def test_of_rules_of_one_shape_each_fails_where_its_own_field_does() -> None:
    shape = {f"M_{field}": Check("T", f"{field} < 10") for field in ("a", "b", "c", "all")}
    session = opened(shape, T_GN__a=10, T_GN__b=9, T_ML__c=10, T_ML__all=10)
    assert list(session.failed()) == [("M_a", ("GN",)), ("M_all", ("ML",)), ("M_c", ("ML",))]


def test_more_conditions_than_a_byte_holds_are_counted() -> None:
    conditions = ",".join(["gate"] * 270)
    session = opened({"C": Check("B", f"number({conditions}) != 270")}, B_GN__gate="Y", B_ML__gate="N")
    assert list(session.failed()) == [("C", ("GN",))]
