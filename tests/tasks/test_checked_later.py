"""An opened declaration shows its answers before its rules have run, and says of rules what it would have said at once."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from made_declaration import KEY, made_declaration
from readmission import assets
from readmission.answers.facts import FactsRefused, write_facts
from readmission.answers.model import Cell, Place
from readmission.checks.checker import Checker
from readmission.engine.program import Engine
from readmission.form.reader import form_files, read_form
from readmission.store.declaration import open_declaration
from readmission.tasks.fill import Filling
from readmission.texts import Language

LAST_YEAR = {"T01[GN].RD": 900, "T01[GN].RD_M": 900, "T01[ML].RD": 10}
ANSWERS = {"T01[GN].RD": 40, "T01[GN].RD_M": 30, "T01[GN].RD_F": 30, "T01[ML].RD": 300}


def cells(values: dict[str, int]) -> dict[Place, Cell]:
    return {Place.parse(name): Cell(value=value) for name, value in values.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("declared") / "BE"
    form = read_form(form_files(assets.forms() / "2026"))
    with made_declaration(where, last=write_facts(cells(LAST_YEAR), form)) as made:
        made.enter(cells(ANSWERS))
    return where


@pytest.fixture
def filling(folder: Path) -> Iterator[Filling]:
    with Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language()) as opened:
        yield opened


def checked_at_once(filling: Filling) -> Checker:
    """The checks of the same answers by a session that knows everything from its beginning."""
    session = Engine(filling.form, filling.round).open(filling.answers, filling.last, filling.reference)
    return Checker(filling.form, filling.round, session)


def asked(filling: Filling) -> list[tuple[str, bool, object]]:
    session = filling.at_hand.session
    places = (
        Place(table.id, key, field.id)
        for table in filling.form.tables.values()
        for key in session.rows(table.id)
        for field in table.fields
    )
    return [(str(place), session.relevant(place), session.value(place)) for place in places]


def test_what_is_answered_asked_and_computed_is_known_before_anything_is_checked(filling: Filling) -> None:
    checked = [filling.checked]
    before = asked(filling)
    checked.append(filling.checked)
    assert filling.findings()
    checked.append(filling.checked)
    assert checked == [False, False, True]
    assert asked(filling) == before


def test_the_findings_are_those_of_a_session_that_knew_everything_at_once(filling: Filling) -> None:
    found = filling.all_findings()
    assert found == checked_at_once(filling).all_findings()
    # A control: without last year the rule that compares with it finds nothing.
    assert "Y01.RD" in {finding.rule for finding in found}
    without = Engine(filling.form, filling.round).open(filling.answers, None, filling.reference)
    assert "Y01.RD" not in {finding.rule for finding in Checker(filling.form, filling.round, without).all_findings()}


@pytest.mark.parametrize("pieces", [0, 1, 2, 5])
def test_whoever_asks_in_the_middle_of_the_checks_has_them_all(filling: Filling, pieces: int) -> None:
    work = filling.check()
    assert len(list(islice(work, pieces))) == pieces
    assert not filling.checked
    assert filling.findings() == checked_at_once(filling).findings()
    assert list(work) == []
    assert list(filling.check()) == []


def test_an_answer_that_is_given_before_the_checks_is_checked_like_one_given_after(folder: Path) -> None:
    steps = []
    for first in (False, True):
        with Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language()) as filling:
            if first:
                filling.findings()
            step = filling.enter(cells({"T01[GN].RD": 60}))
            steps.append((step.changes, set(step.added), set(step.removed), step.reached, filling.findings()))
            filling.undo()
    assert steps[0] == steps[1]
    assert steps[0][2]


def test_checks_that_stop_with_an_error_stop_with_it_whenever_they_are_asked_for(tmp_path: Path) -> None:
    with made_declaration(tmp_path / "BE", last=b"no facts\n") as filling:
        assert filling.answers.cells == {}
        for _turn in range(2):
            with pytest.raises(FactsRefused):
                filling.findings()
        with pytest.raises(FactsRefused):
            filling.enter(cells({"T01[GN].RD": 60}))
        # What cannot be checked is not stored either.
        assert filling.answers.cells == {}
        assert filling.declaration.answers().cells == {}
