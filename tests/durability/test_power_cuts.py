"""D2: whatever a disk had not yet written when the power went, nothing is lost that was said to be saved, and nothing is damaged."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from durability.power import Call, Disk, record
from durability.recorded import KEY
from readmission.errors import StoreError
from readmission.store import history
from readmission.store.declaration import open_declaration

CUTS = 1000 if os.environ.get("PROVE") else 80

OFF, NORMAL, PRODUCT = "0", "1", "product"

Recording = tuple[Path, Path, list[Call]]


@dataclass
class Outcome:
    """How many cuts lost an acknowledged step, and how many left a file that does not open or hold together."""

    cuts: int = 0
    lost: int = 0
    damaged: int = 0


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Recording]:
    done: dict[tuple[str, str], Recording] = {}

    def recording(mode: str, synchronous: str) -> Recording:
        if (mode, synchronous) not in done:
            place = tmp_path_factory.mktemp(f"{mode}-{synchronous}")
            folder, said = place / "declaration", place / "acknowledged"
            calls = record("durability.recorded", str(folder), str(said), mode, synchronous, log=place / "calls")
            done[mode, synchronous] = folder, said, calls
        return done[mode, synchronous]

    return recording


def cut_at_random(recording: Recording, scratch: Path, cuts: int, seed: int) -> Outcome:
    folder, said, calls = recording
    chance = Random(seed)
    disk = Disk(folder)
    outcome = Outcome()
    acknowledged = (0, "")
    first = next(index for index, call in enumerate(calls) if str(said) in call.paths[0] and call.data)
    moments = Counter(chance.randrange(first, len(calls)) for _ in range(cuts))
    for index, call in enumerate(calls):
        disk.take(call)
        if call.paths[0] == str(said) and call.data:
            entries, digest = call.data.decode().split()
            acknowledged = int(entries), digest
        for _ in range(moments[index]):
            outcome.cuts += 1
            disk.cut(scratch, chance)
            _look(scratch, acknowledged, outcome)
            shutil.rmtree(scratch)
    return outcome


def _look(folder: Path, acknowledged: tuple[int, str], outcome: Outcome) -> None:
    entries, digest = acknowledged
    try:
        with open_declaration(folder, KEY, person=1) as declaration:
            declaration.verify()
            found = {entry.number: link.hex() for entry, link in history.links(declaration._database)}
    except StoreError:
        outcome.damaged += 1
    else:
        outcome.lost += found.get(entries) != digest


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_nothing_that_was_said_to_be_saved_is_lost_or_damaged_by_a_power_cut(
    recorded: Callable[[str, str], Recording], tmp_path: Path, mode: str
) -> None:
    outcome = cut_at_random(recorded(mode, PRODUCT), tmp_path / "cut", CUTS, seed=5)
    assert outcome == Outcome(cuts=CUTS, lost=0, damaged=0)


@pytest.mark.parametrize("synchronous", [OFF, NORMAL])
def test_the_simulation_would_see_a_setting_that_is_not_safe(
    recorded: Callable[[str, str], Recording], tmp_path: Path, synchronous: str
) -> None:
    # The control: without a sync at each commit at least half of the cuts must do harm.
    outcome = cut_at_random(recorded("wal", synchronous), tmp_path / "cut", 40, seed=6)
    assert outcome.lost + outcome.damaged >= outcome.cuts / 2
