"""The numbers of a declaration as SDMX-CSV 2.0 for statistical offices, and a file of theirs as answers."""

from pathlib import Path
from typing import Final

from readmission.statistics.sdmx_csv import SdmxRead, read_sdmx_csv, write_sdmx_csv
from readmission.tasks.files import write_new
from readmission.tasks.fill import Filling
from readmission.tasks.members import exported_cells

_BEGINNING: Final = b"STRUCTURE,"


def write_sdmx(filling: Filling, target: Path) -> int:
    """Write the numbers that a bundle would carry; says how many lines there are. Raises FileTaken."""
    cells = exported_cells(filling.form, filling.session)
    text = write_sdmx_csv(cells, filling.form, state=filling.declaration.member_state, year=filling.round.year)
    write_new(target, text)
    return text.count(b"\n") - 1


def is_sdmx(file: Path) -> bool:
    """Whether a file begins as SDMX-CSV 2.0 does: its first heading says so."""
    with file.open("rb") as stream:
        return stream.read(len(_BEGINNING) + 3).removeprefix(b"\xef\xbb\xbf").startswith(_BEGINNING)


def read_sdmx(filling: Filling, file: Path) -> SdmxRead:
    """The answers of a file with the lines that are none; nothing is entered."""
    state = filling.declaration.member_state
    return read_sdmx_csv(file.read_bytes(), filling.form, state=state, year=filling.round.year, name=file.name)
