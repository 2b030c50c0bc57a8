"""Receive bundles: verify, check again, merge, answer with a signed receipt.

Nothing is parsed before it is verified, one bad file never stops the others, and a bundle enters in one transaction or not at all.
How a bundle ends depends on the set of genuine bundles alone, never on their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from readmission import canonical
from readmission.answers.attachment import LIST, MEMBERS
from readmission.answers.facts import read_rows
from readmission.answers.records import BundleRecord
from readmission.assessment.merge import merge
from readmission.bundle.age import seal_bytes
from readmission.bundle.attachment_rejections import AttachmentOutOfPlace
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Manifest, Subject
from readmission.bundle.manifest_text import write_manifest
from readmission.bundle.policy import Policy
from readmission.bundle.receive import VerifiedBundle, open_bundle
from readmission.bundle.reply import receipt_content
from readmission.engine.program import Engine
from readmission.errors import ReadmissionError
from readmission.tasks.answering import sealed_reply
from readmission.tasks.basis import answers_of, last_year, reference
from readmission.tasks.files import write_whole
from readmission.tasks.members import DECLARATION, FACTS, FINDINGS, JOURNAL, REFERENCE, SETTLED
from readmission.tasks.open_assessment import Assessing
from readmission.tasks.progress import Progress, silent
from readmission.tasks.recheck import Recheck, recheck

MANIFEST: Final = "manifest.json"
RECEIVING: Final = "Receiving"
DIFFERENCE: Final = "difference.json"


class Ending(StrEnum):
    """How a file ended."""

    MERGED = "merged"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    FORK = "fork"
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reception:
    """What became of one file; `error` is why it was refused, `differences` how far both checks are apart."""

    file: str
    ending: Ending
    state: str = ""
    round: str = ""
    sequence: int = 0
    manifest: str = ""
    differences: int = 0
    error: ReadmissionError | None = None


@dataclass(frozen=True)
class Desk:
    """Who receives: the audience, the identities that open, and the keys that sign receipts."""

    audience: str
    organisation: str
    identities: tuple[Identity, ...]
    keys: SigningKeys


def receive(
    assessing: Assessing, files: Sequence[Path], desk: Desk, replies: Path, progress: Progress = silent
) -> tuple[Reception, ...]:
    """Receive files in the order given; each ends on its own."""
    policy = assessing.policy(desk.audience)
    engines: dict[tuple[str, int], Engine] = {}
    received = []
    for number, file in enumerate(files):
        progress(f"{RECEIVING}: {file.name}", number, len(files))
        received.append(_receive_one(assessing, file, desk, replies, policy, engines))
    progress(RECEIVING, len(files), len(files))
    return tuple(received)


def _receive_one(
    assessing: Assessing, file: Path, desk: Desk, replies: Path, policy: Policy, engines: dict[tuple[str, int], Engine]
) -> Reception:
    try:
        with open_bundle(file, desk.identities, policy) as bundle:
            return _file(assessing, file, bundle, desk, replies, engines)
    except ReadmissionError as error:
        return Reception(file.name, Ending.REFUSED, error=error)


def _file(
    assessing: Assessing, file: Path, bundle: VerifiedBundle, desk: Desk, replies: Path, engines: dict[tuple[str, int], Engine]
) -> Reception:
    manifest = bundle.manifest
    assert manifest.round is not None
    version = (manifest.round.id, manifest.round.pack_version)
    form, round_ = assessing.version(*version)
    rows = read_rows(bundle.read(FACTS))
    if version not in engines:
        engines[version] = Engine(form, round_)
    checked = recheck(
        engines[version],
        form,
        round_,
        answers_of(rows, form),
        last=last_year(assessing, manifest, form),
        reference=reference(assessing, manifest, form, _own_reference(bundle)),
        declared=bundle.read(FINDINGS),
    )
    for attachment in bundle.attachments:
        if not checked.session.has_row(attachment.place.table, attachment.place.key):
            raise AttachmentOutOfPlace(LIST)
    kept = _kept(bundle, checked) | _attached(assessing, bundle)
    new = assessing.store.file(_record(bundle, file), rows, kept)
    ending = _ending(assessing, manifest, bundle.manifest_sha512, new=new)
    _answer(assessing, bundle, desk, replies, ending, checked)
    return Reception(
        file.name,
        ending,
        manifest.state,
        manifest.round.id,
        manifest.sequence,
        bundle.manifest_sha512,
        len(checked.only_here) + len(checked.only_there),
    )


def _record(bundle: VerifiedBundle, file: Path) -> BundleRecord:
    manifest = bundle.manifest
    assert manifest.round is not None
    assert manifest.form is not None
    return BundleRecord(
        round_id=manifest.round.id,
        state=manifest.state,
        sequence=manifest.sequence,
        manifest=bundle.manifest_sha512,
        previous=manifest.previous,
        received_at=datetime.now(UTC).isoformat(timespec="seconds"),
        signers=tuple(f"{signer.person} {signer.name}" for signer in bundle.signers),
        filename=file.name,
        form_edition=manifest.form.edition,
        pack_version=manifest.round.pack_version,
    )


def _kept(bundle: VerifiedBundle, checked: Recheck) -> dict[str, bytes]:
    kept = {name: bundle.read(name) for name in (DECLARATION, FINDINGS, SETTLED, JOURNAL)}
    if (own := _own_reference(bundle)) is not None:
        kept[REFERENCE] = own
    kept[MANIFEST] = write_manifest(bundle.manifest)
    kept[DIFFERENCE] = canonical.write({"only_here": [*checked.only_here], "only_there": [*checked.only_there]})
    return kept


def _attached(assessing: Assessing, bundle: VerifiedBundle) -> dict[str, bytes]:
    """The attachments as they are kept: sealed for those for whom the bundle was, in whatever database they lie."""
    assert bundle.manifest.round is not None
    if not bundle.attachments:
        return {}
    recipients = assessing.recipients(bundle.manifest.round.id, bundle.manifest.round.pack_version)
    names = {MEMBERS + attachment.sha512 for attachment in bundle.attachments}
    return {LIST: bundle.read(LIST)} | {name: seal_bytes(bundle.read(name), recipients) for name in sorted(names)}


def _own_reference(bundle: VerifiedBundle) -> bytes | None:
    """The newer reference figures that the ministry took."""
    return bundle.read(REFERENCE) if REFERENCE in bundle.names else None


def _ending(assessing: Assessing, manifest: Manifest, digest: str, *, new: bool) -> Ending:
    if not new:
        return Ending.DUPLICATE
    assert manifest.round is not None
    records = [record for record in assessing.store.records() if record.round_id == manifest.round.id]
    return Ending(merge(records, assessing.late(manifest.round.id)).standings[digest].value)


def _answer(assessing: Assessing, bundle: VerifiedBundle, desk: Desk, replies: Path, ending: Ending, checked: Recheck) -> None:
    """Hand out the receipt; the same bundle gets the same bytes, however often it comes."""
    digest = bundle.manifest_sha512
    stored = assessing.store.receipt(digest)
    if stored is None:
        content = receipt_content(
            bundle, outcome=ending.value, counts={"differences": len(checked.only_here) + len(checked.only_there)}
        )
        # Whoever wrote first has answered; everybody hands out that one.
        receipt = sealed_reply(
            bundle.manifest, digest, content, subject=Subject.RECEIPT, organisation=desk.organisation, keys=desk.keys
        )
        stored = assessing.store.put_receipt(digest, receipt)
    manifest = bundle.manifest
    write_whole(replies / f"{manifest.state}-{manifest.sequence}-{digest[:8]}.reply", stored)
