"""Answers of an earlier edition under a later one: nothing is lost without a line, and two steps are as good as one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.answers.facts import cells_of, read_rows, write_facts
from readmission.answers.migration import Fate, Migrated, migrate
from readmission.answers.model import Cell, Place, Reason
from readmission.answers.records import FactRow
from readmission.form.model import Form
from readmission.form.problems import FormRefused
from readmission.form.reader import read_form

HEAD = """\
form:
  id: small
  edition: "{edition}"
  title: A small form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
codelists:
  CL_COUNTRY: {{label: Country, codes: {{GN: Guinea, ML: Mali}}}}
  CL_STATE: {{label: State, codes: {{BE: Belgium}}}}
  CL_CMT: {{label: Why, codes: {{OK: checked}}}}
  CL_WHY: {{label: Reason, codes: {{{why}}}}}
tables:
"""
FIRST = (
    HEAD.format(edition="N", why="A: a, B: b, C: c")
    + """\
  T:
    label: Numbers
    shape: grid
    by: {country: CL_COUNTRY}
    fields:
      KEPT: {type: count, label: k}
      OLD: {type: count, label: o}
      X: {type: count, label: x}
      Y: {type: count, label: y}
      Z: {type: count, label: z}
      EUR: {type: decimal, places: 2, label: e}
      GONE: {type: text, label: g}
      BOTH: {type: code, codelist: CL_WHY, label: b}
  REASONS:
    label: Reasons
    shape: grid
    by: {country: CL_COUNTRY, why: CL_WHY}
    fields:
      N: {type: count, label: n}
"""
)
SECOND = (
    HEAD.format(edition="N1", why="AB: a or b, C: c")
    + """\
  T:
    label: Numbers
    shape: grid
    by: {country: CL_COUNTRY}
    fields:
      KEPT: {type: count, label: k}
      MIDDLE: {type: count, label: o}
      XY: {type: count, label: xy}
      Z: {type: count, label: z}
      KEUR: {type: decimal, places: 5, label: e}
      ONE: {type: code, codelist: CL_WHY, label: b}
      TWO: {type: code, codelist: CL_WHY, label: b}
  REASONS:
    label: Reasons
    shape: grid
    by: {country: CL_COUNTRY, why: CL_WHY}
    fields:
      N: {type: count, label: n}
"""
)
TO_SECOND = """\
migrations:
  N:
    TO
    changes:
      - {change: renamed, source: T.OLD, target: T.MIDDLE, why: A clearer name.}
      - {change: merged, source: [T.X, T.Y], target: T.XY, why: They are never told apart.}
      - {change: unit, source: T.EUR, target: T.KEUR, factor: 0.001, why: In thousands now.}
      - {change: retired, source: T.GONE, why: Nobody read it.}
      - {change: split, source: T.BOTH, target: [T.ONE, T.TWO], why: Two questions in one.}
      - {change: code, source: [CL_WHY.A, CL_WHY.B], target: CL_WHY.AB, why: One reason.}
"""
THIRD = (
    HEAD.format(edition="N2", why="AB: a or b, D: d")
    + """\
  U:
    label: Numbers
    shape: grid
    by: {country: CL_COUNTRY}
    fields:
      KEPT: {type: count, label: k}
      LAST: {type: count, label: o}
      ALL: {type: count, label: xyz}
      KEUR: {type: decimal, places: 5, label: e}
      ONE: {type: code, codelist: CL_WHY, label: b}
      FRESH: {type: text, label: f}
  REASONS:
    label: Reasons
    shape: grid
    by: {country: CL_COUNTRY, why: CL_WHY}
    fields:
      N: {type: count, label: n}
"""
)
TO_THIRD = """\
  N1:
    changes:
      - {change: renamed, source: T, target: U, why: A new table.}
      - {change: renamed, source: T.MIDDLE, target: U.LAST, why: A better name.}
      - {change: merged, source: [T.XY, T.Z], target: U.ALL, why: One number is enough.}
      - {change: retired, source: T.TWO, why: It said the same.}
      - {change: code, source: CL_WHY.C, target: CL_WHY.D, why: Another letter.}
      - {change: new, target: U.FRESH, why: Asked for by the ministries.}
