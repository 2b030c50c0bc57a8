"""The printed recovery identity is proved before anybody relies on it."""

from pathlib import Path

from readmission.bundle.slots import open_recovery
from readmission.store.declaration import open_declaration
from readmission.tasks.open import SLOTS


def prove_recovery(folder: Path, typed: str) -> int:
    """Open a declaration to read with the identity as somebody typed it, prove its journal, and return how long that is."""
    with open_declaration(folder, open_recovery(folder / SLOTS, typed), person=None, readonly=True) as declaration:
        return declaration.verify().entries
