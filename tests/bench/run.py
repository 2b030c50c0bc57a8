"""All figures beside their peers, measured in one run: prints a table and writes rows of name, ours, peer, ratio, budget.

`python tests/bench/run.py build/bench.json`. Each file of figures has a process of its own, so that none sees another's memory.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ONE = "--one"

_LINE = "{:80} {:>12} {:>12} {:>8} {:>8}  {}"


def main(target: Path) -> int:
    """Measure everything; exits 1 when a ratio is over its budget."""
    found: list[dict[str, Any]] = []
    print(_LINE.format("work", "ours", "peer", "ratio", "budget", "verdict"), flush=True)
    for path in sorted(HERE.glob("*_figures.py")):
        command = [sys.executable, __file__, ONE, str(path)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rows = json.loads(done.stdout.splitlines()[-1])
        for row in rows:
            figures = [f"{row[name]:.{places}f}" for name, places in (("ours", 4), ("peer", 4), ("ratio", 3), ("budget", 2))]
            print(_LINE.format(row["name"], *figures, "over" if row["ratio"] > row["budget"] else "within"), flush=True)
        found += rows
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(row["ratio"] > row["budget"] for row in found))


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of one file of figures."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return list(module.rows())


if __name__ == "__main__":
    if sys.argv[1] == ONE:
        print(json.dumps(rows_of(Path(sys.argv[2]))))
    else:
        sys.exit(main(Path(sys.argv[1])))
