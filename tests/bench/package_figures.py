"""Packages: start and size beside a bare PySide6 window frozen in the same way, and what 31 installers cost."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from freeze import PACKAGING, freeze, size_of  # noqa: E402 - modules of the build
from timings import processor_time  # noqa: E402

BUILD = ROOT / "build" / "package"
# The least of many: a machine does other work too.
RUNS = 15
PACKAGES = "a package for every state"


def rows() -> Iterator[dict[str, Any]]:
    """Start, size and time of the build; the packages are made where there are none."""
    if not (BUILD / "timings.json").is_file():
        subprocess.run([sys.executable, PACKAGING / "build.py"], check=True, stdout=sys.stderr)
    took = json.loads((BUILD / "timings.json").read_text())
    began = processor_time()
    python = BUILD / "environment" / "bin" / "python"
    with tempfile.TemporaryDirectory() as folder:
        bare = freeze(python, PACKAGING / "bare.spec", Path(folder) / "bare")
        bare_took = processor_time() - began
        ours = BUILD / "freeze" / "dist" / "readmission"
        starts = [(start(ours / "readmission-window", folder), start(bare / "bare", folder)) for _ in range(RUNS)]
        for place, unit in enumerate(("s", "s of a processor")):
            mine, peer = (min(pair[program][place] for pair in starts) for program in (0, 1))
            yield row(f"start of the frozen window, {unit}", mine, peer, 1.5)
        yield row("frozen folder, MB, beside a bare window", size_of(ours) / 1e6, size_of(bare) / 1e6, 3.0)
        yield row("freeze, s of a processor, beside a bare window", took["processor"]["freeze"], bare_took, 6.0)
    installers = [path.stat().st_size / 1e6 for path in (BUILD / "out").iterdir() if path.suffix in (".deb", ".xz")]
    yield row("largest installer, MB, beside 90", max(installers), 90.0, 1.0)
    yield row("31 installers after freeze and base, s, beside 60", took["clock"][PACKAGES], 60.0, 1.0)
    yield row("31 installers after freeze and base, s of a processor, beside 60", took["processor"][PACKAGES], 60.0, 1.0)


def start(program: Path, home: str) -> tuple[float, float]:
    """From the start of the process until it says that its window has been drawn: by the clock, and on a processor."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "HOME": home}
    began = time.monotonic()
    with subprocess.Popen([program, "--measure-start"], stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        ended = time.monotonic()
        nanoseconds = int(Path(f"/proc/{running.pid}/schedstat").read_text().split()[0])
    if not said.startswith(b"drawn") or running.returncode:
        raise SystemExit(f"{program} drew no window")
    return ended - began, nanoseconds / 1e9


def row(name: str, ours: float, peer: float, budget: float) -> dict[str, Any]:
    """A row of the bench."""
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}
