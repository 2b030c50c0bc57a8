"""What files that are dropped on the window are for, and why one of them is not for what is open."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from readmission.errors import TaskError

if TYPE_CHECKING:
    # The data layer comes after the first paint.
    from readmission.ui.desk import Desk

PACK: Final = ".round"
KIT: Final = ".kit"
REPLY: Final = ".reply"


class PackOnDeclaration(TaskError):
    """A round pack was dropped on an open declaration."""

    code: ClassVar[str] = "TA-105"
    happened: ClassVar[str] = "“{file}” is a round pack: it begins a new declaration and holds no answers."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Close the declaration that is open, if one is, and choose “New from a round pack…”."


class KitDropped(TaskError):
    """A state kit was dropped on the window."""

    code: ClassVar[str] = "TA-106"
    happened: ClassVar[str] = "“{file}” is a state kit: it is asked for when a declaration is begun, and holds no answers."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Close the declaration that is open, if one is, and choose “New from a round pack…”."


class ReplyElsewhere(TaskError):
    """A reply was dropped where no declaration is open to which the Commission could reply."""

    code: ClassVar[str] = "TA-107"
    happened: ClassVar[str] = "“{file}” is a reply of the Commission: only the declaration that it answers can open it."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Open that declaration first, then drop the file on it."


def for_what_is_open(files: Iterable[Path], desk: "Desk | None", explain: Callable[[TaskError], None]) -> list[Path]:
    """The files that are for what is open, or for nothing being open; of every other it is explained what can be done with it."""
    found: list[Path] = []
    for path in files:
        error = _misplaced(path, desk)
        if error is None:
            found.append(path)
        else:
            explain(error)
    return found


def _misplaced(path: Path, desk: "Desk | None") -> TaskError | None:
    suffix = path.suffix.casefold()
    if suffix == KIT:
        return KitDropped(file=path.name)
    if suffix == PACK and desk is not None:
        return PackOnDeclaration(file=path.name)
    if suffix == REPLY and (desk is None or not desk.sends):
        return ReplyElsewhere(file=path.name)
    return None
