"""Put findings back into the workbook from which the answers came, on the cells where they were written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.sheets.answers_in import read_answers
from readmission.sheets.findings_back import CellFinding, ListWords, put_findings
from readmission.sheets.reading import read_book
from readmission.tasks.files import FileTaken, write_whole
from readmission.tasks.fill import Filling
from readmission.tasks.incoming.words import words_of

WORDS: Final = {
    Severity.FAULT: "could not be checked",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def mark_workbook(filling: Filling, source: Path, target: Path) -> int:
    """Find the answers in a colleague's workbook and write a copy of it with their findings; says how many cells were marked."""
    found = read_answers(read_book(source), words_of(filling), filling.answers.cells.keys())
    cells = {written.place: (written.at.sheet, written.at.cell) for written in found.written}
    return write_findings_workbook(filling, source, target, cells)


def write_findings_workbook(filling: Filling, source: Path, target: Path, cells: Mapping[Place, tuple[str, str]]) -> int:
    """Write a copy of a workbook with the findings about its answers into a new file, and return how many cells were marked.

    `cells` says where the answers stand in it: sheet and address. Raises FileTaken, NotAWorkbook or NotMarkable.
    """
    if target.exists():
        raise FileTaken(str(target))
    say = filling.language.say
    found = [
        CellFinding(
            *cells[place],
            f"{say(WORDS[finding.severity])} {finding.rule}: {filling.message(finding)}",
            severe=finding.severity.blocks,
        )
        for finding in filling.all_findings()
        for place in finding.places
        if place in cells
    ]
    words = ListWords(say("Findings"), say("Sheet"), say("Cell"), say("Finding"))
    write_whole(target, put_findings(source.read_bytes(), found, words))
    return len({(one.sheet, one.address) for one in found})
