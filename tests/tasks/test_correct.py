"""A correction request goes from the Commission to one declaration, opens at its cells, and is answered by editing them."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from readmission.answers.model import Cell, Place
from readmission.errors import BundleError
from readmission.store.state import State
from readmission.tasks.correct import NoBundle, Request, RequestRefused, correct
from readmission.tasks.files import FileTaken
from readmission.tasks.keys import kit_anchors
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import Assessing, open_assessment
from readmission.tasks.open_desk import open_desk
from readmission.tasks.receive import Desk
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import PASSWORD, opener
from readmission.tasks.reply import correction_requests, open_received

pytestmark = pytest.mark.xdist_group("rehearsal")

ROUND = "rehearsal-2016"
SOON = datetime.now(UTC).date() + timedelta(days=14)


@pytest.fixture
def desk(rehearsal: Rehearsal) -> Desk:
    stage = rehearsal.stage
    return open_desk(stage.kit("BE"), stage.desk_keys, stage.receiving, opener())


def assessment(rehearsal: Rehearsal) -> Assessing:
    return open_assessment(rehearsal.stage.assessment, kit_anchors(rehearsal.stage.kit("BE")), opener())


def test_a_request_leads_to_its_cells_and_an_edit_answers_it(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "BE.reply"
    with assessment(rehearsal) as assessing:
        country = assessing.latest(ROUND)[1].countries[0]
        places = (Place.parse(f"T01[{country}].RD"), Place.parse("A.A1_02"))
        asked = [Request(places[:1], "Please check the figure."), Request(places[1:], "Which authority?")]
        done = correct(assessing, desk, target, state="BE", round_id=ROUND, requests=asked, deadline=SOON)
        assert (done.state, done.requests) == ("BE", 2)
        with pytest.raises(FileTaken):
            correct(assessing, desk, target, state="BE", round_id=ROUND, requests=asked, deadline=SOON)
    # A copy, so that other tests find the rehearsal as it was.
    folder = tmp_path / "declaration"
    shutil.copytree(rehearsal.stage.declaration("BE", 2016), folder)
    with open_filling(folder, slot=OFFICER_SLOT, password=PASSWORD) as filling:
        open_received(filling, target)
        assert filling.declaration.state is State.CORRECTION_REQUESTED
        head = filling.declaration.head
        open_received(filling, target)
        assert filling.declaration.head == head
        first, second = correction_requests(filling)
        assert (first.places, first.text, first.deadline) == (places[:1], "Please check the figure.", SOON.isoformat())
        assert not first.changed
        filling.enter({places[1]: Cell(value="Another authority")}, why="correction")
        assert filling.declaration.state is State.FILLING
        first, second = correction_requests(filling)
        assert (first.changed, second.changed) == (frozenset(), frozenset(places[1:]))
    # Sealed for this declaration alone.
    other = tmp_path / "other"
    shutil.copytree(rehearsal.stage.declaration("DE", 2016), other)
    with open_filling(other, slot=OFFICER_SLOT, password=PASSWORD) as filling, pytest.raises(BundleError):
        open_received(filling, target)


def test_what_cannot_be_corrected_is_not_asked_for(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "BE.reply"

    def ask(*requests: Request, state: str = "BE", deadline: date = SOON) -> None:
        with assessment(rehearsal) as assessing:
            correct(assessing, desk, target, state=state, round_id=ROUND, requests=requests, deadline=deadline)

    good = Request((Place.parse("A.A1_02"),), "Why?")
    with pytest.raises(NoBundle):
        ask(good, state="FR")
    with pytest.raises(RequestRefused):
        ask()
    with pytest.raises(RequestRefused):
        ask(good, deadline=date(2020, 1, 1))
    for place in ("A.NOT_THERE", "T99[GN].RD", "T01[QQ].RD", "T01.RD"):
        with pytest.raises(RequestRefused):
            ask(Request((Place.parse(place),), "Why?"))
    with pytest.raises(RequestRefused):
        ask(Request((Place.parse("A.A1_02"),), " "))
    assert not target.exists()
