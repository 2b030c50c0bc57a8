"""Where the read-only files that ship with the program are."""

import sys
from pathlib import Path


def forms() -> Path:
    """The published questionnaires, one folder an edition."""
    return _shipped("forms")


def resources() -> Path:
    """Icons, style and the texts of the program."""
    return _shipped("resources")


def installed_kit() -> Path | None:
    """The state kit that the installer laid beside the frozen program; None where the program runs from Python."""
    if not getattr(sys, "frozen", False):
        return None
    kit = Path(sys.executable).resolve().parent / "state" / "state.kit"
    return kit if kit.is_file() else None


def _shipped(name: str) -> Path:
    inside = Path(__file__).resolve().parent / name
    if inside.is_dir():
        return inside
    # In a checkout the folder is at the repository's top, where people look for it.
    return Path(__file__).resolve().parents[2] / name
