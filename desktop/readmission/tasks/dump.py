"""The facts of a declaration, or of a whole assessment, as text that can be compared line by line."""

from collections.abc import Iterator

from readmission.answers.facts import write_facts
from readmission.tasks.fill import Filling
from readmission.tasks.members import exported_cells
from readmission.tasks.open_assessment import Assessing


def dump_declaration(filling: Filling) -> str:
    """What a bundle of this declaration would carry as facts now; raises FactsUnwritable where a cell cannot be read as what it is."""
    return write_facts(exported_cells(filling.form, filling.session), filling.form).decode()


def dump_assessment(assessing: Assessing) -> Iterator[str]:
    """Everything that was received, the same lines on every kind of database."""
    return assessing.store.dump()
