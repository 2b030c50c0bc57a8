"""What a receiver accepts, decided before a file is looked at and never by the file: audience, rounds, packs, forms, states."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readmission.bundle.container import MANIFEST, MAX_CONTAINER_BYTES
from readmission.bundle.identity import Recipient
from readmission.bundle.manifest import FormReference, Manifest
from readmission.bundle.pack import VerifiedPack
from readmission.bundle.refusals import IdentityRefused
from readmission.bundle.rejections import (
    ManifestRefused,
    PackRefused,
    WrongAudience,
    WrongForm,
    WrongPack,
    WrongRecipients,
    WrongRound,
    WrongState,
)
from readmission.bundle.trust import Anchors
from readmission.errors import Phrase
from readmission.form.attachments import NO_ATTACHMENTS, AttachmentLimits


@dataclass(frozen=True, slots=True)
class AcceptedPack:
    """A version of a round pack: the SHA-512 of its manifest, and the recipients that it named (ids, sorted)."""

    digest: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class AcceptedRound:
    """A round from which bundles are taken, with all versions of its pack and what may be attached."""

    id: str
    period: str
    form: FormReference
    states: frozenset[str]
    packs: Mapping[int, AcceptedPack]
    attachments: AttachmentLimits = NO_ATTACHMENTS


@dataclass(frozen=True)
class Policy:
    """Who receives, what the signatures are checked against, and which rounds are open."""

    audience: str
    anchors: Anchors
    rounds: Mapping[str, AcceptedRound]
    now: datetime
    max_bytes: int = MAX_CONTAINER_BYTES

    def check(self, manifest: Manifest, own: Collection[str], sealed_for: int) -> None:
        """Refuse a genuine bundle that is not meant for this receiver and these rounds; raises why.

        `own` are the ids of the receiver's recipients, `sealed_for` for how many the file was sealed.
        """
        if manifest.audience.id != self.audience:
            raise WrongAudience(MANIFEST)
        if manifest.round is None or manifest.form is None or manifest.round.id not in self.rounds:
            raise WrongRound(MANIFEST)
        accepted = self.rounds[manifest.round.id]
        pack = accepted.packs.get(manifest.round.pack_version)
        if pack is None or pack.digest != manifest.round.pack:
            raise WrongPack(MANIFEST)
        if (manifest.form, manifest.period) != (accepted.form, accepted.period):
            raise WrongForm(MANIFEST)
        if manifest.state not in accepted.states:
            raise WrongState(MANIFEST)
        # A stanza names nobody, so the number of recipients and one's own place among them are all that can be compared.
        if manifest.audience.keys != pack.keys or sealed_for != len(pack.keys) or not set(own) & set(pack.keys):
            raise WrongRecipients(MANIFEST)
        _require_reply_address(manifest.reply_to)


def _require_reply_address(text: str) -> None:
    # Found before the bundle is merged, not when its receipt cannot be sealed.
    try:
        Recipient.parse(text)
    except IdentityRefused:
        raise ManifestRefused(MANIFEST, why=Phrase("reply_to is no recipient")) from None


def accepted_round(
    packs: Sequence[VerifiedPack], states: Collection[str], attachments: AttachmentLimits = NO_ATTACHMENTS
) -> AcceptedRound:
    """What the versions of one round's pack allow; raises PackRefused when they contradict each other."""
    said = {(pack.manifest.round.id, pack.manifest.period, pack.manifest.form) for pack in packs if pack.manifest.round}
    if len(said) != 1:
        raise PackRefused(MANIFEST, why=Phrase("its versions are of different rounds, periods or forms"))
    round_id, period, form = said.pop()
    if form is None:
        raise PackRefused(MANIFEST, why=Phrase("it has no form"))
    versions = {pack.version: AcceptedPack(pack.manifest_sha512, pack.manifest.audience.keys) for pack in packs}
    return AcceptedRound(round_id, period, form, frozenset(states), versions, attachments)
