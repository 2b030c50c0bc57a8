"""Where the read-only files that ship with the program are."""

from pathlib import Path


def forms() -> Path:
    """The published questionnaires, one folder an edition."""
    return _shipped("forms")


def resources() -> Path:
    """Icons, style and the texts of the program."""
    return _shipped("resources")


def _shipped(name: str) -> Path:
    inside = Path(__file__).resolve().parent / name
    if inside.is_dir():
        return inside
    # In a checkout the folder is at the repository's top, where people look for it.
    return Path(__file__).resolve().parents[2] / name
