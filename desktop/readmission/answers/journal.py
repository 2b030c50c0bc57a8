"""The journal: who changed what, when and why, in an order and with a chain of digests that no later hand can alter unseen.

An entry is about one cell, one row of a list, or one other thing; the entries of a step share its number, moment, person and
reason. Each digest is SHA-512 over the digest before it (64 zero bytes before the first) and the entry's canonical text.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any, ClassVar, Final, NamedTuple

from readmission import canonical
from readmission.answers.attachment import Attachment, attachment_of
from readmission.answers.changes import Answers, AttachmentChange, Changes, Edit, RowChange
from readmission.answers.model import Cell, Key, Place, Reason
from readmission.errors import AnswersError, Phrase

START: Final = bytes(hashlib.sha512().digest_size)

BLANK_TEXT: Final = "{}"
_ABSENT: Final = "null"
_PRESENT: Final = "true"

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class JournalBroken(AnswersError):
    """A journal is not the one that was written."""

    code: ClassVar[str] = "AN-21"
    happened: ClassVar[str] = "The journal does not hold together at entry {number}: {why}."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Keep this file, and go on from the newest backup."


class TextUnstorable(AnswersError):
    """A text holds something that no file can carry: the character zero, or half a character."""

    code: ClassVar[str] = "AN-22"
    happened: ClassVar[str] = "The text holds a character that cannot be stored."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Type the text again, or paste it without formatting."


class EntryKind(StrEnum):
    """What an entry is about; `place` names it."""

    CREATED = "created"
    CELL = "cell"
    ROW = "row"
    ATTACHMENT = "attachment"
    UNDO = "undo"
    REDO = "redo"
    STATE = "state"
    SETTLEMENT = "settlement"
    DOCUMENT = "document"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `old` and `new` are canonical JSON without the line feed, `moment` is UTC and only informs.

    A person is a number; names never stand in the journal. An undo or redo names the step it is about in `new`.
    """

    number: int
    step: int
    moment: str
    person: int
    kind: EntryKind
    place: str
    old: str
    new: str
    why: str

    def columns(self) -> tuple[int, int, str, int, str, str, str, str, str]:
        """The parts in their order."""
        return self.number, self.step, self.moment, self.person, str(self.kind), self.place, self.old, self.new, self.why

    def text(self) -> bytes:
        """The canonical text that the chain is made over."""
        # Written out, because a paste makes thousands; the field names are in order.
        text = (
            f'{{"kind":"{self.kind}","moment":{_quoted(self.moment)},"new":{_quoted(self.new)},"number":{self.number},'
            f'"old":{_quoted(self.old)},"person":{self.person},"place":{_quoted(self.place)},"step":{self.step},'
            f'"why":{_quoted(self.why)}}}\n'
        )
        if not text.isascii():
            canonical.refuse_half_characters(text)
        return text.encode()


class Head(NamedTuple):
    """How many entries a journal has and the digest of the last, in hexadecimal."""

    entries: int
    digest: str


def link(before: bytes, entry: Entry) -> bytes:
    """The digest of an entry that follows the entry with the digest `before`."""
    return hashlib.sha512(before + entry.text()).digest()


def verified(journal: Iterable[tuple[Entry, bytes]]) -> Iterator[Entry]:
    """The entries of a journal, each checked against its digest; raises JournalBroken."""
    before = START
    for expected, (entry, digest) in enumerate(journal, start=1):
        if entry.number != expected:
            raise JournalBroken(number=expected, why=Phrase("an entry is missing"))
        if link(before, entry) != digest:
            raise JournalBroken(number=entry.number, why=Phrase("the entry was altered"))
        before = digest
        yield entry


def storable(text: str, place: str = "") -> str:
    """The same text, if every file can carry it; raises TextUnstorable."""
    if _UNSTORABLE.search(text):
        raise TextUnstorable(place)
    return text


def cell_text(cell: Cell, place: Place | str = "") -> str:
    """A cell as canonical JSON: only what is not empty; raises TextUnstorable naming the place."""
    value = cell.value
    if cell.reason is None and not (cell.flags or cell.note or cell.due or cell.typed):
        if value is None:
            return BLANK_TEXT
        if type(value) is int and abs(value) <= canonical.MAX_INTEGER:
            return f'{{"value":{value}}}'
    for text in (value, cell.note, cell.typed):
        if isinstance(text, str):
            storable(text, str(place))
    return json_text({name: content for name in _CELL_FIELDS if (content := getattr(cell, name)) is not None and content != ""})


def read_cell(text: str) -> Cell:
    """The cell of a canonical text that this program wrote."""
    number = text[9:-1]
    if text.startswith('{"value":') and number.isdecimal():
        return Cell(int(number))
    return _read_cell(text)


def json_text(value: canonical.Json) -> str:
    """Canonical JSON as it stands inside an entry, without its line feed."""
    return canonical.write(value)[:-1].decode()


def row_text(table: str, key: Key) -> str:
    """The name of a row of a list, such as `R1[GN/k4]`."""
    return f"{table}[{'/'.join(key)}]"


def parse_row(text: str) -> tuple[str, Key]:
    """The table and key that a row's name stands for."""
    table, _, key = text[:-1].partition("[")
    return table, tuple(key.split("/"))


def presence(present: bool) -> str:
    """What an entry says of a row: it is there or not."""
    return _PRESENT if present else _ABSENT


def attachment_text(attachment: Attachment | None) -> str:
    """An attachment as canonical JSON; nothing for one that is not there."""
    return _ABSENT if attachment is None else json_text(attachment.value())


def read_attachment(text: str) -> Attachment | None:
    """The attachment of a canonical text that this program wrote."""
    return None if text == _ABSENT else attachment_of(json.loads(text))


def changes_of(entries: Iterable[Entry]) -> Changes:
    """What the entries of a step changed in the answers."""
    edits = []
    rows = []
    attachments = []
    for entry in entries:
        if entry.kind is EntryKind.CELL:
            edits.append(Edit(Place.parse(entry.place), read_cell(entry.old), read_cell(entry.new)))
        elif entry.kind is EntryKind.ROW:
            rows.append(RowChange(*parse_row(entry.place), added=entry.new == _PRESENT))
        elif entry.kind is EntryKind.ATTACHMENT:
            attachments.append(AttachmentChange(read_attachment(entry.old), read_attachment(entry.new)))
    return Changes(tuple(edits), tuple(rows), tuple(attachments))


def fold(entries: Iterable[Entry]) -> Answers:
    """The answers that a journal leads to; raises JournalBroken where an entry does not fit what stood before it."""
    answers = Answers.empty()
    for entry in entries:
        for edit in (changes := changes_of((entry,))).edits:
            if answers.cell(edit.place) != edit.old:
                raise JournalBroken(number=entry.number, why=Phrase("it replaces what did not stand there"))
        for row in changes.rows:
            if (row.key in answers.rows.get(row.table, {})) == row.added:
                raise JournalBroken(number=entry.number, why=Phrase("a row twice, or one that was not there"))
        for attached in changes.attachments:
            if answers.attachments.get(attached.subject.key) != attached.old:
                raise JournalBroken(number=entry.number, why=Phrase("it replaces what did not stand there"))
        answers.apply(changes)
    return answers


@lru_cache(maxsize=4096)
def _read_cell(text: str) -> Cell:
    # Written by cell_text and guarded by the chain, so that the strict reader's second writing would only cost time.
    content: dict[str, Any] = json.loads(text)
    if "reason" in content:
        content["reason"] = Reason(content["reason"])
    return Cell(**content)


_CELL_FIELDS: Final = tuple(field.name for field in fields(Cell))
