"""Round packs: signed by the Commission, sealed for nobody, verified before anything in them is read.

A pack carries the form, the round, each state's reference figures, the recipients and the newest lists of withdrawn certificates. Its
version grows, and a program that has seen one takes no older one.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from readmission import canonical
from readmission.bundle.assembly import assemble
from readmission.bundle.certificates import Algorithm, certificate_digest, load_certificate, read_holder
from readmission.bundle.container import Content, container_chunks
from readmission.bundle.domain import Role
from readmission.bundle.enrolment import carried_lists
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import NamedRecipient, read_recipients, recipients_json
from readmission.bundle.manifest import Kind, Manifest, SignerEntry
from readmission.bundle.refusals import IdentityRefused
from readmission.bundle.rejections import PackRefused, PackTooOld, WrongRound
from readmission.bundle.revocation import EC_LIST, ML_DSA_LIST, RevocationLists
from readmission.bundle.signing import own_certificates
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.bundle.verifying import Parts, Source, Verified, check_digests, open_parts, reading, verify_parts
from readmission.bundle.writing import Target, writing
from readmission.canonical import NotCanonical
from readmission.errors import Phrase

MAX_PACK_BYTES: Final = 1 << 27
ROUND: Final = "round.json"
RECIPIENTS: Final = "recipients.json"
FORM: Final = "form/"
REFERENCE: Final = "reference/"
OTHERS: Final = "others/"


@dataclass(frozen=True)
class PackContents:
    """What goes into a pack: the canonical text of the round, files by name, and the facts of figures by state."""

    round: bytes
    form: Mapping[str, bytes]
    reference: Mapping[str, bytes]
    recipients: tuple[NamedRecipient, ...]
    lists: RevocationLists
    others: Mapping[str, bytes] = field(default_factory=dict)


class VerifiedPack(Verified):
    """A genuine pack."""

    def __init__(
        self, parts: Parts, manifest: Manifest, signers: tuple[VerifiedSigner, ...], stack: ExitStack, anchors: Anchors
    ) -> None:
        super().__init__(parts, manifest, signers, stack)
        self.anchors = anchors
        self.signer = signers[0]
        self.recipients = self._read_recipients()

    @property
    def version(self) -> int:
        """The version of the pack."""
        return self.manifest.sequence

    @property
    def round(self) -> bytes:
        """The canonical text of the round."""
        return self.read(ROUND)

    @property
    def form(self) -> dict[str, bytes]:
        """The files of the form."""
        return self._under(FORM)

    @property
    def reference(self) -> dict[str, bytes]:
        """The facts of the reference figures by state."""
        return {name.removesuffix(".csv"): text for name, text in self._under(REFERENCE).items()}

    @property
    def others(self) -> dict[str, bytes]:
        """Whatever else the Commission sends along."""
        return self._under(OTHERS)

    def _under(self, folder: str) -> dict[str, bytes]:
        return {name.removeprefix(folder): self.read(name) for name in self.names if name.startswith(folder)}

    def _read_recipients(self) -> tuple[NamedRecipient, ...]:
        try:
            found = read_recipients(canonical.read(self.read(RECIPIENTS)))
        except (KeyError, TypeError, ValueError, NotCanonical, IdentityRefused):
            raise PackRefused(RECIPIENTS, why=Phrase("its recipients cannot be read")) from None
        if tuple(sorted(one.recipient.id for one in found)) != self.manifest.audience.keys:
            raise PackRefused(RECIPIENTS, why=Phrase("its recipients are not those of its manifest"))
        return found


def write_pack(target: Target, *, draft: Manifest, contents: PackContents, keys: SigningKeys, now: datetime) -> str:
    """Sign a pack and write it whole; returns the SHA-512 of its manifest."""
    members: dict[str, Content] = {
        ROUND: contents.round,
        RECIPIENTS: canonical.write(recipients_json(contents.recipients)),
        EC_LIST: contents.lists.ec,
        ML_DSA_LIST: contents.lists.ml_dsa,
    }
    members |= {f"{FORM}{name}": text for name, text in contents.form.items()}
    members |= {f"{REFERENCE}{state}.csv": text for state, text in contents.reference.items()}
    members |= {f"{OTHERS}{name}": text for name, text in contents.others.items()}
    assembly = assemble(replace(draft, signers=(signer_entry(keys, Role.COMMISSION.value),)), members)
    with writing(target) as stream:
        for chunk in container_chunks(assembly.signed_by(keys, now=now)):
            stream.write(chunk)
    return assembly.manifest_sha512


def open_pack(source: Source, *, anchors: Anchors, now: datetime, floor: int = 0, round_id: str = "") -> VerifiedPack:
    """A genuine pack of at least the version `floor`; raises the reason why it is none."""
    stack = ExitStack()
    with reading(source, stack) as stream:
        parts = open_parts(stream, Kind.ROUND, max_bytes=MAX_PACK_BYTES)
        current = anchors.with_lists(carried_lists(parts, anchors))
        manifest, signers = verify_parts(parts, kind=Kind.ROUND, role=Role.COMMISSION, anchors=current, now=now)
        if round_id and (manifest.round is None or manifest.round.id != round_id):
            raise WrongRound
        if manifest.sequence < floor:
            raise PackTooOld
        check_digests(parts.container, parts.signed)
        return VerifiedPack(parts, manifest, signers, stack, current)


def signer_entry(keys: SigningKeys, role: str) -> SignerEntry:
    """How a manifest names the owner of certified keys."""
    ec, ml_dsa = own_certificates(keys)
    holder = read_holder(load_certificate(ec, Algorithm.EC))
    return SignerEntry(holder.person, role, certificate_digest(ec), certificate_digest(ml_dsa))
