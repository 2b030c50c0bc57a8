"""Whom the program trusts: two pinned roots, one for each algorithm, and the newest lists of withdrawn certificates."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from readmission.bundle.domain import Domain, Role
from readmission.bundle.refusals import KitRefused
from readmission.bundle.rejections import RevocationListMissing
from readmission.bundle.revocation import RevocationLists, read_lists
from readmission.errors import Phrase

COMMISSION_STATE: Final = "EU"


@dataclass(frozen=True)
class Roots:
    """Both roots (DER) of one domain; raises KitRefused for anything but two self-signed roots of the right kinds."""

    domain: Domain
    ec: bytes = field(repr=False)
    ml_dsa: bytes = field(repr=False)

    def __post_init__(self) -> None:
        ec_root, ml_dsa_root = self.certificates
        ec_key = ec_root.public_key()
        if not isinstance(ec_key, EllipticCurvePublicKey) or not isinstance(ec_key.curve, SECP256R1 | SECP384R1):
            raise KitRefused(why=Phrase("the first root is not on a permitted curve"))
        if not isinstance(ml_dsa_root.public_key(), MLDSA65PublicKey):
            raise KitRefused(why=Phrase("the second root is not of ML-DSA-65"))

    @cached_property
    def certificates(self) -> tuple[x509.Certificate, x509.Certificate]:
        """Both roots, the elliptic curve first."""
        return _root(self.ec), _root(self.ml_dsa)

    @property
    def pem(self) -> str:
        """Both roots as text, the elliptic curve first."""
        return "".join(root.public_bytes(Encoding.PEM).decode("ascii") for root in self.certificates)

    @classmethod
    def parse(cls, domain: Domain, pem: str) -> "Roots":
        """The roots of exactly the text that `pem` gives."""
        try:
            ec_root, ml_dsa_root = x509.load_pem_x509_certificates(pem.encode("ascii"))
        except (ValueError, x509.InvalidVersion):
            raise KitRefused(why=Phrase("its roots are not two certificates")) from None
        roots = cls(domain, ec_root.public_bytes(Encoding.DER), ml_dsa_root.public_bytes(Encoding.DER))
        if roots.pem != pem:
            raise KitRefused(why=Phrase("its roots are written in another way"))
        return roots

    def read_lists(self, ec: bytes, ml_dsa: bytes) -> RevocationLists:
        """Lists of withdrawn certificates that these roots issued; raises RevocationListForged."""
        return read_lists(self.certificates, ec, ml_dsa)


@dataclass(frozen=True)
class Anchors:
    """What a check of signatures starts from; without lists nothing can be checked."""

    roots: Roots
    lists: RevocationLists | None = None

    @property
    def domain(self) -> Domain:
        """Rehearsal or production."""
        return self.roots.domain

    def with_lists(self, lists: RevocationLists | None) -> "Anchors":
        """The same roots with the newer of both lists; an older list never replaces a newer one."""
        if lists is None or (self.lists is not None and self.lists.number >= lists.number):
            return self
        return replace(self, lists=lists)

    def require_lists(self) -> RevocationLists:
        """The lists to check against; raises RevocationListMissing."""
        if self.lists is None:
            raise RevocationListMissing
        return self.lists


@dataclass(frozen=True, slots=True)
class VerifiedSigner:
    """A person whose both signatures hold: who the certificates say it is; certificates and keys by SHA-512."""

    person: int
    name: str
    state: str
    organisation: str
    domain: Domain
    role: Role
    ec: str
    ml_dsa: str
    ec_key: str
    ml_dsa_key: str


def _root(der: bytes) -> x509.Certificate:
    try:
        root = x509.load_der_x509_certificate(der)
        root.verify_directly_issued_by(root)
        constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.ExtensionNotFound, x509.InvalidVersion):
        raise KitRefused(why=Phrase("a root is no certificate of an authority")) from None
    if not constraints.ca:
        raise KitRefused(why=Phrase("a root is no certificate of an authority"))
    return root
