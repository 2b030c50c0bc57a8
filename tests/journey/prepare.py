"""What surrounds a ministry's journey: the Commission with its round, the ministry's kit and keys, and a colleague with a workbook.

`prepare.py FOLDER` makes everything before the journey; `prepare.py FOLDER receive BUNDLE` lets the Commission receive, answer with a
receipt, and ask for a correction.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from readmission import assets
from readmission.answers.model import Place
from readmission.form.reader import form_files, read_form
from readmission.tasks.answers_workbook import write_answers_workbook
from readmission.tasks.correct import Request, correct
from readmission.tasks.keys import kit_anchors
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import create_assessment, open_assessment
from readmission.tasks.open_desk import open_desk
from readmission.tasks.receive import receive
from readmission.tasks.rehearsal.commission import Commission
from readmission.tasks.rehearsal.invention import read_invention
from readmission.tasks.rehearsal.ministry import Ministry
from readmission.tasks.rehearsal.stage import PASSWORD, Stage, round_id
from ui.rehearsed import complete

STATE = "BE"
YEAR = 2016
FORM = assets.forms() / "2025"


def prepare(stage: Stage) -> None:
    """Make the round, the keys, the assessment, and the workbook of a colleague."""
    invention = read_invention(assets.forms() / "rehearsal" / "2025.yaml")
    commission = Commission(stage, invention, lambda _year: FORM)
    form = read_form(form_files(FORM))
    commission.kit(STATE, form.codelists[form.states])
    commission.round(YEAR, [STATE])
    ministry = Ministry(stage, STATE, invention)
    ministry.ask_for_certificates()
    commission.certify(STATE)
    ministry.install()
    with create_assessment(stage.assessment, commission.authority.anchors, stage.opener) as assessing:
        assessing.add_round(stage.pack(YEAR))
    elsewhere = stage.root / "colleague"
    person = Person("Cecile Example", "statistician", "cecile", password=PASSWORD)
    new_declaration(stage.pack(YEAR), stage.kit(STATE), elsewhere, [person])
    with open_filling(elsewhere, slot="1-cecile", password=PASSWORD) as filling:
        filling.enter(complete(filling), "counted")
        write_answers_workbook(filling, stage.root / "colleague.xlsx")


def answer(stage: Stage, bundle: Path) -> None:
    """Receive a bundle, write the receipt, and ask for a correction of one cell."""
    kit = stage.kit(STATE)
    desk = open_desk(kit, stage.desk_keys, stage.receiving, stage.opener)
    with open_assessment(stage.assessment, kit_anchors(kit), stage.opener) as assessing:
        (received,) = receive(assessing, [bundle], desk, stage.replies(YEAR))
        assert not received.error, received.error
        assert not received.differences
        asked = Request((Place.parse("T14.NAT_RD"),), "Please look at the national total again.")
        target = stage.root / "ask.reply"
        day = datetime.now(UTC).date() + timedelta(days=30)
        correct(assessing, desk, target, state=STATE, round_id=round_id(YEAR), requests=[asked], deadline=day)


if __name__ == "__main__":
    prepared = Stage(Path(sys.argv[1]).absolute())
    if sys.argv[2:3] == ["receive"]:
        answer(prepared, Path(sys.argv[3]))
    else:
        prepare(prepared)
