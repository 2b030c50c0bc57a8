"""After any sequence of steps a session is what a fresh one over the same answers is."""

import random
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.small_form import COUNTRIES, TABLES, Check, answers, edit, form_of, opened, parsed, round_of
from readmission.answers.changes import Answers, Changes, Edit, RowChange
from readmission.answers.model import BLANK, Cell, Key, Place, Reason
from readmission.engine import recheck, unit
from readmission.engine.program import Delta, Engine, Session
from readmission.form.model import Field, FieldType, Origin, Table

RULES: Final = {
    "W1": Check("T", "all == a + b + c"),
    "W2": Check("T", "parts <= all", when="given(a)"),
    "W3": Check("T", "near(days, a / 2, swing)"),
    "W4": Check("T", "share < 50 or gated > 2"),
    "X1": Check("B", "sum(Q.n) <= T.all"),
    "X2": Check("B", "count(Q.chosen) > 1", when='rating > "2"'),
    "X3": Check("B", "any(Q.grade == rating) or why == last(why) or length(why) > 3"),
    "X4": Check("N", "total == sum(T.a) + rest"),
    "X5": Check("T", "a <= N.total"),
    "X6": Check("Q", 'n <= T.a and (grade != "1" or missing(n))', where='stage != "TD"'),
    "X7": Check("T", "mean(Q.n, missing='skip') < 20"),
    "X8": Check("N", "sum(Q.n, where=B.gate) < 40 and all(T.a < 40)"),
    "L1": Check("R", "amount <= T.a", when='kind == "EURA"'),
    "L2": Check("B", "count(R) > 0 or not gate"),
    "L3": Check("R", "start <= B.since or given(title)"),
    "L4": Check("B", "sum(R.amount, where=R.kind == 'EURA') < 30"),
    "L5": Check("B", "last(count(R)) <= count(R)"),
    "L6": Check("R", "amount >= last(amount)"),
    "Y1": Check("T", "near(a, last(a), 10) or missing(a)"),
    "Y2": Check("T", "last(parts) < parts"),
    "E1": Check("T", "near(a, E.e, 5)"),
    "E2": Check("N", "near(sum(T.a), sum(E.e), 20)"),
    "F1": Check("N", 'matches(mail, "[a-z]+@[a-z.]+")'),
    "F2": Check("T", 'flagged(a, "B") or a < 20'),
    "F3": Check("T", "number(x > 3 for x in (a, b, c, all)) < 3"),
    "F4": Check("T", "number(missing(x) or x > last(x) for x in (a, b, c, all, gated)) < 4"),
    # Rules of one shape, which a whole pass works out together.
    **{f"M_{x}": Check("T", f"{x} > 2 or flagged({x}, 'B')", when=f"given({x}) and B.gate") for x in ("a", "b", "c", "gated")},
    **{f"N_{x}": Check("T", f"near({x}, last({x}), swing) or {x} / N.total < 2") for x in ("a", "b", "c", "all")},
}
ENGINE: Final = Engine(form_of(RULES), round_of())
WATCHED: Final = tuple(
    parsed(source, table)
    for table, source in {
        "T": "parts + gated",
        "B": "sum(Q.n, missing='skip') + count(R)",
        "N": "max(T.share) + 1",
        "R": "last(amount) + amount",
        "Q": "n / T.a",
    }.items()
)
_VALUES: Final[dict[FieldType, st.SearchStrategy[Any]]] = {
    FieldType.COUNT: st.sampled_from([0, 1, 2, 3, 5, 8, 13, 21, 40]),
    FieldType.DECIMAL: st.integers(0, 99),
    FieldType.YES_NO: st.sampled_from(["Y", "N"]),
    FieldType.TEXT: st.sampled_from(["a", "abcd", "x@y.z", "1"]),
    FieldType.DATE: st.sampled_from(["2024-01-01", "2025-06-30", "2020-02-29"]),
}
_CODES: Final = {"CL_QUAL": ["1", "2", "3", "5", "8"], "CL_KIND": ["EURA", "ARR"]}


