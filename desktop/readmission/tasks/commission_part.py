"""What the Commission itself says of the countries of a round, as it enters the assessment.

The Commission fills its part like a ministry fills a declaration: the same folder, pages, workbooks and journal, made with the
desk's kit. It is not signed and not sent; the assessment names the head of its journal, in which every step stands with its
person and moment.
"""

from dataclasses import dataclass
from typing import ClassVar

from readmission.assessment.result import Source
from readmission.assessment.sources import text_of
from readmission.bundle.trust import COMMISSION_STATE
from readmission.checks.owed import country_of
from readmission.errors import TaskError
from readmission.tasks.fill import Filling
from readmission.tasks.members import exported_cells


class NotTheCommissions(TaskError):
    """Only the Commission's own part of this round enters an assessment beside the bundles."""

    code: ClassVar[str] = "TA-95"
    happened: ClassVar[str] = "The folder holds what {state} says in the round {round}, not the Commission's part of {wanted}."
    unharmed: ClassVar[str] = "Nothing was computed and nothing was changed."
    remedy: ClassVar[str] = "Choose the folder that was made with the desk's kit and this round's pack."


@dataclass(frozen=True)
class CommissionPart:
    """What the Commission states of each country, cell by cell in the order of places, and the head of the journal behind it."""

    stated: dict[str, tuple[Source, ...]]
    journal: str


def commission_part_of(filling: Filling, round_id: str) -> CommissionPart:
    """The Commission's part of a round from its open folder; raises NotTheCommissions."""
    state = filling.declaration.member_state
    if state != COMMISSION_STATE or filling.round.id != round_id:
        raise NotTheCommissions(state=state, round=filling.round.id, wanted=round_id)
    stated: dict[str, list[Source]] = {}
    for place, cell in sorted(exported_cells(filling.form, filling.session).items(), key=lambda one: str(one[0])):
        table = filling.form.tables[place.table]
        source = Source(str(place), text_of(cell.value, table.by_id[place.field]), str(cell.reason or ""), cell.flags)
        stated.setdefault(country_of(table, place.key), []).append(source)
    _, head = filling.declaration.head
    return CommissionPart({country: tuple(sources) for country, sources in stated.items()}, head)
