"""All figures beside their peers, measured in one run: prints a table and writes rows of name, ours, peer, ratio, budget.

`python tests/bench/run.py build/bench.json`
"""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def main(target: Path) -> int:
    """Measure everything; exits 1 when a ratio is over its budget."""
    found = list(_rows())
    print(f"{'work':44} {'ours':>12} {'peer':>12} {'ratio':>8} {'budget':>8}")
    for row in found:
        print(f"{row['name'][:44]:44} {row['ours']:12.4f} {row['peer']:12.4f} {row['ratio']:8.3f} {row['budget']:8.2f}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(row["ratio"] > row["budget"] for row in found))


def _rows() -> Iterator[dict[str, Any]]:
    for path in sorted(Path(__file__).parent.glob("*_figures.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        yield from module.rows()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
