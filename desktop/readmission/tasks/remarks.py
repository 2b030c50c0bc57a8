"""What the people of a declaration say to each other about an answer, and who looks after which country.

Both are documents of the declaration: encrypted with it, each change a step of the journal that keeps the digest and not the
words, and never part of what is released or exported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Final

from readmission import canonical
from readmission.answers.model import Place
from readmission.errors import Phrase, TaskError
from readmission.tasks.fill import Filling

REMARKS: Final = "remarks/"
RESPONSIBLE: Final = "responsible"
MAX_LETTERS: Final = 2000


class NotSaid(TaskError):
    """A comment without words, or with more than anyone reads."""

    code: ClassVar[str] = "TA-83"
    happened: ClassVar[str] = "The comment was not kept ({why})."
    unharmed: ClassVar[str] = "The other comments are as they were."
    remedy: ClassVar[str] = "Write between one and {most} letters."


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: who, when (UTC, which only informs), what."""

    person: int
    moment: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one answer; `resolved_by` is the person who closed them, or 0 while they are open."""

    place: Place
    remarks: tuple[Remark, ...]
    resolved_by: int = 0

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer or act."""
        return not self.resolved_by


def threads(filling: Filling) -> dict[Place, Thread]:
    """All comments, by the answer they are about."""
    found = {}
    for name in filling.declaration.documents():
        if name.startswith(REMARKS):
            thread = _read(filling, name)
            found[thread.place] = thread
    return found


def comment(filling: Filling, place: Place, text: str) -> Thread:
    """Add a comment on an answer; a resolved thread is open again."""
    words = text.strip()
    if not 0 < len(words) <= MAX_LETTERS:
        raise NotSaid(str(place), why=Phrase("too long") if words else Phrase("it is empty"), most=MAX_LETTERS)
    name = f"{REMARKS}{place}"
    known = _read(filling, name) if name in filling.declaration.documents() else Thread(place, ())
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _keep(filling, Thread(place, (*known.remarks, Remark(filling.person, moment, words))), "comment")


def resolve(filling: Filling, thread: Thread) -> Thread:
    """Close the comments on an answer."""
    return _keep(filling, replace(thread, resolved_by=filling.person), "comments resolved")


def reopen_thread(filling: Filling, thread: Thread) -> Thread:
    """Open resolved comments again."""
    return _keep(filling, replace(thread, resolved_by=0), "comments opened again")


def responsible(filling: Filling) -> dict[str, int]:
    """Who looks after which country, by the persons' numbers."""
    text = filling.declaration.document(RESPONSIBLE)
    content: Mapping[str, canonical.Json] = {} if text is None else canonical.read_object(text, place=RESPONSIBLE)
    return {country: number for country, number in content.items() if isinstance(number, int)}


def assign(filling: Filling, countries: Iterable[str], person: int) -> None:
    """Make a person look after countries; 0 for nobody."""
    before = responsible(filling)
    after = before | dict.fromkeys(countries, person)
    kept: dict[str, canonical.Json] = {country: number for country, number in sorted(after.items()) if number}
    if kept != before:
        filling.declaration.put_document(RESPONSIBLE, canonical.write(kept), filling.person, "responsible")


def _keep(filling: Filling, thread: Thread, why: str) -> Thread:
    text = canonical.write({"remarks": [asdict(remark) for remark in thread.remarks], "resolved_by": thread.resolved_by})
    filling.declaration.put_document(f"{REMARKS}{thread.place}", text, filling.person, why)
    return thread


def _read(filling: Filling, name: str) -> Thread:
    text = filling.declaration.document(name)
    assert text is not None
    content = canonical.read_object(text, place=name)
    said, resolved_by = content["remarks"], content["resolved_by"]
    assert isinstance(said, list)
    assert isinstance(resolved_by, int)
    remarks = tuple(Remark(**entry) for entry in said)  # type: ignore[arg-type]  # written by `_keep` above
    return Thread(Place.parse(name.removeprefix(REMARKS)), remarks, resolved_by)
