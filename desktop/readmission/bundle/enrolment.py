"""How a person comes by certificates: a request that proves possession of new keys, and the file that brings the certificates.

A request is signed with the new keys themselves, so it proves that they are at hand and nothing about who holds them: somebody at
the authority compares the fingerprint with the person, by telephone or face to face, before issuing.
"""

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from readmission.bundle.assembly import assemble
from readmission.bundle.certificates import MAX_CERTIFICATE_BYTES, Algorithm, load_certificate, refuse_other_domain
from readmission.bundle.container import MANIFEST, Content, container_chunks
from readmission.bundle.domain import Domain, Role
from readmission.bundle.issuing import PublicKey, make_self_signed
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Kind, Manifest, SignerEntry
from readmission.bundle.manifest_text import MAX_MANIFEST_BYTES, moment_text, read_manifest
from readmission.bundle.refusals import RequestRefused
from readmission.bundle.rejections import SignaturePairBroken
from readmission.bundle.revocation import EC_LIST, MAX_LIST_BYTES, ML_DSA_LIST, RevocationLists
from readmission.bundle.signing import own_certificates, read_pair, signer_of
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.bundle.verifying import Parts, Source, check_digests, check_files, open_parts, reading, verify_parts
from readmission.canonical import read_object, write
from readmission.errors import Phrase

MAX_ENROLMENT_BYTES: Final = 16 << 20
MAX_NAME_LETTERS: Final = 64

_PERSON: Final = "person.json"
_EC_CERTIFICATE: Final = "ec.cer"
_ML_DSA_CERTIFICATE: Final = "ml-dsa.cer"
_GROUPS: Final = 8


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """Who asks for certificates, and for which keys; what is said here is said by whoever holds the keys."""

    name: str
    state: str
    organisation: str
    domain: Domain
    ec_key: EllipticCurvePublicKey = field(repr=False)
    ml_dsa_key: MLDSA65PublicKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """What to compare with the person before issuing."""
        return _fingerprint(self.ec_key, self.ml_dsa_key)


def fingerprint(keys: SigningKeys) -> str:
    """What the person reads out; the authority sees the same in the request."""
    return _fingerprint(keys.ec_key.public_key(), keys.mldsa_key.public_key())


def write_request(
    keys: SigningKeys, *, name: str, state: str, organisation: str, domain: Domain, app_version: str, now: datetime
) -> bytes:
    """A request for certificates, signed with the keys it is for."""
    require_printable(name, organisation)
    pair = (make_self_signed(keys.ec_key, name, now), make_self_signed(keys.mldsa_key, name, now))
    draft = Manifest(
        kind=Kind.REQUEST,
        domain=domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(now),
        app_version=app_version,
        state=state,
        organisation=organisation,
    )
    assembly = assemble(draft, {_PERSON: write({"name": name})})
    return b"".join(container_chunks(assembly.signed_by(replace(keys, certificates=pair), now=now)))


def read_request(source: Source) -> EnrolmentRequest:
    """A request whose signatures were made with the keys it is for; raises the reason why not."""
    with ExitStack() as stack, reading(source, stack) as stream:
        parts = open_parts(stream, Kind.REQUEST, max_bytes=MAX_ENROLMENT_BYTES)
        certificates = read_pair(parts.pairs[0])
        manifest = read_manifest(parts.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES), Kind.REQUEST)
        check_files(manifest, parts.container, parts.signed)
        check_digests(parts.container, parts.signed)
        name = read_object(parts.read(_PERSON, max_bytes=MAX_CERTIFICATE_BYTES), place=_PERSON).get("name")
    if not isinstance(name, str):
        raise RequestRefused(why=Phrase("it names nobody"))
    require_printable(name, manifest.organisation)
    ec_key, ml_dsa_key = _keys(certificates)
    return EnrolmentRequest(name, manifest.state, manifest.organisation, manifest.domain, ec_key, ml_dsa_key)


