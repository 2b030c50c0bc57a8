"""A person's certificates: what they say, how they are issued, and whether one leads to the pinned root.

A person has two, one for each algorithm, that say the same. The subject holds state, organisation, the authority's number and the
name; the use is signing documents; the policy says domain and role. Anything more or less is refused.
"""

import asyncio
import hashlib
import logging
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from readmission.bundle.domain import Domain, Role, read_policy_identifier
from readmission.bundle.rejections import (
    AlgorithmRefused,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUnsuited,
    CertificateUntrusted,
    RevocationListMissing,
    RevocationListOutdated,
    WrongDomain,
)
from readmission.bundle.revocation import withdrawn
from readmission.bundle.trust import Anchors
from readmission.errors import Phrase

DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
MAX_CERTIFICATE_BYTES: Final = 16 * 1024

SIGNING_ONLY: Final = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)

_SUBJECT: Final = [
    NameOID.COUNTRY_NAME,
    NameOID.ORGANIZATION_NAME,
    NameOID.SERIAL_NUMBER,
    NameOID.COMMON_NAME,
]
_EXTENSIONS: Final = {
    x509.BasicConstraints.oid,
    x509.KeyUsage.oid,
    x509.ExtendedKeyUsage.oid,
    x509.CertificatePolicies.oid,
    x509.SubjectKeyIdentifier.oid,
    x509.AuthorityKeyIdentifier.oid,
}
_CURVES: Final = (SECP256R1, SECP384R1)
_MAX_NUMBER_DIGITS: Final = 15


class Algorithm(StrEnum):
    """With what a signature is made; every signer signs with both."""

    EC = "ECDSA"
    ML_DSA = "ML-DSA-65"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a certificate says its holder is."""

    person: int
    name: str
    state: str
    organisation: str
    domain: Domain
    role: Role


def load_certificate(der: bytes, algorithm: Algorithm, place: str = "") -> x509.Certificate:
    """A certificate for a key of this algorithm; raises CertificateUnsuited or AlgorithmRefused."""
    try:
        with warnings.catch_warnings():
            # What the library still reads but warns of, such as a serial number below one, is no certificate here.
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, CryptographyDeprecationWarning):
        raise CertificateUnsuited(place, why=Phrase("it cannot be read")) from None
    if algorithm is Algorithm.ML_DSA and not isinstance(key, MLDSA65PublicKey):
        raise AlgorithmRefused(place, why=Phrase("its key is not of ML-DSA-65"))
    if algorithm is Algorithm.EC:
        if not isinstance(key, EllipticCurvePublicKey):
            raise AlgorithmRefused(place, why=Phrase("its key is not on an elliptic curve"))
        if not isinstance(key.curve, _CURVES):
            raise AlgorithmRefused(place, why=Phrase("its key is on a curve that is not permitted"))
    return certificate


def read_holder(certificate: x509.Certificate, place: str = "") -> Holder:
    """Who a certificate says its holder is, all of its profile checked; raises CertificateUnsuited."""
    try:
        extensions = {extension.oid: extension for extension in certificate.extensions}
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        raise CertificateUnsuited(place, why=Phrase("its extensions cannot be read")) from None
    _check_use(extensions, place)
    domain, role = _policy(extensions[x509.CertificatePolicies.oid].value, place)
    attributes = list(certificate.subject)
    if [attribute.oid for attribute in attributes] != _SUBJECT:
        raise CertificateUnsuited(place, why=Phrase("its subject has another shape"))
    state, organisation, number, name = (str(attribute.value) for attribute in attributes)
    return Holder(_person(number, place), name, state, organisation, domain, role)


def require_trusted(der: bytes, algorithm: Algorithm, anchors: Anchors, now: datetime, place: str = "") -> Holder:
    """Who holds a certificate that leads to the pinned root, is in its time and is not withdrawn; raises why not."""
    certificate = load_certificate(der, algorithm, place)
    refuse_other_domain(certificate, anchors.domain, place)
    lists = anchors.require_lists()
    lists.require_current(now)
    first = algorithm is Algorithm.EC
    root, revoked = (anchors.roots.ec, lists.ec) if first else (anchors.roots.ml_dsa, lists.ml_dsa)
    _validate_path(der, root, revoked, now, place)
    # The library asks whether it was withdrawn before this moment; withdrawn is withdrawn, whatever the clock says.
    if certificate.serial_number in withdrawn(revoked):
        raise CertificateRevoked(place)
    holder = read_holder(certificate, place)
    if holder.domain is not anchors.domain:
        raise WrongDomain(place)
    return holder


def refuse_other_domain(certificate: x509.Certificate, domain: Domain, place: str = "") -> None:
    """Say of a certificate from a rehearsal that it is one, or the reverse; raises WrongDomain.

    This only finds the more helpful words: such a certificate does not lead to the pinned root either.
    """
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
        said = _policy(policies, place)
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, CertificateUnsuited):
        return
    if said[0] is not domain:
        raise WrongDomain(place)


def certificate_digest(der: bytes) -> str:
    """How manifests name a certificate."""
    return hashlib.sha512(der).hexdigest()


def key_digest(certificate: x509.Certificate) -> str:
    """The SHA-512 of a certificate's public key, by which keys are compared."""
    return spki_digest(certificate.public_key())


