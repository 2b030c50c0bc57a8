"""What is recorded for the power cuts: a declaration made, filled, undone, copied, closed and opened again.

After each step the head of the journal is written to the file of acknowledgements: from then on it must never be lost.
"""

import os
import sys
from pathlib import Path

from readmission.answers.changes import Changes, Edit, RowChange
from readmission.answers.model import BLANK, Cell, Place
from readmission.store import connection
from readmission.store.declaration import Declaration, create_declaration, open_declaration
from readmission.store.medium import Medium

KEY = bytes(range(32))


def main(folder: Path, acknowledgements: Path, mode: str, synchronous: str) -> None:
    """Work as one does on such a disk, with the product's own settings unless the control asks for others."""

    def medium(path: Path) -> Medium:
        del path
        return Medium.LOCAL if mode == "wal" else Medium.NETWORK

    setattr(connection, "medium", medium)  # noqa: B010 - a name that the module imports, not one that it offers
    if synchronous != "product":
        connection._SYNCHRONOUS[mode] = int(synchronous)
    pipe = os.open(acknowledgements, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def said(declaration: Declaration) -> None:
        head = declaration.head
        os.write(pipe, f"{head.entries} {head.digest}\n".encode())

    declaration = create_declaration(folder, KEY, state="BE", round_id="2025", documents={"round": bytes(20_000)})
    said(declaration)
    declaration.add_person("Ada Lovelace", "")
    for number in range(25):
        place = Place("T01", (f"C{number % 5}",), "RD")
        old = declaration.answers().cell(place)
        declaration.commit(Changes((Edit(place, old, Cell(number)),)), person=1, why="typed")
        said(declaration)
    pasted = tuple(Edit(Place("T02", (f"C{number:03d}",), "RD"), BLANK, Cell(number)) for number in range(500))
    declaration.commit(Changes(pasted), person=1, why="pasted")
    said(declaration)
    declaration.undo(1)
    said(declaration)
    declaration.redo(1)
    said(declaration)
    declaration.backup(folder / "backups" / "copy.db")
    declaration.commit(Changes(rows=(RowChange("R1", ("GN", "k4"), added=True),)), person=1, why="")
    said(declaration)
    declaration.erase_person(1)
    said(declaration)
    declaration.close()
    with open_declaration(folder, KEY, person=1) as again:
        for number in range(10):
            again.commit(Changes((Edit(Place("A", (), f"F{number}"), BLANK, Cell("text" * 300)),)), person=1, why="")
            said(again)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