"""


def form(*parts: str) -> Form:
    return read_form({"form.yaml": "".join(parts).encode()})


# A table that uses the countries, without which no form can be read.
USED = "  U: {label: u, shape: grid, by: {country: CL_COUNTRY}, fields: {N: {type: count, label: n}}}\n"
FIRST_FORM = form(FIRST)
SECOND_FORM = form(SECOND, TO_SECOND.replace("    TO\n", ""))
THIRD_FORM = form(THIRD, TO_SECOND.replace("TO", "to: N1"), TO_THIRD)
WHOLE: dict[str, int | str] = {"KEPT": 1, "OLD": 2, "X": 3, "Y": 4, "Z": 5, "EUR": 12345, "GONE": "nothing", "BOTH": "B"}


def rows(cells: dict[Place, Cell], of: Form) -> list[FactRow]:
    return read_rows(write_facts(cells, of))


def moved(cells: dict[Place, Cell], source: Form, target: Form) -> Migrated:
    way = target.way_from(source.edition)
    assert way is not None
    return migrate(rows(cells, source), way, target)


def whole() -> dict[Place, Cell]:
    return {Place("T", ("GN",), name): Cell(value) for name, value in WHOLE.items()}


def test_each_kind_of_change_does_what_it_says() -> None:
    found = {str(place): cell.value for place, cell in moved(whole(), FIRST_FORM, SECOND_FORM).cells.items()}
    assert found == {
        "T[GN].KEPT": 1,
        "T[GN].MIDDLE": 2,
        "T[GN].XY": 7,
        "T[GN].Z": 5,
        "T[GN].KEUR": 12345,
        "T[GN].ONE": "AB",
        "T[GN].TWO": "AB",
    }


def test_every_answer_has_a_line_that_says_what_became_of_it() -> None:
    migrated = moved(whole(), FIRST_FORM, SECOND_FORM)
    assert {line.source for line in migrated.lines} == {str(place) for place in whole()}
    assert {line.fate for line in migrated.lines if line.fate.lost} == {Fate.RETIRED}
    (gone,) = [line for line in migrated.lines if line.fate is Fate.RETIRED]
    assert (gone.value, gone.why) == ("nothing", "Nobody read it.")


def test_rows_whose_codes_became_one_are_added_up() -> None:
    cells = {Place("REASONS", ("GN", why), "N"): Cell(number) for why, number in (("A", 3), ("B", 4), ("C", 5))}
    found = moved(cells, FIRST_FORM, SECOND_FORM).cells
    assert {place.key[1]: cell.value for place, cell in found.items()} == {"AB": 7, "C": 5}


def test_rows_that_became_one_need_every_part_of_a_merged_number_in_each() -> None:
    fields = "{X: {type: count, label: x}, Y: {type: count, label: y}}"
    table = "  R: {label: r, shape: grid, by: {why: CL_WHY}, fields: FIELDS}\n"
    old = form(HEAD.format(edition="N", why="A: a, B: b"), table.replace("FIELDS", fields), USED)
    new = form(
        HEAD.format(edition="N1", why="AB: ab"),
        table.replace("FIELDS", "{XY: {type: count, label: xy}}"),
        USED,
        "migrations:\n  N:\n    changes:\n"
        "      - {change: merged, source: [R.X, R.Y], target: R.XY, why: w}\n"
        "      - {change: code, source: [CL_WHY.A, CL_WHY.B], target: CL_WHY.AB, why: w}\n",
    )
    cells = {Place("R", (why,), name): Cell(1) for why in "AB" for name in "XY"}
    assert moved(cells, old, new).cells == {Place("R", ("AB",), "XY"): Cell(4)}
    del cells[Place("R", ("B",), "Y")]
    migrated = moved(cells, old, new)
    assert migrated.cells == {}
    assert {line.fate for line in migrated.lines} == {Fate.INCOMPLETE}


@pytest.mark.parametrize(
    ("other", "fate", "value"),
    [
        (Cell(4), Fate.MERGED, 7),
        (Cell(reason=Reason.NOT_APPLICABLE), Fate.MERGED, 3),
        (Cell(reason=Reason.NOT_COLLECTED), Fate.INCOMPLETE, None),
        (None, Fate.INCOMPLETE, None),
    ],
)
def test_a_merged_number_needs_every_part(other: Cell | None, fate: Fate, value: int | None) -> None:
    cells = {Place("T", ("GN",), "X"): Cell(3)} | ({Place("T", ("GN",), "Y"): other} if other else {})
    migrated = moved(cells, FIRST_FORM, SECOND_FORM)
    assert {line.fate for line in migrated.lines} == {fate}
    assert migrated.cells.get(Place("T", ("GN",), "XY"), Cell()).value == value


def test_a_number_that_the_new_unit_cannot_hold_is_told_and_not_rounded() -> None:
    to_whole = TO_SECOND.replace("    TO\n", "").replace("0.001", "0.1")
    coarse = form(SECOND.replace("KEUR: {type: decimal, places: 5, label: e}", "KEUR: {type: count, label: e}"), to_whole)
    migrated = moved({Place("T", ("GN",), "EUR"): Cell(12345)}, FIRST_FORM, coarse)
    assert [line.fate for line in migrated.lines] == [Fate.INEXACT]
    assert migrated.cells == {}


def test_an_edition_without_a_way_has_none() -> None:
    assert THIRD_FORM.way_from("M") is None
    assert THIRD_FORM.way_from("N2") == ()


counts = st.integers(0, 10**6).map(Cell) | st.sampled_from(
    [Cell(reason=Reason.NOT_APPLICABLE), Cell(reason=Reason.NOT_COLLECTED)]
)
answers_of_first = st.dictionaries(
    st.sampled_from([Place("T", (country,), name) for country in ("GN", "ML") for name in ("KEPT", "OLD", "X", "Y", "Z", "EUR")])
    | st.sampled_from([Place("REASONS", (country, why), "N") for country in ("GN", "ML") for why in ("A", "B", "C")]),
    counts,
)


@given(answers_of_first, st.dictionaries(st.sampled_from([Place("T", ("GN",), "BOTH")]), st.sampled_from("ABC").map(Cell)))
def test_two_steps_are_as_good_as_one(numbers: dict[Place, Cell], codes: dict[Place, Cell]) -> None:
    cells = numbers | codes
    between = moved(cells, FIRST_FORM, SECOND_FORM).cells
    assert moved(between, SECOND_FORM, THIRD_FORM).cells == moved(cells, FIRST_FORM, THIRD_FORM).cells


@given(answers_of_first)
def test_nothing_is_dropped_without_a_line(cells: dict[Place, Cell]) -> None:
    migrated = moved(cells, FIRST_FORM, THIRD_FORM)
    assert {line.source for line in migrated.lines} == {str(place) for place in cells}
    assert {line.target for line in migrated.lines if not line.fate.lost} == {str(place) for place in migrated.cells}


@given(answers_of_first)
def test_the_same_edition_keeps_everything(cells: dict[Place, Cell]) -> None:
    migrated = moved(cells, FIRST_FORM, FIRST_FORM)
    assert migrated.cells == cells_of(rows(cells, FIRST_FORM), FIRST_FORM)
    assert all(line.fate is Fate.KEPT for line in migrated.lines)


def test_a_factor_is_exact() -> None:
    assert [change.factor for change in SECOND_FORM.migrations[0].changes if change.factor] == [Decimal("0.001")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "{change: renamed, source: T.OLD, target: T.MIDLE, why: w}",
            "“T.MIDLE” is not in this edition; did you mean “T.MIDDLE”?",
        ),
        ("{change: renamed, source: T.KEPT, target: T.MIDDLE, why: w}", "“T.KEPT” is still in this edition"),
        ("{change: renamed, source: T, target: T.XY, why: w}", "A table becomes a table"),
        ("{change: retired, source: T.OLD, target: T.XY, why: w}", "A change “retired” has no target."),
        ("{change: split, source: [T.A, T.B], target: T.XY, why: w}", "A change “split” has one source."),
        ("{change: unit, source: T.EUR, target: T.KEUR, why: w}", "A change of unit, and only that, has a factor."),
        ("{change: merged, source: [T.A, T.B], target: T.ONE, why: w}", "which cannot be added up or converted"),
        (
            "{change: code, source: CL_WHY.A, target: CL_WHY.BA, why: w}",
            "“CL_WHY.BA” is not in this edition; did you mean “CL_WHY.AB”?",
        ),
        ("{change: new, target: T.FRESH, why: w}", "“T.FRESH” is not in this edition"),
        ("{change: moved, source: T.OLD, target: T.MIDDLE, why: w}", "“moved” is none of"),
    ],
)
def test_a_wrong_change_is_told_to_its_author(change: str, sentence: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form(SECOND, f"migrations:\n  N:\n    changes:\n      - {change}\n")
    assert any(sentence in problem.text for problem in refused.value.problems), refused.value.problems
