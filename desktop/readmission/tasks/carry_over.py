"""Begin this year's declaration from last year's, with a report in which every answer of last year has its line."""

from collections.abc import Sequence
from pathlib import Path

from readmission.reports.carry_over import carry_over_page
from readmission.tasks.fill import Filling
from readmission.tasks.new import Created, Person, last_year_of, new_declaration
from readmission.texts import Language

REPORT = "carried-over.html"


def carry_over(before: Filling, pack: Path, kit: Path, folder: Path, people: Sequence[Person]) -> Created:
    """Make the new declaration; its person opens it to write the report with `write_carry_over`."""
    return new_declaration(pack, kit, folder, people, last_year=last_year_of(before))


def write_carry_over(created: Created, filling: Filling, language: Language) -> Path:
    """Write the report beside the new declaration's database and say where."""
    state = filling.declaration.member_state
    target = created.folder / REPORT
    text = carry_over_page(
        created.lines,
        created.begun,
        created.attached,
        form=filling.form,
        state=state,
        year=filling.round.year,
        rehearsal=filling.round.rehearsal,
        marking=filling.round.marking,
        language=language,
    )
    target.write_text(text, encoding="utf-8")
    return target
