"""Lead a figure of the report back to the signed cells."""

from collections.abc import Iterator

from readmission.assessment import lineage
from readmission.tasks.assess import Assessed


def trace(assessed: Assessed, figure: str) -> Iterator[str]:
    """The lines of a figure's trace: formula, terms, cells, bundles, signers; raises NoFigure."""
    return iter(lineage.lines(lineage.trace(assessed.assessment, figure)))


def figures(assessed: Assessed) -> tuple[str, ...]:
    """The identifiers of all figures."""
    return lineage.figures(assessed.assessment)
