"""What the officer is proposed before filling in: from published figures and last year, with thresholds of the form."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission import assets
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place
from readmission.checks.comparisons import closing_stocks
from readmission.tasks.fill import Filling
from readmission.tasks.sorting import FULL_FROM, Known, Meaning, NotSorted, Size, propose, sort_countries
from ui.rehearsed import Begun, begin, courier

MEANING = Meaning("N", "Y", ("P",))
FULL = 50

CASES = {
    "a published zero proposes no cases": (Known((0, 0), ()), Size.NONE, "N"),
    "a few persons propose few cases": (Known((45, 0), ()), Size.FEW, "Y"),
    "the threshold itself is a full dossier": (Known((50, None), ()), Size.FULL, "Y"),
    "cases that are still open speak against a published zero": (Known((0, 0), (3,)), Size.FEW, "Y"),
    "many open cases make a full dossier": (Known((0, 0), (80,)), Size.FULL, "Y"),
    "what was not pursued last year is proposed again": (Known((900, 10), (80,), "P"), Size.APART, "P"),
    "cases of last year alone propose nothing": (Known((None, None), (), "Y"), Size.UNKNOWN, ""),
    "without any figure nothing is proposed": (Known((None, None), (None,)), Size.UNKNOWN, ""),
    "one figure that is not published does not hide the other": (Known((None, 60), ()), Size.FULL, "Y"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_proposal(case: str) -> None:
    known, size, answer = CASES[case]
    found = propose(known, MEANING, FULL)
    assert (found.size, found.answer) == (size, answer)


FIGURES = st.one_of(st.none(), st.integers(0, 10_000))


@given(st.tuples(FIGURES, FIGURES), st.tuples(FIGURES), st.sampled_from(["", "Y", "N"]), st.integers(1, 200))
def test_no_cases_are_proposed_only_where_every_figure_is_zero(
    published: tuple[int | None, int | None], stocks: tuple[int | None], last: str, full: int
) -> None:
    found = propose(Known(published, stocks, last), MEANING, full)
    known = [figure for figure in (*published, *stocks) if figure is not None]
    assert (found.size is Size.NONE) == (bool(known) and not any(known))
    assert (found.size is Size.FULL) == any(figure >= full for figure in known)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    delivered = courier(tmp_path_factory.mktemp("courier"), scope_threshold=600)
    return begin(delivered, tmp_path_factory.mktemp("declared") / "BE", "anna")


@pytest.fixture
def filling(begun: Begun) -> Iterator[Filling]:
    # Nothing is entered, so that all may read the same one.
    with begun.open("anna") as opened:
        yield opened


def test_the_published_form_says_by_what_to_sort(filling: Filling) -> None:
    found = sort_countries(filling)
    assert found.question == ("B", "B0_01")
    assert found.meaning == MEANING
    assert found.published == (("E", "E_RD"), ("E", "E_RT"))
    assert [line.country for line in found.lines] == list(filling.round.countries)
    assert {line.proposal.size for line in found.lines} == {Size.FULL}
    assert ("T03", "REQ_OUT") in closing_stocks(filling.form)


def test_a_round_sets_another_threshold(filling: Filling) -> None:
    filling.round = replace(filling.round, parameters={**filling.round.parameters, FULL_FROM: 1_000_000})
    assert {line.proposal.size for line in sort_countries(filling).lines} == {Size.FEW}


def test_open_cases_of_last_year_are_shown_and_weigh(filling: Filling) -> None:
    first, second = filling.round.countries[:2]
    cells = {
        Place("B", (first,), "B0_01"): Cell(value="P"),
        Place("T03", (second,), "REQ_OUT"): Cell(value=12),
        Place("T01", (second,), "RD_PERS"): Cell(value=31),
    }
    filling.last = Answers.of(cells, filling.form.lists)
    assert filling.reference is not None
    for name in ("E_RD", "E_RT"):
        filling.reference.cells[Place("E", (second,), name)] = Cell(value=0)
    lines = {line.country: line for line in sort_countries(filling).lines}
    assert lines[first].proposal.size is Size.APART
    assert lines[second].proposal == type(lines[second].proposal)(Size.FEW, "Y", 12)
    assert 31 in lines[second].before


def test_a_form_without_the_threshold_says_so(filling: Filling) -> None:
    parameters = {name: each for name, each in filling.form.parameters.items() if name != FULL_FROM}
    filling.form = replace(filling.form, parameters=parameters)
    with pytest.raises(NotSorted, match=FULL_FROM):
        sort_countries(filling)


def test_every_edition_names_the_threshold() -> None:
    for edition in ("2025", "2026"):
        assert FULL_FROM in (assets.forms() / edition / "form.yaml").read_text(encoding="utf-8")
