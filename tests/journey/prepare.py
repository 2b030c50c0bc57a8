"""What a ministry has in its hands before its journey: a round pack, its kit, and the key files of its two signers."""

import sys
from pathlib import Path

from ui.rehearsed import courier


def main(folder: Path) -> None:
    """Make it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = courier(folder)
    (folder / "made.txt").write_text(f"{made.pack}\n{made.kit}\n" + "\n".join(map(str, made.key_files)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
