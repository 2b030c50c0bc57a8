"""D1: a program that is killed in the middle of editing loses nothing that it said was saved.

A kill cannot show a missing sync, because the operating system keeps what was written; for that the settings themselves are tested
(tests/store/test_medium.py) and power cuts are simulated (test_power_cuts.py).
"""

import time
from pathlib import Path
from random import Random

from durability.children import CELL, KEY, edit_for_ever
from durability.conftest import Start
from readmission.answers.journal import fold
from readmission.store.declaration import create_declaration, open_declaration

KILLS_A_FILE = 25


def new_declaration(folder: Path) -> Path:
    with create_declaration(folder, KEY, state="BE", round_id="2025", documents={}) as made:
        made.add_person("Ada Lovelace", "")
    return folder


def killed_while_editing(start: Start, folder: Path, early: float | None, seconds: float) -> int:
    """The last number that the child said was saved before it was killed."""
    with start(edit_for_ever, folder, early) as (process, lines):
        last = next(lines)
        time.sleep(seconds)
        process.kill()
        for line in lines:
            # The last line may be cut; what was not said completely was not said.
            last = line if line.endswith(b"\n") else last
    return int(last)


def saved(folder: Path) -> int:
    """How far the count had come, after proving that the file is whole and follows from its journal."""
    with open_declaration(folder, KEY, person=1) as declaration:
        declaration.verify()
        answers = declaration.answers()
        assert answers == fold(declaration.journal())
        value = answers.cell(CELL).value
        assert isinstance(value, int)
        # Each step wrote two cells: both are there, or neither.
        assert len(answers.cells) == 1 + value
    return value


def test_no_edit_that_was_said_to_be_saved_is_lost_when_the_program_is_killed(start: Start, tmp_path: Path, kills: int) -> None:
    random = Random(1)
    for turn in range(kills):
        if turn % KILLS_A_FILE == 0:
            folder = new_declaration(tmp_path / f"declaration {turn}")
        said = killed_while_editing(start, folder, None, random.uniform(0.0, 0.06))
        assert saved(folder) >= said


def test_the_test_would_see_a_program_that_speaks_too_early(start: Start, tmp_path: Path) -> None:
    # The control: it says "saved" a moment before it is.
    random = Random(2)
    folder = new_declaration(tmp_path / "declaration")
    lost = 0
    for _ in range(8):
        said = killed_while_editing(start, folder, 0.005, random.uniform(0.01, 0.03))
        lost += saved(folder) < said
    assert lost
