"""The licence of every component, as the packages bring it along: one text beside the program."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_NAMES: Final = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
_LINE: Final = "=" * 79


def write_licences(described: Path, ours: Path, target: Path) -> None:
    """Our licence, then that of each package whose `.dist-info` folder lies in `described`."""
    parts = [ours.read_text(encoding="utf-8")]
    for folder in sorted(described.glob("*.dist-info"), key=lambda path: path.name.casefold()):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        texts = [path.read_text(encoding="utf-8", errors="replace").strip() for path in sorted(_texts(folder))]
        parts.append("\n\n".join([f"{_LINE}\n{name} {version}: {_stated(folder)}", *texts]))
    target.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\r\n")


def _texts(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.name.upper().startswith(_NAMES))


def _stated(folder: Path) -> str:
    for line in (folder / "METADATA").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith(("License-Expression: ", "License: ")):
            return line.partition(": ")[2]
    return "see its text"