def spki_digest(key: CertificatePublicKeyTypes) -> str:
    """The SHA-512 of a public key."""
    return hashlib.sha512(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _check_use(extensions: dict[x509.ObjectIdentifier, x509.Extension[Any]], place: str) -> None:
    if extensions.keys() != _EXTENSIONS:
        raise CertificateUnsuited(place, why=Phrase("it does not have exactly the expected extensions"))
    if extensions[x509.BasicConstraints.oid].value.ca:
        raise CertificateUnsuited(place, why=Phrase("it is the certificate of an authority"))
    usage = extensions[x509.KeyUsage.oid]
    if usage.value != SIGNING_ONLY or not usage.critical:
        raise CertificateUnsuited(place, why=Phrase("its key is not for digital signatures alone"))
    if list(extensions[x509.ExtendedKeyUsage.oid].value) != [DOCUMENT_SIGNING]:
        raise CertificateUnsuited(place, why=Phrase("it is not for signing documents"))


def _policy(policies: x509.CertificatePolicies, place: str) -> tuple[Domain, Role]:
    found = [read_policy_identifier(policy.policy_identifier.dotted_string) for policy in policies]
    if len(found) != 1 or found[0] is None:
        raise CertificateUnsuited(place, why=Phrase("it does not say for which domain and role it is"))
    return found[0]


def _person(text: str, place: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > _MAX_NUMBER_DIGITS or str(int(text)) != text or text == "0":
        raise CertificateUnsuited(place, why=Phrase("its holder has no number"))
    return int(text)


def _validate_path(der: bytes, root: bytes, revoked: bytes, now: datetime, place: str) -> None:
    # Imported here: the library takes a third of a second, and most starts of the program verify nothing.
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko_certvalidator import CertificateValidator, errors  # noqa: PLC0415
    from pyhanko_certvalidator.context import ValidationContext  # noqa: PLC0415

    # Its messages repeat names out of certificates; they belong in no log.
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)
    # The lists are those that `revocation` has checked; nothing embedded in a signature is used to build a path.
    context = ValidationContext(
        trust_roots=[Certificate.load(root)],
        crls=[revoked],
        moment=now,
        allow_fetching=False,
        revocation_mode="require",
        time_tolerance=timedelta(0),
    )
    validator = CertificateValidator(Certificate.load(der), validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
    except errors.ExpiredError:
        raise CertificateExpired(place) from None
    except errors.NotYetValidError:
        raise CertificateNotYetValid(place) from None
    except errors.RevokedError:
        raise CertificateRevoked(place) from None
    except errors.StaleRevinfoError:
        raise RevocationListOutdated(place, why=Phrase("its time is over")) from None
    except errors.InsufficientRevinfoError:
        raise RevocationListMissing(place) from None
    except (errors.PathError, errors.ValidationError, ValueError, TypeError):
        raise CertificateUntrusted(place) from None
