"""How long each part of a build took, by the clock and by the processor, for the bench."""

import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Timings:
    """The parts of one build."""

    def __init__(self) -> None:
        self._clock: dict[str, float] = {}
        self._processor: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a part and say it."""
        began, busy = time.monotonic(), processor_time()
        yield
        self._clock[name], self._processor[name] = time.monotonic() - began, processor_time() - busy
        print(f"{name}: {self._clock[name]:.1f} s, of a processor {self._processor[name]:.1f} s", flush=True)

    def write(self, target: Path) -> None:
        """Leave all parts for the bench."""
        target.write_text(json.dumps({"clock": self._clock, "processor": self._processor}, indent=1) + "\n", encoding="utf-8")


def processor_time() -> float:
    """The seconds of a processor that this program and the programs it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
