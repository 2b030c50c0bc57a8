"""The state kit that lies beside an installed program: what is used where nobody names another."""

from pathlib import Path
from typing import ClassVar

from readmission import assets
from readmission.bundle.kit import StateKit, read_kit
from readmission.errors import TaskError


class NoKit(TaskError):
    """No state kit was named, and none is installed."""

    code: ClassVar[str] = "TA-65"
    happened: ClassVar[str] = "No state kit was named, and none lies beside the program."
    unharmed: ClassVar[str] = "Nothing was read or written."
    remedy: ClassVar[str] = "Name the kit that your state received, or install the package made for your state."


def installed_kit_file() -> Path:
    """The kit that was installed for a state; raises NoKit."""
    found = assets.installed_kit()
    if found is None:
        raise NoKit
    return found


def installed_kit() -> StateKit | None:
    """What the installation pins, read as strictly as any kit; None where the program was not installed for a state."""
    kit = assets.installed_kit()
    return None if kit is None else read_kit(kit.read_bytes())
