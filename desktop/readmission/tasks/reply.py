"""Open what the Commission answered: a receipt for a bundle, or a request to correct cells of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readmission import canonical
from readmission.answers.journal import EntryKind
from readmission.answers.model import Place
from readmission.bundle.manifest import Subject
from readmission.bundle.reply import open_reply
from readmission.canonical import Json
from readmission.store.state import State
from readmission.tasks import documents
from readmission.tasks.export import sent
from readmission.tasks.fill import Filling
from readmission.tasks.own_identity import own_identity
from readmission.tasks.review import kit_of, pack_of

_SENT = (State.EXPORTED, State.RECEIVED)


@dataclass(frozen=True)
class Reply:
    """A reply that verified: what it is, which bundle it answers, and what it says."""

    subject: Subject
    answers: str
    content: dict[str, Json]


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What the Commission asks to be corrected in a bundle (`sequence`) until a day.

    `changed` are the places of it that were edited since the request was opened here.
    """

    sequence: int
    deadline: str
    text: str
    places: tuple[Place, ...]
    changed: frozenset[Place]


def open_received(filling: Filling, file: Path) -> Reply:
    """Verify a reply, keep it, and bring the declaration into the state it speaks of."""
    known = sent(filling)
    with pack_of(filling) as pack:
        anchors = pack.anchors
    with open_reply(
        file,
        [own_identity(filling)],
        anchors=anchors,
        state=kit_of(filling).state,
        now=datetime.now(UTC),
        answers=known,
    ) as reply:
        found = Reply(reply.subject, reply.manifest.answers, canonical.read_object(reply.content))
        digest = reply.manifest_sha512
    if found.subject is Subject.RECEIPT:
        filling.declaration.put_document(f"reply/{found.answers}", file.read_bytes(), filling.person, "reply received")
        if filling.declaration.state is State.EXPORTED:
            filling.declaration.move(State.RECEIVED, filling.person, "receipt received")
    else:
        _keep_correction(filling, found, digest, file)
    return found


def correction_requests(filling: Filling) -> tuple[CorrectionRequest, ...]:
    """Everything that was asked to be corrected, the newest request first."""
    names = [name for name in filling.declaration.documents() if name.startswith(documents.CORRECTIONS)]
    kept = [canonical.read_object(text) for name in names if (text := filling.declaration.document(name)) is not None]
    found = [request for content in sorted(kept, key=_arrived, reverse=True) for request in _requests(filling, content)]
    return tuple(found)


def _keep_correction(filling: Filling, found: Reply, digest: str, file: Path) -> None:
    name = f"{documents.CORRECTIONS}{digest[:32]}"
    if filling.declaration.document(name) is not None:
        return
    filling.declaration.put_document(f"reply/{digest}", file.read_bytes(), filling.person, "correction request received")
    # From here on an edit of a cell counts as an answer to what was asked about it.
    kept = canonical.write({"arrived": filling.declaration.head.entries, "content": found.content})
    filling.declaration.put_document(name, kept, filling.person, "correction requested")
    if filling.declaration.state in _SENT:
        filling.declaration.move(State.CORRECTION_REQUESTED, filling.person, "correction requested by the Commission")


def _arrived(content: dict[str, Json]) -> int:
    arrived = content["arrived"]
    assert isinstance(arrived, int)
    return arrived


def _requests(filling: Filling, kept: dict[str, Json]) -> Iterator[CorrectionRequest]:
    content: Any = kept["content"]
    edited = {
        entry.place.partition(" ")[0]
        for entry in filling.declaration.journal(_arrived(kept))
        if entry.kind in (EntryKind.CELL, EntryKind.ATTACHMENT) and entry.old != entry.new
    }
    for asked in content["requests"]:
        places = tuple(map(Place.parse, asked["places"]))
        changed = frozenset(place for place in places if str(place) in edited)
        yield CorrectionRequest(content["sequence"], content["deadline"], asked["text"], places, changed)
