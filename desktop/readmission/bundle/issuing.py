"""What the authority writes with its root keys: its own roots, certificates of persons, lists of withdrawn certificates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from readmission.bundle.certificates import DOCUMENT_SIGNING, SIGNING_ONLY, Holder
from readmission.bundle.domain import Domain, policy_identifier
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.trust import COMMISSION_STATE

PrivateKey: TypeAlias = EllipticCurvePrivateKey | MLDSA65PrivateKey
PublicKey: TypeAlias = EllipticCurvePublicKey | MLDSA65PublicKey

# The clock of an offline computer may be a little behind the authority's.
_BACKDATED: Final = timedelta(hours=12)
_ROOT_DAYS: Final = 20 * 366
_REQUEST_DAYS: Final = 90

_ROOT_USAGE: Final = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def make_roots(keys: SigningKeys, *, domain: Domain, name: str, now: datetime) -> tuple[bytes, bytes]:
    """Self-signed certificates of an authority, the elliptic curve first; the name says the domain."""
    return _root(keys.ec_key, "EC", domain, name, now), _root(keys.mldsa_key, "ML-DSA", domain, name, now)


def make_certificate(
    key: PublicKey, holder: Holder, *, root: x509.Certificate, root_key: PrivateKey, until: datetime, now: datetime
) -> bytes:
    """A certificate (DER) for a person's key."""
    policy = x509.ObjectIdentifier(policy_identifier(holder.domain, holder.role))
    built = (
        x509.CertificateBuilder()
        .subject_name(_subject(holder))
        .issuer_name(root.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_whole(now - _BACKDATED))
        .not_valid_after(_whole(until))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(SIGNING_ONLY, critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=True)
        .add_extension(x509.CertificatePolicies([x509.PolicyInformation(policy, None)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(_authority_key(root), critical=False)
    )
    return built.sign(root_key, _digest(root_key)).public_bytes(Encoding.DER)


def make_list(
    withdrawn: Mapping[int, datetime],
    *,
    number: int,
    root: x509.Certificate,
    root_key: PrivateKey,
    until: datetime,
    now: datetime,
) -> bytes:
    """A list (DER) of withdrawn certificates: serial number and since when."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(_whole(now - _BACKDATED))
        .next_update(_whole(until))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_authority_key(root), critical=False)
    )
    for serial, since in sorted(withdrawn.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_whole(since))
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(root_key, _digest(root_key)).public_bytes(Encoding.DER)


def _root(key: PrivateKey, algorithm: str, domain: Domain, name: str, now: datetime) -> bytes:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, COMMISSION_STATE),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, domain.value),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {algorithm} root ({domain.value})"),
        ]
    )
    public = key.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_whole(now - _BACKDATED))
        .not_valid_after(_whole(now + timedelta(days=_ROOT_DAYS)))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_ROOT_USAGE, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return built.sign(key, _digest(key)).public_bytes(Encoding.DER)


def _subject(holder: Holder) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, holder.state),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.organisation),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(holder.person)),
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
        ]
    )


def _authority_key(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _digest(key: PrivateKey) -> hashes.SHA384 | None:
    return hashes.SHA384() if isinstance(key, EllipticCurvePrivateKey) else None


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def make_self_signed(key: PrivateKey, name: str, now: datetime) -> bytes:
    """A certificate that says nothing but that its key is at hand; it goes with a request and is worth nothing else."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_whole(now - _BACKDATED))
        .not_valid_after(_whole(now + timedelta(days=_REQUEST_DAYS)))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(SIGNING_ONLY, critical=True)
    )
    return built.sign(key, _digest(key)).public_bytes(Encoding.DER)
