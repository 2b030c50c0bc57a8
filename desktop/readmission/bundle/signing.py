"""Two signatures for each signer, one with ECDSA and one with ML-DSA-65, by the two certificates of one person.

Both are required, always: one algorithm falling is not enough to forge. Which algorithms are accepted is never read from a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from readmission.bundle.cades import make_signature, read_signature
from readmission.bundle.certificates import (
    Algorithm,
    certificate_digest,
    key_digest,
    load_certificate,
    require_trusted,
)
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.refusals import CertificateNotOurs
from readmission.bundle.rejections import SamePersonTwice, SignaturePairBroken
from readmission.bundle.trust import Anchors, VerifiedSigner


@dataclass(frozen=True, slots=True)
class SignaturePair:
    """What one signer left: for each algorithm the text signed, the signature, and the name of its file."""

    ec_text: bytes
    ec: bytes
    ml_dsa_text: bytes
    ml_dsa: bytes
    ec_place: str = ""
    ml_dsa_place: str = ""


def sign(ec_text: bytes, ml_dsa_text: bytes, keys: SigningKeys, *, now: datetime) -> tuple[bytes, bytes]:
    """The signatures of a person under two texts, ECDSA first; raises CertificateNotOurs for keys without certificates."""
    ec_certificate, ml_dsa_certificate = own_certificates(keys)
    return (
        make_signature(ec_text, keys.ec_key, ec_certificate, now=now),
        make_signature(ml_dsa_text, keys.mldsa_key, ml_dsa_certificate, now=now),
    )


def own_certificates(keys: SigningKeys) -> tuple[bytes, bytes]:
    """The certificates of a person's two keys, the elliptic curve first; raises CertificateNotOurs."""
    if len(keys.certificates) != len(Algorithm):
        raise CertificateNotOurs
    ec, ml_dsa = keys.certificates
    if load_certificate(ec, Algorithm.EC).public_key() != keys.ec_key.public_key():
        raise CertificateNotOurs
    if load_certificate(ml_dsa, Algorithm.ML_DSA).public_key() != keys.mldsa_key.public_key():
        raise CertificateNotOurs
    return ec, ml_dsa


def verify_pair(pair: SignaturePair, *, anchors: Anchors, now: datetime) -> VerifiedSigner:
    """The person who gave both signatures; raises the reason why they do not hold."""
    ec, ml_dsa = read_pair(pair)
    return signer_of(ec, ml_dsa, anchors=anchors, now=now, places=(pair.ec_place, pair.ml_dsa_place))


def signer_of(ec: bytes, ml_dsa: bytes, *, anchors: Anchors, now: datetime, places: tuple[str, str] = ("", "")) -> VerifiedSigner:
    """The person whom two certificates name that hold today; raises the reason why they do not."""
    holder = require_trusted(ec, Algorithm.EC, anchors, now, places[0])
    if require_trusted(ml_dsa, Algorithm.ML_DSA, anchors, now, places[1]) != holder:
        raise SignaturePairBroken(places[1])
    return VerifiedSigner(
        person=holder.person,
        name=holder.name,
        state=holder.state,
        organisation=holder.organisation,
        domain=holder.domain,
        role=holder.role,
        ec=certificate_digest(ec),
        ml_dsa=certificate_digest(ml_dsa),
        ec_key=key_digest(load_certificate(ec, Algorithm.EC)),
        ml_dsa_key=key_digest(load_certificate(ml_dsa, Algorithm.ML_DSA)),
    )


def require_distinct(signers: Sequence[VerifiedSigner]) -> None:
    """Refuse two signatures of one person, or of two persons with one key; raises SamePersonTwice."""
    for say in ("person", "ec_key", "ml_dsa_key"):
        if len({getattr(signer, say) for signer in signers}) != len(signers):
            raise SamePersonTwice


def read_pair(pair: SignaturePair) -> tuple[bytes, bytes]:
    """The certificates whose keys made both signatures; whether the certificates are worth anything is another question."""
    return (
        read_signature(pair.ec_text, pair.ec, Algorithm.EC, pair.ec_place),
        read_signature(pair.ml_dsa_text, pair.ml_dsa, Algorithm.ML_DSA, pair.ml_dsa_place),
    )
