"""Every file of a folder given to every reader, with what became of it, its work and its memory.

    python tests/bench/foreign_files.py FOLDER... [--reader NAME]... [--broken] [--table FILE.tsv] [--keep FOLDER]

With --broken each file is also tried cut off in the middle and with some of its bytes changed. Work is time of the processor, of this
process and of the one that reads; memory is the most that this process had, and the most of any that reads. A file ends in a preview
or in an error with a code; whatever else ends it is printed as BROKE, and what is too slow or too large as OVER. Nothing of the files
is kept, but for workbooks with findings where --keep names a folder.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.foreign_readers import READERS, Reader
from readmission.errors import ReadmissionError

SECONDS: Final = 2.0
MEGABYTES: Final = 500

_BROKE: Final = "BROKE"
_RESET_PEAK: Final = "5"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one file."""

    name: str
    outcome: str
    seconds: float
    megabytes: float

    @property
    def over(self) -> bool:
        """Whether it took more than any file may."""
        return self.seconds > SECONDS or self.megabytes > MEGABYTES

    @property
    def bad(self) -> bool:
        """Whether it did not end as every file should."""
        return self.over or self.outcome.startswith(_BROKE)


def main() -> int:
    """Try the files that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reader", action="append", choices=list(READERS), help="only this reader")
    parser.add_argument("--broken", action="store_true", help="also cut them off and change some of their bytes")
    parser.add_argument("--table", type=Path, help="write a line for each file and reader")
    parser.add_argument("--keep", type=Path, help="the folder for what readers write")
    chosen = parser.parse_args()
    files = sorted(path for folder in chosen.folders for path in folder.rglob("*") if path.is_file())
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in chosen.reader or READERS:
            tried = _run(READERS[name](chosen.keep or Path(scratch)), files, Path(scratch) / "given", broken=chosen.broken)
            bad += _tell(name, tried)
            if chosen.table:
                with chosen.table.open("a", encoding="utf-8", errors="replace") as table:
                    table.writelines(f"{name}\t{_line(one)}\n" for one in tried)
    return int(bad > 0)


def _run(reader: Reader, files: list[Path], given: Path, *, broken: bool) -> list[Tried]:
    tried = []
    for path in files:
        for shown, one in _ways(path, given, broken=broken):
            tried.append(_try(shown, reader, one))
            if tried[-1].bad:
                print(_line(tried[-1]), flush=True)
    return tried


def _tell(reader: str, tried: list[Tried]) -> int:
    reading = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    counts = Counter(one.outcome.partition(" ")[0] for one in tried).most_common()
    bad = sum(one.bad for one in tried)
    print(f"{reader}: {len(tried)} files, {bad} of them BROKE or OVER; a process that reads had at most {reading:.0f} MB")
    print("    " + ", ".join(f"{count} {outcome}" for outcome, count in counts))
    for what, one in (
        ("work", max(tried, key=lambda one: one.seconds, default=None)),
        ("memory", max(tried, key=lambda one: one.megabytes, default=None)),
    ):
        if one is not None:
            print(f"    most {what}: {_line(one)}", flush=True)
    return bad


def _line(one: Tried) -> str:
    over = "OVER" if one.over else ""
    return f"{one.outcome}\t{one.seconds:.2f} s\t{one.megabytes:.0f} MB\t{over}\t{one.name}"


def _try(name: str, reader: Reader, path: Path) -> Tried:
    Path("/proc/self/clear_refs").write_text(_RESET_PEAK, encoding="ascii")
    begun = _work()
    seconds = megabytes = 0.0
    try:
        try:
            said = reader(path)
        finally:
            seconds, megabytes = _work() - begun, _peak()
        outcome = said()
    except ReadmissionError as error:
        outcome = f"{error.code} {str(error.details)[:120]}"
    except Exception as error:  # noqa: BLE001 - what no file may bring about is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome = f"{_BROKE} {type(error).__name__}: {str(error)[:120]!r} ({Path(last.filename).name}:{last.lineno})"
    return Tried(name, outcome, seconds, megabytes)


def _work() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def _ways(path: Path, given: Path, *, broken: bool) -> Iterator[tuple[str, Path]]:
    yield str(path), path
    data = path.read_bytes() if broken else b""
    if len(data) < 2:
        return
    chance = random.Random(len(data))
    changed = bytearray(data)
    for _ in range(8):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    for how, spoilt in (("cut off", data[: len(data) // 2]), ("changed", bytes(changed))):
        given.write_bytes(spoilt)
        yield f"{path} ({how})", given


if __name__ == "__main__":
    sys.exit(main())
