"""What the children of the durability tests do until they are killed; a parent preloads this module and forks them."""

import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.answers.records import BundleRecord, FactRow
from readmission.store.assessment import AssessmentStore
from readmission.store.declaration import open_declaration

KEY = bytes(range(32))
CELL = Place("T01", ("GN",), "RD")
FACTS = 2000


def with_pipe(target: Callable[..., None], fifo: Path, arguments: tuple[Any, ...]) -> None:
    """Run a child with the pipe on which it speaks to its parent."""
    target(*arguments, os.open(fifo, os.O_WRONLY))


def edit_for_ever(folder: Path, early: float | None, pipe: int) -> None:
    """Count up in one cell, saying each number to the parent once it is committed, or, as the control, that long before."""
    declaration = open_declaration(folder, KEY, person=1)
    before = declaration.answers().cell(CELL)
    for number in count(int(before.value or 0)):
        new = Cell(number + 1)
        beside = Place("T02", (f"C{number:06d}",), "RD")
        if early is not None:
            os.write(pipe, b"%d\n" % (number + 1))
            time.sleep(early)
        declaration.commit(Changes((Edit(CELL, before, new), Edit(beside, BLANK, new))), person=1, why="")
        if early is None:
            os.write(pipe, b"%d\n" % (number + 1))
        before = new


def bundle(number: int) -> tuple[BundleRecord, list[FactRow], dict[str, bytes]]:
    """The bundle of a state, always the same."""
    record = BundleRecord(
        "2025", f"S{number:02d}", 1, f"{number:0128x}", "", "2026-03-01T10:00:00Z", ("1 A", "2 B"), f"{number}.bundle", "2025", 1
    )
    facts = [FactRow(f"T01[C{each:04d}].RD", value=str(each * number)) for each in range(FACTS)]
    return record, facts, {"manifest.json": b"%d" % number}


def file_bundles(target: Path | str, numbers: tuple[int, ...], pipe: int) -> None:
    """File bundles, saying each to the parent when it is filed, whoever did it."""
    with AssessmentStore.open(target, KEY) as store:
        os.write(pipe, b"ready\n")
        for number in numbers:
            filed = store.file(*bundle(number))
            os.write(pipe, b"%d %d\n" % (number, filed))