def _cells(field: Field) -> st.SearchStrategy[Cell]:
    values = st.sampled_from(_CODES[field.codelist]) if field.codelist else _VALUES[field.type]
    valued = st.builds(lambda value, flags: Cell(value=value, flags=flags), values, st.sampled_from(["", "", "B"]))
    return st.one_of(
        valued, valued, valued, st.sampled_from(list(Reason)).map(lambda reason: Cell(reason=reason)), st.just(BLANK)
    )


def _keys(table: Table) -> list[Key]:
    parts = {"country": COUNTRIES, "stage": ("ID", "TD", "CH"), "row": ("r1", "r2", "r3")}
    return list(product(*(parts[one.id] for one in table.dimensions)))


_EDITS: Final = {
    origin: st.one_of(
        *(
            st.tuples(st.just(Place(table.id, key, field.id)), _cells(field))
            for table in TABLES
            if table.origin is origin
            for key in _keys(table)
            for field in table.fields
        )
    )
    for origin in (Origin.MINISTRY, Origin.REFERENCE)
}


def _dense(seed: int, origin: Origin, filled: float = 0.93) -> Answers:
    """Answers in which most sums are known and most rules decided, so that a forgotten step shows."""
    chance = random.Random(seed)
    found = {}
    for table in (one for one in TABLES if one.origin is origin):
        for place in (Place(table.id, key, field.id) for key in _keys(table) for field in table.fields):
            field = table.by_id[place.field]
            if chance.random() < filled and not (table.is_list and place.key[-1] == "r3"):
                reason = chance.random() > 0.85
                found[place] = (
                    Cell(reason=chance.choice([Reason.NOT_APPLICABLE, Reason.DO_NOT_KNOW])) if reason else _value(field, chance)
                )
    return Answers.of(found, frozenset({"R"}))


def _value(field: Field, chance: random.Random) -> Cell:
    values: dict[FieldType, list[Any]] = {
        FieldType.COUNT: [0, 1, 2, 3, 5, 8, 13, 21, 40],
        FieldType.DECIMAL: [0, 5, 25, 99],
        FieldType.YES_NO: ["Y", "Y", "N"],
        FieldType.TEXT: ["a", "abcd", "x@y.z"],
        FieldType.DATE: ["2024-01-01", "2025-06-30"],
    }
    return Cell(
        value=chance.choice(_CODES[field.codelist] if field.codelist else values[field.type]), flags=chance.choice(["", "B"])
    )


_ROWS: Final = st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(["r1", "r2", "r3"]), st.booleans())
_ONE: Final = _EDITS[Origin.MINISTRY].map(lambda one: [one])
STEPS: Final = st.lists(st.one_of(_ONE, _ONE, st.lists(_EDITS[Origin.MINISTRY], max_size=8), _ROWS), min_size=10, max_size=25)


def step_of(session: Session, step: Any) -> Changes:
    """The changes of a drawn step; a row that goes takes its cells along, edits outside of a list's rows are left out."""
    if isinstance(step, tuple):
        country, row, added = step
        key = (country, row)
        if added is session.has_row("R", key):
            return Changes()
        gone = (
            ()
            if added
            else tuple(
                Edit(place, cell, BLANK)
                for place, cell in session.answers.cells.items()
                if place.table == "R" and place.key == key
            )
        )
        return Changes(gone, (RowChange("R", key, added),))
    cells = {place: cell for place, cell in step if place.table != "R" or session.has_row("R", place.key)}
    return Changes(tuple(Edit(place, session.answers.cell(place), cell) for place, cell in cells.items()))


def seen(session: Session) -> dict[str, Any]:
    """Everything that can be asked of a session."""
    places = [Place(table.id, key, field.id) for table in TABLES for key in session.rows(table.id) for field in table.fields]
    return {
        "failed": list(session.failed()),
        "outcomes": {(rule, key): session.outcome(rule, key) for rule in RULES for key in session.rows(RULES[rule].table)},
        "values": {place: session.value(place) for place in places},
        "relevant": {place: (session.relevant(place), session.expected(place)) for place in places},
        "tally": {(place.table, place.key): session.tally(place.table, place.key) for place in places},
        "watched": [session.evaluate(expression) for expression in WATCHED],
    }


