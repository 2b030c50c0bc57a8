"""A file that is attached to an answer: where it belongs, what it is called, and its SHA-512, which names its content.

The list of attachments has one text only. A file name is the words of a stranger: what is kept of it can be shown in a line, stand in
a cell of a workbook and be written as a file on every system.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

from readmission import canonical
from readmission.answers.model import Place
from readmission.canonical import Json
from readmission.errors import AnswersError, Phrase
from readmission.form.model import AttachmentKind

# The members of a bundle, and the documents of an assessment, that hold the list and the files.
LIST: Final = "attachments.json"
MEMBERS: Final = "attachments/"

MAX_NAME: Final = 120
MAX_NOTE: Final = 500

AttachmentKey: TypeAlias = tuple[Place, str]

_SHA512: Final = re.compile(r"[0-9a-f]{128}", re.ASCII)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s+")
_PARTS: Final = frozenset({"place", "sha512", "name", "kind", "size", "note"})


class AttachmentsUnreadable(AnswersError):
    """A list of attachments is not one that this program writes."""

    code: ClassVar[str] = "AN-31"
    happened: ClassVar[str] = "The list of attached files cannot be read ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Ask the sender for the file again."


@dataclass(frozen=True, slots=True, order=True)
class Attachment:
    """A file at a place; `name` and `note` are clean texts, `size` is in bytes."""

    place: Place
    sha512: str
    name: str
    kind: AttachmentKind
    size: int
    note: str = ""

    @property
    def key(self) -> AttachmentKey:
        """What makes it this attachment: a file is attached to a place once."""
        return self.place, self.sha512

    @property
    def about(self) -> str:
        """How the journal names it."""
        return f"{self.place} {self.sha512}"

    def value(self) -> dict[str, Json]:
        """It as plain values."""
        return {
            "place": str(self.place),
            "sha512": self.sha512,
            "name": self.name,
            "kind": self.kind.value,
            "size": self.size,
            "note": self.note,
        }


def attachment_of(value: Any) -> Attachment:
    """The attachment of plain values; raises AttachmentsUnreadable for all but what `value` gives."""
    if not isinstance(value, dict) or value.keys() != _PARTS:
        raise AttachmentsUnreadable(why=Phrase("it has other parts"))
    if type(value["size"]) is not int or not all(isinstance(value[part], str) for part in _PARTS - {"size"}):
        raise AttachmentsUnreadable(why=Phrase("a part is of another kind"))
    if value["kind"] not in set(AttachmentKind) or not _SHA512.fullmatch(value["sha512"]) or value["size"] < 0:
        raise AttachmentsUnreadable(why=Phrase("a kind, a digest or a size is none"))
    kind = AttachmentKind(value["kind"])
    if value["name"] != clean_name(value["name"], kind) or value["note"] != clean_note(value["note"]):
        raise AttachmentsUnreadable(why=Phrase("a name or a note has letters that it must not have"))
    place = Place.parse(value["place"])
    return Attachment(place, value["sha512"], value["name"], kind, value["size"], value["note"])


def write_attachments(attachments: Iterable[Attachment]) -> bytes:
    """The text of a list: by place and digest."""
    return canonical.write([one.value() for one in sorted(attachments, key=_order)])


def read_attachments(text: bytes) -> tuple[Attachment, ...]:
    """The attachments of a list; raises NotCanonical, NoPlace or AttachmentsUnreadable."""
    values = canonical.read(text)
    if not isinstance(values, list):
        raise AttachmentsUnreadable(why=Phrase("it is no list"))
    found = tuple(map(attachment_of, values))
    orders = [_order(one) for one in found]
    if orders != sorted(set(orders)):
        raise AttachmentsUnreadable(why=Phrase("it is not in order, or names a file twice at one place"))
    return found


def clean_name(name: str, kind: AttachmentKind) -> str:
    """A file name without folders, letters that do not print, and beginnings that mean something; it ends with its kind."""
    last = re.split(r"[/\\]", name)[-1]
    text = _FORBIDDEN.sub("_", _printable(last)).strip(" .")
    ending = f".{kind.value}"
    stem = (text[: -len(ending)] if text[-len(ending) :].casefold() == ending else text).strip(" .") or "attachment"
    # A spreadsheet takes the first four for a formula, a command line a dash for an option; Windows keeps some names for devices.
    if stem[0] in "=+-@" or _DEVICE.fullmatch(stem):
        stem = f"_{stem}"
    stem = stem[: MAX_NAME - len(ending)].rstrip(" .")
    return stem + ending


def clean_note(note: str) -> str:
    """A note as one line of letters that print."""
    return _printable(note)[:MAX_NOTE].strip()


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    # Letters of control and format (the latter turn the reading direction), halves of letters and private ones.
    kept = "".join(" " if letter in "\t\n\r" else letter for letter in composed if letter in "\t\n\r" or _prints(letter))
    return _BLANKS.sub(" ", kept).strip()


def _prints(letter: str) -> bool:
    return not unicodedata.category(letter).startswith("C") and letter not in "\u2028\u2029"


def _order(attachment: Attachment) -> tuple[str, str]:
    return str(attachment.place), attachment.sha512
