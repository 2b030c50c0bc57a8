"""Who can open a database: its random key, wrapped once for each person and once for recovery, each in an age file.

A slot is `<name>.age` and holds the key as 64 hexadecimal digits and a line feed, so that `age --decrypt` shows what the
database program asks for. Removing a slot ends a person's access to what they have not copied; it does not change the key.
"""

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from readmission.bundle.age import decrypt_with_password, encrypt_with_password, open_bytes, opens_by_password, seal_bytes
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.refusals import SecretFileUnusable, SlotDamaged, SlotExists, SlotMissing, SlotNameRefused
from readmission.bundle.secret_file import read_secret, remove_secret, sync_folder, write_secret
from readmission.errors import BundleError, Phrase

DATABASE_KEY_BYTES: Final = 32
RECOVERY: Final = "recovery"
MAX_NAME_LETTERS: Final = 40

_SUFFIX: Final = ".age"
_NAME: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_KEY_TEXT: Final = re.compile(rb"[0-9a-f]{64}\n")
# Windows gives these names to devices, whatever follows the first full stop.
_DEVICES: Final = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in string.digits}


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSWORD = "password"  # noqa: S105 - the kind, not a password
    IDENTITY = "identity"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to open a database."""

    name: str
    kind: SlotKind


def create_slots(folder: Path, key: bytes) -> str:
    """Make the folder with its recovery slot and return the identity to print, which is kept nowhere else."""
    if slots(folder):
        raise SlotExists(folder.name)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    except OSError as error:
        raise SecretFileUnusable(folder.name, why=error.strerror or type(error).__name__) from error
    return renew_recovery(folder, key)


def renew_recovery(folder: Path, key: bytes) -> str:
    """Replace the recovery slot, so that the former printed identity opens nothing, and return the new one."""
    identity = Identity.generate()
    write_secret(_path(folder, RECOVERY), seal_bytes(_key_text(key), [identity.recipient]))
    return identity.text


def add_password_slot(folder: Path, key: bytes, name: str, password: str) -> None:
    """Let a person open by a password; raises SlotNameRefused, SlotExists or PasswordRefused."""
    path = _new_path(folder, name)
    write_secret(path, encrypt_with_password(_key_text(key), password))


def add_identity_slot(folder: Path, key: bytes, name: str, recipient: Recipient) -> None:
    """Let the holder of an identity open; raises SlotNameRefused or SlotExists."""
    path = _new_path(folder, name)
    write_secret(path, seal_bytes(_key_text(key), [recipient]))


def open_slot(folder: Path, name: str, secret: str | Identity) -> bytes:
    """The database key, by a password or an identity; raises SlotMissing, WrongPassword, NotForUs, SealDamaged or SlotDamaged."""
    data = read_secret(_existing_path(folder, name))
    text = decrypt_with_password(data, secret) if isinstance(secret, str) else open_bytes(data, [secret])
    if not _KEY_TEXT.fullmatch(text):
        raise SlotDamaged(name)
    return bytes.fromhex(text.decode("ascii"))


def open_recovery(folder: Path, typed: str) -> bytes:
    """The database key by the printed identity as somebody typed it: spaces and small letters are forgiven."""
    return open_slot(folder, RECOVERY, Identity.parse("".join(typed.split()).upper()))


def change_password(folder: Path, name: str, old: str, new: str) -> None:
    """Give a slot another password; only the slot is rewritten, and nothing when the old password is wrong."""
    key = open_slot(folder, name, old)
    write_secret(_existing_path(folder, name), encrypt_with_password(_key_text(key), new))


def replace_password(folder: Path, key: bytes, name: str, new: str) -> None:
    """Give a slot whose password is forgotten another one, with the key that another slot or the recovery gave."""
    write_secret(_existing_path(folder, name), encrypt_with_password(_key_text(key), new))


def remove_slot(folder: Path, name: str) -> None:
    """Take a person's slot away; the recovery slot stays, so that somebody can always open."""
    if name == RECOVERY:
        raise SlotNameRefused(why=Phrase("the recovery slot stays"))
    remove_secret(_existing_path(folder, name))


def slots(folder: Path) -> list[Slot]:
    """All slots by name; one that is no sealed file is listed as unreadable."""
    paths = sorted(path for path in folder.glob(f"*{_SUFFIX}") if _is_name(path.name.removesuffix(_SUFFIX)))
    return [Slot(path.name.removesuffix(_SUFFIX), _kind(path)) for path in paths]


def _kind(path: Path) -> SlotKind:
    try:
        return SlotKind.PASSWORD if opens_by_password(read_secret(path)) else SlotKind.IDENTITY
    except BundleError:
        return SlotKind.UNREADABLE


def _key_text(key: bytes) -> bytes:
    if len(key) != DATABASE_KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    return key.hex().encode() + b"\n"


def _new_path(folder: Path, name: str) -> Path:
    if name == RECOVERY:
        raise SlotNameRefused(why=Phrase("it is kept for the printed recovery text"))
    if not _is_name(name):
        raise SlotNameRefused(why=Phrase("other letters than allowed, too long, or a name kept by the system"))
    path = _path(folder, name)
    if path.exists():
        raise SlotExists(name)
    return path


def _existing_path(folder: Path, name: str) -> Path:
    path = _path(folder, name)
    # The name is checked first: it must not lead out of the folder.
    if not _is_name(name) or not path.is_file():
        raise SlotMissing
    return path


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}{_SUFFIX}"


def _is_name(name: str) -> bool:
    if len(name) > MAX_NAME_LETTERS or not _NAME.fullmatch(name):
        return False
    return name.partition(".")[0] not in _DEVICES