def told(before: dict[str, Any], after: dict[str, Any], delta: Delta) -> None:
    """What a delta says is the difference between two states."""
    failed, fails = set(before["failed"]), set(after["failed"])
    assert delta.failed == fails - failed
    assert delta.passed == failed - fails
    assert delta.again <= fails & failed
    changed = {
        place
        for place in before["relevant"].keys() & after["relevant"].keys()
        if before["relevant"][place] != after["relevant"][place]
    }
    assert changed <= delta.relevance
    computed = {
        place
        for place in before["values"].keys() & after["values"].keys()
        if place.field in ("parts", "share", "given") and before["values"][place] != after["values"][place]
    }
    assert computed <= delta.computed


def follow(session: Session, steps: list[Any], last: Answers | None, reference: Answers | None) -> None:
    """Take the steps one by one; after each the session is what a fresh one is, and the delta is the difference."""
    state = seen(session)
    for step in steps:
        delta = session.apply(step_of(session, step))
        state, stood = seen(session), state
        told(stood, state, delta)
        kept = Answers(dict(session.answers.cells), {"R": dict(session.answers.rows.get("R", {}))})
        assert state == seen(ENGINE.open(kept, last=last, reference=reference))


SEEDS: Final = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(STEPS, SEEDS, st.none() | SEEDS, st.none() | SEEDS)
def test_any_sequence_of_steps_ends_where_a_fresh_start_ends(
    steps: list[Any], start: int, last: int | None, figures: int | None
) -> None:
    before = None if last is None else _dense(last, Origin.MINISTRY)
    reference = None if figures is None else _dense(figures, Origin.REFERENCE)
    follow(ENGINE.open(_dense(start, Origin.MINISTRY), last=before, reference=reference), steps, before, reference)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(STEPS, SEEDS)
def test_the_same_holds_where_an_edit_reaches_many_rows(steps: list[Any], seed: int) -> None:
    last, reference = _dense(seed + 1, Origin.MINISTRY), _dense(seed, Origin.REFERENCE)
    with pytest.MonkeyPatch.context() as patch:
        # From the first row on, rows are worked out together.
        patch.setattr(unit.FieldUnit, "_MANY", 0)
        patch.setattr(unit.GroupUnit, "_MANY", 0)
        patch.setattr(recheck, "_MANY_ROWS", 0)
        follow(ENGINE.open(_dense(seed, Origin.MINISTRY), last=last, reference=reference), steps, last, reference)


@pytest.mark.parametrize("seed", range(4))
def test_a_paste_of_many_cells_ends_where_a_fresh_start_ends(seed: int) -> None:
    pasted = [(place, cell) for place, cell in _dense(seed + 100, Origin.MINISTRY).cells.items()]
    session = ENGINE.open(_dense(seed, Origin.MINISTRY))
    follow(session, [pasted[:80], pasted[80:90], ("GN", "r3", True), pasted], None, None)


def test_a_session_that_misses_an_edit_is_seen() -> None:
    session = opened(RULES, T_GN__a=1, T_GN__all=1)
    session.answers.cells[Place("T", ("GN",), "all")] = Cell(value=5)
    fresh = ENGINE.open(session.answers)
    assert seen(session) != seen(fresh)


def test_an_undone_step_leaves_what_was_before() -> None:
    session = opened(RULES, T_GN__a=1, T_GN__all=1, B_GN__gate="Y")
    before = seen(session)
    changes = Changes(
        (edit(session, "T[GN].a", 30), edit(session, "B[GN].gate", "N")), (RowChange("R", ("GN", "r9"), added=True),)
    )
    delta = session.apply(changes)
    back = session.apply(changes.inverse())
    assert seen(session) == before
    assert (back.failed, back.passed) == (delta.passed, delta.failed)


