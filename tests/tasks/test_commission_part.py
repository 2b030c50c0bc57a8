"""The Commission fills its own part of a round like a ministry, and the assessment shows it beside what it computes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readmission import assets
from readmission.answers.model import Cell, Place
from readmission.assessment.result import Circulation
from readmission.bundle.identity import Identity
from readmission.form.model import Origin
from readmission.tasks.answers_workbook import write_answers_workbook
from readmission.tasks.assess import assess_round, write_report
from readmission.tasks.commission_part import CommissionPart, NotTheCommissions, commission_part_of
from readmission.tasks.fill import Filling, NoCell
from readmission.tasks.import_answers import apply, preview
from readmission.tasks.keys import Opener, kit_anchors
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import Assessing, create_assessment
from readmission.tasks.rehearsal.invent import Inventor
from readmission.tasks.rehearsal.invention import read_invention
from readmission.tasks.review import NotSent, review
from readmission.texts import Language
from ui.rehearsed import YEAR, Courier, begin, courier

ROUND = f"rehearsal-{YEAR}"
IDENTITY = Identity.generate()
CANARY = "a canary of the Commission"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def own(delivered: Courier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filling]:
    """The Commission's part with a level, its reason and a meeting on the first country."""
    folder = tmp_path_factory.mktemp("part") / "C"
    desk = Person("Desk", "desk officer", "desk", identity=IDENTITY)
    made = new_declaration(delivered.pack, delivered.desk_kit, folder, [desk])
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as filling:
        country = filling.round.countries[0]
        worst = filling.form.codelists["CL_CLASS"].codes[-1].id
        filling.enter({Place("C", (country,), "C_LEVEL"): Cell(value=worst)})
        filling.enter({Place("C", (country,), "C_REASON"): Cell(value=CANARY)})
        (row,) = filling.add_row("C_MEET", (country,)).changes.rows
        filling.enter({Place("C_MEET", row.key, "held"): Cell(value="2016-05-17")})
        yield filling


@pytest.fixture(scope="module")
def assessing(delivered: Courier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assessing]:
    folder = tmp_path_factory.mktemp("desk") / "assessment"
    with create_assessment(folder, kit_anchors(delivered.desk_kit), Opener(identity=IDENTITY)) as opened:
        opened.add_round(delivered.pack)
        yield opened


def test_the_part_has_the_commissions_tables_and_no_others(own: Filling) -> None:
    whole = own.unpacked.form
    assert set(own.form.tables) == set(whole.tables)
    assert {table.section for table in own.form.tables.values()} == {"C1"}
    assert all(table.origin is Origin.MINISTRY for table in own.form.tables.values())
    assert all(rule.table in own.form.tables for rule in own.form.rules.values())


def test_a_ministry_cannot_fill_in_the_commissions_part(delivered: Courier, tmp_path: Path) -> None:
    with begin(delivered, tmp_path / "BE", "anna").open("anna") as filling:
        country = filling.round.countries[0]
        with pytest.raises(NoCell):
            filling.enter({Place("C", (country,), "C_REASON"): Cell(value="not mine")})
        with pytest.raises(NotTheCommissions):
            commission_part_of(filling, ROUND)


def test_what_the_commission_states_stands_in_the_report_with_its_place_and_journal(
    own: Filling, assessing: Assessing, tmp_path: Path
) -> None:
    part = commission_part_of(own, ROUND)
    country = own.round.countries[0]
    assessed = assess_round(assessing, ROUND, part=part)
    (shown,) = [one for one in assessed.assessment.countries if one.country == country]
    assert {source.place.partition(".")[2] for source in shown.stated} == {"C_LEVEL", "C_REASON", "held"}
    assert assessed.assessment.journal == own.declaration.head[1]
    write_report(assessed, tmp_path / "report.html", language=Language())
    report = (tmp_path / "report.html").read_text()
    for text in (CANARY, f"C[{country}].C_REASON", "concluded by the Commission", "17 May 2016", part.journal):
        assert text in report
    assert assess_round(assessing, ROUND, part=part).text == assessed.text


def test_without_the_part_nothing_of_it_is_in_the_result(own: Filling, assessing: Assessing, tmp_path: Path) -> None:
    without = assess_round(assessing, ROUND)
    write_report(without, tmp_path / "report.html", language=Language())
    assert "concluded by the Commission" not in (tmp_path / "report.html").read_text()
    part = commission_part_of(own, ROUND)
    assert CANARY.encode() in assess_round(assessing, ROUND, part=part).text
    passed_on = assess_round(assessing, ROUND, part=part, circulation=Circulation.SHARED)
    assert CANARY.encode() not in passed_on.text
    assert passed_on.assessment.journal == ""


def test_the_part_of_another_round_is_refused(own: Filling) -> None:
    with pytest.raises(NotTheCommissions):
        commission_part_of(own, "another")


def test_the_part_goes_out_as_a_workbook_and_comes_back(own: Filling, tmp_path: Path) -> None:
    write_answers_workbook(own, tmp_path / "C.xlsx")
    assert not preview(own, [tmp_path / "C.xlsx"]).lines
    own.enter({Place("C", (own.round.countries[1],), "C_STEPS"): Cell(value="A mission in May.")})
    write_answers_workbook(own, tmp_path / "later.xlsx")
    own.undo()
    shown = preview(own, [tmp_path / "later.xlsx"])
    assert [str(line.place) for line in shown.lines] == [f"C[{own.round.countries[1]}].C_STEPS"]
    apply(own, shown)
    assert own.answers.cell(shown.lines[0].place).value == "A mission in May."
    own.undo()


@pytest.mark.parametrize("invention", sorted((assets.forms() / "rehearsal").glob("*.yaml")), ids=lambda file: file.stem)
def test_a_rehearsal_fills_the_part_without_a_finding(invention: Path, delivered: Courier, tmp_path: Path) -> None:
    invented = read_invention(invention)
    desk = Person("Desk", "desk officer", "desk", identity=IDENTITY)
    made = new_declaration(delivered.pack, delivered.desk_kit, tmp_path / "C", [desk])
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as filling:
        Inventor(filling, invented.model_copy(update={"steps": invented.commission})).invent()
        assert {cell.table for cell in filling.answers.cells} == {"C", "C_MEET", "C_DECIDED"}
        assert not list(filling.all_findings())


def test_the_part_is_not_released(own: Filling) -> None:
    with pytest.raises(NotSent):
        review(own, [])
    assert isinstance(commission_part_of(own, ROUND), CommissionPart)