def write_certificate(
    certificates: tuple[bytes, bytes],
    *,
    lists: RevocationLists,
    desk: SigningKeys,
    desk_person: VerifiedSigner,
    draft: Manifest,
    now: datetime,
) -> bytes:
    """The file that brings a person's certificates, signed by the authority's desk, with the newest lists."""
    contents: Mapping[str, Content] = {
        _EC_CERTIFICATE: certificates[0],
        _ML_DSA_CERTIFICATE: certificates[1],
        EC_LIST: lists.ec,
        ML_DSA_LIST: lists.ml_dsa,
    }
    entry = SignerEntry(desk_person.person, Role.AUTHORITY.value, desk_person.ec, desk_person.ml_dsa)
    assembly = assemble(replace(draft, signers=(entry,)), contents)
    return b"".join(container_chunks(assembly.signed_by(desk, now=now)))


def read_certificate(source: Source, *, keys: SigningKeys, anchors: Anchors, now: datetime) -> SigningKeys:
    """The keys with their certificates; raises CertificateNotOurs for those of other keys, or the reason why not."""
    pair, current = _read_pair(source, anchors, now)
    installed = replace(keys, certificates=pair)
    describe(installed, anchors=current, now=now)
    return installed


def read_person(source: Source, *, anchors: Anchors, now: datetime) -> VerifiedSigner:
    """Whom a certificate file certifies; it needs nobody's keys."""
    (ec, ml_dsa), current = _read_pair(source, anchors, now)
    return signer_of(ec, ml_dsa, anchors=current, now=now)


def _read_pair(source: Source, anchors: Anchors, now: datetime) -> tuple[tuple[bytes, bytes], Anchors]:
    with ExitStack() as stack, reading(source, stack) as stream:
        parts = open_parts(stream, Kind.CERTIFICATE, max_bytes=MAX_ENROLMENT_BYTES)
        current = anchors.with_lists(carried_lists(parts, anchors))
        verify_parts(parts, kind=Kind.CERTIFICATE, role=Role.AUTHORITY, anchors=current, now=now)
        check_digests(parts.container, parts.signed)
        ec, ml_dsa = (parts.read(name, max_bytes=MAX_CERTIFICATE_BYTES) for name in (_EC_CERTIFICATE, _ML_DSA_CERTIFICATE))
    return (ec, ml_dsa), current


def describe(keys: SigningKeys, *, anchors: Anchors, now: datetime) -> VerifiedSigner:
    """Who the holder of these keys is, by certificates that hold today; raises the reason why they do not."""
    ec, ml_dsa = own_certificates(keys)
    return signer_of(ec, ml_dsa, anchors=anchors, now=now)


def carried_lists(parts: Parts, anchors: Anchors) -> RevocationLists:
    """The lists in a container; they prove themselves by the roots' signatures, whoever signed the container."""
    # Asked first, because the lists of another domain are of other roots and would be called forged.
    for der, algorithm in zip(read_pair(parts.pairs[0]), Algorithm, strict=True):
        refuse_other_domain(load_certificate(der, algorithm), anchors.domain)
    ec, ml_dsa = (parts.read(name, max_bytes=MAX_LIST_BYTES) for name in (EC_LIST, ML_DSA_LIST))
    return anchors.roots.read_lists(ec, ml_dsa)


def require_printable(*texts: str) -> None:
    """Refuse what cannot stand in the subject of a certificate; raises RequestRefused."""
    # The subject of a certificate holds no longer texts (RFC 5280, appendix A.1).
    if any(not text.isprintable() or not text.strip() or len(text) > MAX_NAME_LETTERS for text in texts):
        raise RequestRefused(why=Phrase("a name is empty or longer than {most} letters", most=MAX_NAME_LETTERS))


def _keys(certificates: tuple[bytes, bytes]) -> tuple[EllipticCurvePublicKey, MLDSA65PublicKey]:
    ec_key = load_certificate(certificates[0], Algorithm.EC).public_key()
    ml_dsa_key = load_certificate(certificates[1], Algorithm.ML_DSA).public_key()
    if not isinstance(ec_key, EllipticCurvePublicKey) or not isinstance(ml_dsa_key, MLDSA65PublicKey):
        raise SignaturePairBroken
    return ec_key, ml_dsa_key


def _fingerprint(*keys: PublicKey) -> str:
    digest = hashlib.sha256()
    for key in keys:
        digest.update(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    text = digest.hexdigest().upper()
    return " ".join(text[4 * group : 4 * group + 4] for group in range(_GROUPS))
