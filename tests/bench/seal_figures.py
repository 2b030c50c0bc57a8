"""Sealing and opening 500 MB beside the `age` command and `sha512sum` on the same bytes, in the same run.

Ours digests the plaintext as well, as a bundle does; the peer is age with a classical key plus the digest. Memory is that
of a fresh process. Median of three rounds, ours and the peer taking turns.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypedDict

SIZE_BYTES: Final = 500_000_000
ROUNDS: Final = 3
BUDGET: Final = 2.0
MEMORY_BUDGET_MB: Final = 100.0

SEAL: Final = """
import hashlib, resource, sys, time
from readmission.bundle.age import sealing
from readmission.bundle.identity import Identity
start, digest = time.perf_counter(), hashlib.sha512()
with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    with sealing(target, [Identity(bytes(32)).recipient]) as writer:
        while piece := source.read(1 << 18):
            digest.update(piece)
            writer.write(piece)
print(f"[{time.perf_counter() - start}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}]")
"""
OPEN: Final = """
import hashlib, resource, sys, time
from readmission.bundle.age import open_sealed
from readmission.bundle.identity import Identity
start, digest = time.perf_counter(), hashlib.sha512()
with open(sys.argv[1], "rb") as sealed:
    plain = open_sealed(sealed, [Identity(bytes(32))])
    while piece := plain.read(1 << 18):
        digest.update(piece)
print(f"[{time.perf_counter() - start}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}]")
"""


class Figure(TypedDict):
    """One row of the table of figures; smaller is better."""

    name: str
    ours: float
    peer: float
    ratio: float
    budget: float


def rows() -> list[Figure]:
    """Seconds to seal and to open, and megabytes of memory."""
    if not shutil.which("age"):
        raise SystemExit("the age command is the peer of these figures: apt-get install age")
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> list[Figure]:
    plain, sealed, classical, key = (folder / name for name in ("plain", "sealed", "classical", "key"))
    with plain.open("wb") as stream, Path("/dev/urandom").open("rb") as random:
        for _ in range(SIZE_BYTES // 1_000_000):
            stream.write(random.read(1_000_000))
    made = subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True, text=True)
    recipient = made.stderr.split()[-1]
    memory: list[float] = []
    times: dict[str, list[float]] = {"our seal": [], "our open": [], "age seal": [], "age open": [], "digest": []}
    for _ in range(ROUNDS):
        for name, program, files in (("our seal", SEAL, (plain, sealed)), ("our open", OPEN, (sealed,))):
            seconds, megabytes = _ours(program, *files)
            times[name].append(seconds)
            memory.append(megabytes)
        times["age seal"].append(_timed(lambda: _run("age", "-r", recipient, "-o", str(classical), str(plain))))
        times["age open"].append(_timed(lambda: _run("age", "-d", "-i", str(key), str(classical))))
        times["digest"].append(_timed(lambda: _run("sha512sum", str(plain))))
    median = {name: statistics.median(found) for name, found in times.items()}
    return [
        _row("seal 500 MB, digest included (s)", median["our seal"], median["age seal"] + median["digest"], BUDGET),
        _row("open 500 MB, digest included (s)", median["our open"], median["age open"] + median["digest"], BUDGET),
        _row("memory of either (MB beside the limit)", max(memory), MEMORY_BUDGET_MB, 1.0),
    ]


def _ours(program: str, *files: Path) -> tuple[float, float]:
    run = subprocess.run([sys.executable, "-c", program, *files], check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(run.stdout)
    return seconds, megabytes


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _row(name: str, ours: float, peer: float, budget: float) -> Figure:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}


if __name__ == "__main__":
    print(json.dumps(rows(), indent=1))
