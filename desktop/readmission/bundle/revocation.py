"""Lists of withdrawn certificates: one from each root, always issued together and under one number.

A list proves itself by its root's signature, so it is checked here, once, before anything is checked against it. The program
never fetches one: lists come with the state kit, with round packs and with certificates.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

from readmission.bundle.rejections import RevocationListForged, RevocationListOutdated
from readmission.errors import Phrase

MAX_LIST_BYTES: Final = 1 << 22
EC_LIST: Final = "trust/ec.crl"
ML_DSA_LIST: Final = "trust/ml-dsa.crl"

_LIST_EXTENSIONS: Final = {x509.CRLNumber.oid, x509.AuthorityKeyIdentifier.oid}
_ENTRY_EXTENSIONS: Final = {x509.CRLReason.oid}


@dataclass(frozen=True, slots=True)
class RevocationLists:
    """Both lists (DER), their number, and the time for which they speak."""

    ec: bytes = field(repr=False)
    ml_dsa: bytes = field(repr=False)
    number: int
    issued_at: datetime
    next_update: datetime

    def require_current(self, now: datetime) -> None:
        """Refuse lists that do not speak for this moment; raises RevocationListOutdated."""
        if now > self.next_update:
            raise RevocationListOutdated(why=Phrase("its time is over"))
        if now < self.issued_at:
            raise RevocationListOutdated(why=Phrase("it was issued after the date of this computer"))


def read_lists(roots: tuple[x509.Certificate, x509.Certificate], ec: bytes, ml_dsa: bytes) -> RevocationLists:
    """The lists of both roots (elliptic curve first), their signatures checked; raises RevocationListForged."""
    ec_list, ml_dsa_list = _read(ec, roots[0], EC_LIST), _read(ml_dsa, roots[1], ML_DSA_LIST)
    said = {(_number(read), read.last_update_utc, read.next_update_utc) for read in (ec_list, ml_dsa_list)}
    if len(said) != 1:
        raise RevocationListForged(why=Phrase("the lists of both roots were not issued together"))
    number, issued_at, next_update = said.pop()
    if next_update is None or next_update <= issued_at:
        raise RevocationListForged(why=Phrase("it has no end"))
    return RevocationLists(ec, ml_dsa, number, issued_at, next_update)


def withdrawn(text: bytes) -> frozenset[int]:
    """The serial numbers in a list that was checked before."""
    return frozenset(entry.serial_number for entry in x509.load_der_x509_crl(text))


def _read(text: bytes, root: x509.Certificate, place: str) -> x509.CertificateRevocationList:
    if len(text) > MAX_LIST_BYTES:
        raise RevocationListForged(place, why=Phrase("it is too long"))
    try:
        read = x509.load_der_x509_crl(text)
        extensions = {extension.oid for extension in read.extensions}
        entries = {extension.oid for entry in read for extension in entry.extensions}
        genuine = read.issuer == root.subject and read.is_signature_valid(_issuer_key(root))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.DuplicateExtension, x509.InvalidVersion):
        raise RevocationListForged(place, why=Phrase("it cannot be read")) from None
    if not genuine:
        raise RevocationListForged(place, why=Phrase("its signature is of another key"))
    # A delta, indirect or partial list would say less than it seems to.
    if extensions != _LIST_EXTENSIONS or not entries <= _ENTRY_EXTENSIONS:
        raise RevocationListForged(place, why=Phrase("it is not a full and simple list"))
    return read


def _issuer_key(root: x509.Certificate) -> EllipticCurvePublicKey | MLDSA65PublicKey:
    key = root.public_key()
    if not isinstance(key, EllipticCurvePublicKey | MLDSA65PublicKey):
        raise TypeError("a root of another kind")
    return key


def _number(read: x509.CertificateRevocationList) -> int:
    return read.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