def test_a_rule_that_still_fails_is_told_to_have_been_run_again() -> None:
    session = opened({"W1": RULES["W1"]}, T_GN__a=1, T_GN__b=0, T_GN__c=0, T_GN__all=5)
    delta = session.apply(Changes((edit(session, "T[GN].all", 6),)))
    assert not delta.failed
    assert not delta.passed
    assert delta.again == {("W1", ("GN",))}


def test_an_edit_elsewhere_runs_nothing_again() -> None:
    session = opened({"W1": RULES["W1"]}, T_GN__a=1, T_GN__b=0, T_GN__c=0, T_GN__all=5)
    delta = session.apply(Changes((edit(session, "T[ML].all", 6), edit(session, "N.mail", "a@b"))))
    assert delta == Delta()


def test_a_cell_outside_of_the_round_is_kept_and_seen_by_no_rule() -> None:
    session = opened(RULES, T_FR__a=1, T_FR__all=9)
    delta = session.apply(Changes((edit(session, "T[FR].a", 2), edit(session, "R[GN/none].amount", 3), edit(session, "Z.z", 1))))
    assert delta == Delta()
    assert session.answers.cell(Place("T", ("FR",), "a")).value == 2
    assert not session.relevant(Place("T", ("FR",), "a"))
    assert session.value(Place("T", ("FR",), "a")) is None


@pytest.mark.parametrize("country", ["GN", "FR"])
def test_rows_of_a_list_stand_in_the_order_in_which_people_added_them(country: str) -> None:
    session = opened(RULES, R_ML_r2__amount=1, R_ML_r1__amount=1)
    session.apply(Changes((), (RowChange("R", (country, "r9"), added=True), RowChange("R", ("ML", "r0"), added=True))))
    first = [(country, "r9")] if country in COUNTRIES else []
    assert session.rows("R") == (*first, ("ML", "r2"), ("ML", "r1"), ("ML", "r0"))


def test_what_is_owed_follows_levels_and_conditions() -> None:
    session = opened(T_GN__a=6, T_GN__b=1, B_GN__rating="3", R_GN_r1__kind="EURA", R_GN_r1__amount=11, R_GN_r2__amount=11)
    owed = {name: session.expected(Place("T", ("GN",), name)) for name in ("a", "c", "gated", "parts", "given")}
    assert owed == {"a": True, "c": True, "gated": False, "parts": False, "given": False}
    assert session.expected(Place("R", ("GN", "r1"), "title"))
    assert not session.expected(Place("R", ("GN", "r2"), "title"))
    # a b c all days, of which a and b are answered; gated is not relevant.
    assert session.tally("T", ("GN",)) == (5, 2, 0, 0)
    session.apply(Changes((edit(session, "T[GN].a", 5),)))
    assert session.tally("T", ("GN",)) == (4, 2, 1, 0)
    session.apply(Changes((edit(session, "B[GN].rating", Reason.DO_NOT_KNOW),)))
    assert session.tally("T", ("GN",)) == (0, 0, 5, 2)


def test_values_are_given_back_as_they_were_entered() -> None:
    entered: dict[str, object] = {
        "B_GN__since": "2024-02-29",
        "B_GN__gate": "Y",
        "B_GN__rating": "1",
        "B_GN__why": "abc",
        "T_GN__days": 25,
    }
    session = Engine(form_of(), round_of()).open(answers(**entered))
    for place, cell in session.answers.cells.items():
        assert session.value(place) == cell.value
    assert session.value(Place("T", ("GN",), "parts")) is None
    session.apply(
        Changes((edit(session, "T[GN].a", 3), edit(session, "T[GN].all", 9), edit(session, "T[GN].b", Reason.NOT_APPLICABLE)))
    )
    assert session.value(Place("T", ("GN",), "parts")) is None
    session.apply(Changes((edit(session, "T[GN].gated", 0),)))
    assert session.value(Place("T", ("GN",), "parts")) == 3
    assert session.value(Place("T", ("GN",), "share")) == 333
