"""Ask a state to correct cells of its current bundle: which cells, what about them, until when; signed, sealed for it alone, kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar

from readmission.answers.model import Place
from readmission.answers.records import Asked, SentCorrection
from readmission.assessment.merge import merge
from readmission.bundle.manifest import Kind, Subject
from readmission.bundle.manifest_text import read_manifest
from readmission.bundle.reply import correction_content
from readmission.errors import Phrase, TaskError
from readmission.form.model import DimensionKind, Form
from readmission.form.round import Round
from readmission.tasks.answering import sealed_reply
from readmission.tasks.files import write_new
from readmission.tasks.open_assessment import Assessing
from readmission.tasks.receive import MANIFEST, Desk


class NoBundle(TaskError):
    """A correction is about a bundle that counts."""

    code: ClassVar[str] = "TA-78"
    happened: ClassVar[str] = "There is no current bundle of {state} in the round {round}."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Receive a bundle of this state first, or resolve the fork between two of them."


class RequestRefused(TaskError):
    """A correction request names cells of the form and says something about them."""

    code: ClassVar[str] = "TA-79"
    happened: ClassVar[str] = "The request about {what} cannot be sent ({why})."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Name cells as T01[GN].RD, give each request a text, and a deadline that has not passed."


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be corrected: one sentence or more about one cell or more."""

    places: tuple[Place, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction request that was written: to whom, about which bundle."""

    state: str
    sequence: int
    manifest: str
    requests: int


def correct(
    assessing: Assessing,
    desk: Desk,
    target: Path,
    *,
    state: str,
    round_id: str,
    requests: Sequence[Request],
    deadline: date,
    today: date | None = None,
) -> Correction:
    """Write a correction request for the current bundle of a state into a new file."""
    records = {record.manifest: record for record in assessing.store.records() if record.round_id == round_id}
    digest = merge(records.values(), assessing.late(round_id)).current.get((round_id, state))
    if digest is None:
        raise NoBundle(state=state, round=round_id)
    form, round_ = assessing.version(round_id, records[digest].pack_version)
    if not requests:
        raise RequestRefused(what=state, why=Phrase("it asks for nothing"))
    if deadline < (today or datetime.now(UTC).date()):
        raise RequestRefused(what=deadline.isoformat(), why=Phrase("the deadline has passed"))
    for request in requests:
        _check(request, form, round_)
    text = assessing.store.document(digest, MANIFEST)
    assert text is not None
    manifest = read_manifest(text, Kind.BUNDLE)
    content = correction_content(
        manifest,
        digest,
        requests=[([str(place) for place in request.places], request.text) for request in requests],
        deadline=deadline.isoformat(),
    )
    reply = sealed_reply(manifest, digest, content, subject=Subject.CORRECTION, organisation=desk.organisation, keys=desk.keys)
    write_new(target, reply)
    asked = tuple(Asked(tuple(map(str, request.places)), request.text) for request in requests)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sent = SentCorrection(digest, 0, now, deadline.isoformat(), hashlib.sha512(reply).hexdigest(), asked)
    try:
        assessing.store.keep_correction(sent)
    except BaseException:
        # What the list of requests does not know is not sent.
        target.unlink()
        raise
    return Correction(state, manifest.sequence, digest, len(requests))


def _check(request: Request, form: Form, round_: Round) -> None:
    what = ", ".join(map(str, request.places)) or "no cell"
    if not request.places or not request.text.strip():
        raise RequestRefused(what=what, why=Phrase("a cell or the text is missing"))
    for place in request.places:
        table = form.tables.get(place.table)
        if table is None or place.field not in table.by_id or len(place.key) != len(table.dimensions):
            raise RequestRefused(what=place, why=Phrase("the form has no such cell"))
        first = table.dimensions[0].kind if table.dimensions else None
        if first is DimensionKind.COUNTRY and place.key[0] not in round_.countries:
            raise RequestRefused(what=place, why=Phrase("the round does not ask about this country"))
