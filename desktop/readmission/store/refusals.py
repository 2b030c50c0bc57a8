"""Why a declaration or an assessment cannot be opened or written: one class a reason, each with what to do."""

from typing import ClassVar

from readmission.errors import StoreError


class AlreadyThere(StoreError):
    """A declaration or assessment is not made where something stands already."""

    code: ClassVar[str] = "ST-01"
    happened: ClassVar[str] = "There is already a file where a new one should be made."
    unharmed: ClassVar[str] = "It was not touched."
    remedy: ClassVar[str] = "Choose an empty folder."


class NotOurs(StoreError):
    """A folder or file is not what it should be."""

    code: ClassVar[str] = "ST-02"
    happened: ClassVar[str] = "This is not {wanted} of this program ({why})."
    unharmed: ClassVar[str] = "It was not touched."
    remedy: ClassVar[str] = "Choose the folder that holds it, or bring back its missing files from a copy."


class WrongKey(StoreError):
    """The key is not the one the file was made with."""

    code: ClassVar[str] = "ST-03"
    happened: ClassVar[str] = "The key does not open this file."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Use the password or key of this declaration; another declaration has another one."


class DatabaseDamaged(StoreError):
    """Bytes of the file are not those that were written."""

    code: ClassVar[str] = "ST-04"
    happened: ClassVar[str] = "The file is damaged: {why}."
    unharmed: ClassVar[str] = "It was left exactly as it is, and no empty file was put in its place."
    remedy: ClassVar[str] = "Keep it, check the disk, and go on from the newest backup."


class DatabaseTooNew(StoreError):
    """The file was written by a later version of the program."""

    code: ClassVar[str] = "ST-05"
    happened: ClassVar[str] = "The file has format {found}; this program knows formats up to {known}."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Install the newer version of the program."


class InUse(StoreError):
    """Someone else is writing; `person` is a number of the declaration, 0 when nobody said."""

    code: ClassVar[str] = "ST-06"
    happened: ClassVar[str] = "The declaration is open for writing on {host} since {since} (person {person}, process {pid})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Open it to read, or ask that it be closed there. If that computer is gone, remove the file {lock}."


class DatabaseBusy(StoreError):
    """Another program keeps the file locked."""

    code: ClassVar[str] = "ST-07"
    happened: ClassVar[str] = "Another program keeps the file locked."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Close other windows, backup or virus scanning programs that read it, and try again."


class MediumFull(StoreError):
    """No space is left."""

    code: ClassVar[str] = "ST-08"
    happened: ClassVar[str] = "The disk is full."
    unharmed: ClassVar[str] = "Everything saved before is safe; this step was not saved."
    remedy: ClassVar[str] = "Free some space and repeat the step."


class MediumReadOnly(StoreError):
    """The folder or file cannot be written."""

    code: ClassVar[str] = "ST-09"
    happened: ClassVar[str] = "The folder cannot be written."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Open the declaration to read, or copy its folder to a disk that can be written."


class MediumFailed(StoreError):
    """The disk did not do what it was asked."""

    code: ClassVar[str] = "ST-10"
    happened: ClassVar[str] = "The disk or the network reported a fault ({why})."
    unharmed: ClassVar[str] = "Everything saved before is safe; this step was not saved."
    remedy: ClassVar[str] = "Check the connection or the disk, close the declaration and open it again."


class NotClosed(StoreError):
    """The last program was interrupted, and the medium does not let us finish its work."""

    code: ClassVar[str] = "ST-11"
    happened: ClassVar[str] = "The declaration was not closed properly, and from here that cannot be put right."
    unharmed: ClassVar[str] = "Nothing was changed; no answer is lost."
    remedy: ClassVar[str] = "Copy the whole folder to a disk that can be written and open it there."


class Replaced(StoreError):
    """The file under the open declaration is no longer the one that was opened."""

    code: ClassVar[str] = "ST-12"
    happened: ClassVar[str] = "Another program moved or replaced the file while it was open."
    unharmed: ClassVar[str] = "The file that stands there now was not touched; this step was not saved."
    remedy: ClassVar[str] = "Close the declaration, compare the two files, and open the right one."


class EngineTooOld(StoreError):
    """The database library inside the program is not one that keeps its promises."""

    code: ClassVar[str] = "ST-13"
    happened: ClassVar[str] = "The program was built with an unsuitable database library ({found})."
    unharmed: ClassVar[str] = "Nothing was opened."
    remedy: ClassVar[str] = "Install the program again from the official package."


class SettingRefused(StoreError):
    """The database did not take a setting on which durability rests."""

    code: ClassVar[str] = "ST-14"
    happened: ClassVar[str] = "The setting {setting} could not be made ({found} instead of {wanted})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Copy the folder to a local disk and open it there."


class StaleEdit(StoreError):
    """An edit expects something else than what stands there."""

    code: ClassVar[str] = "ST-15"
    happened: ClassVar[str] = "The cell or row was changed elsewhere in the meantime."
    unharmed: ClassVar[str] = "Nothing was overwritten; the whole step was not saved."
    remedy: ClassVar[str] = "Look at what stands there now and repeat the step."


class UnknownPerson(StoreError):
    """A step names nobody of this declaration."""

    code: ClassVar[str] = "ST-16"
    happened: ClassVar[str] = "Person {person} is not known in this declaration."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Add the person first."


class SameReader(StoreError):
    """A warning is not settled and read by one and the same person."""

    code: ClassVar[str] = "ST-17"
    happened: ClassVar[str] = "The second reader must be another person."
    unharmed: ClassVar[str] = "The warning stays open."
    remedy: ClassVar[str] = "Ask a colleague to read it."


class MoveRefused(StoreError):
    """A declaration does not go from this state to that one."""

    code: ClassVar[str] = "ST-18"
    happened: ClassVar[str] = "A declaration that is “{state}” cannot become “{wanted}”."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Take the steps in their order: fill in, review, release, export."


class EditRefused(StoreError):
    """What was sent is not edited by accident."""

    code: ClassVar[str] = "ST-19"
    happened: ClassVar[str] = "{who} exported the declaration on {day}; what was sent is not edited by accident."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = (
        "Unlock it first, saying why: “Back to filling in…” on the page “Review and export”. It goes out again with the next number."
    )


class OpenedToRead(StoreError):
    """The declaration was opened to read."""

    code: ClassVar[str] = "ST-20"
    happened: ClassVar[str] = "The declaration was opened to read only."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Close it and open it for writing."


class Unreachable(StoreError):
    """The database server does not answer as it should."""

    code: ClassVar[str] = "ST-21"
    happened: ClassVar[str] = "The database server could not be used ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Check its address and that it is running, and try again."


class RoundDiffers(StoreError):
    """A pack with this number is there already and is another one."""

    code: ClassVar[str] = "ST-22"
    happened: ClassVar[str] = "Round {round_id} already has another pack with the number {version}."
    unharmed: ClassVar[str] = "The pack that is there was kept."
    remedy: ClassVar[str] = "Give the extended pack the next number."


class UnknownBundle(StoreError):
    """The assessment holds no such bundle."""

    code: ClassVar[str] = "ST-23"
    happened: ClassVar[str] = "The assessment holds no such bundle."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Receive the bundle first."


class LogRefused(StoreError):
    """A round is not frozen twice, nor unlocked when it is open."""

    code: ClassVar[str] = "ST-24"
    happened: ClassVar[str] = "Round {round_id} is {state} already."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Look at the round's status."
