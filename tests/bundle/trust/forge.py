"""Certificates and lists of every kind that must not be accepted, signed by the roots of the test domain or by others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes, CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from bundle.trust.world import NOW, World
from readmission.bundle.authority import Authority
from readmission.bundle.certificates import DOCUMENT_SIGNING, SIGNING_ONLY
from readmission.bundle.domain import Domain, Role, policy_identifier
from readmission.bundle.keyfile import SigningKeys

Extensions: TypeAlias = tuple[tuple[x509.ExtensionType, bool], ...]

POLICY = policy_identifier(Domain.REHEARSAL, Role.MINISTRY)
SUBJECT = (
    (NameOID.COUNTRY_NAME, "BE"),
    (NameOID.ORGANIZATION_NAME, "Office"),
    (NameOID.SERIAL_NUMBER, "77"),
    (NameOID.COMMON_NAME, "Forged"),
)


def policies(*dotted: str) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(one), None) for one in dotted])


@dataclass(frozen=True)
class Draft:
    """A certificate to be issued; as it stands, an honest one."""

    subject: tuple[tuple[x509.ObjectIdentifier, str], ...] = SUBJECT
    start: datetime = NOW - timedelta(days=1)
    end: datetime = NOW + timedelta(days=100)
    constraints: tuple[x509.ExtensionType, bool] | None = (x509.BasicConstraints(ca=False, path_length=None), True)
    usage: tuple[x509.ExtensionType, bool] | None = (SIGNING_ONLY, True)
    purpose: tuple[x509.ExtensionType, bool] | None = (x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), True)
    policy: tuple[x509.ExtensionType, bool] | None = (policies(POLICY), False)
    more: Extensions = ()
    serial: int | None = None

    def subject_with(self, oid: x509.ObjectIdentifier, value: str) -> "Draft":
        """Another value in the subject."""
        return replace(self, subject=tuple((found, value if found == oid else old) for found, old in self.subject))


def issue(
    draft: Draft, key: CertificatePublicKeyTypes, issuer: x509.Certificate, issuer_key: CertificateIssuerPrivateKeyTypes
) -> bytes:
    """The certificate (DER)."""
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in draft.subject]))
        .issuer_name(issuer.subject)
        .public_key(key)
        .serial_number(draft.serial or x509.random_serial_number())
        .not_valid_before(draft.start)
        .not_valid_after(draft.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
    )
    fixed = [part for part in (draft.constraints, draft.usage, draft.purpose, draft.policy) if part is not None]
    for extension, critical in (*fixed, *draft.more):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer_key, digest_for(issuer_key)).public_bytes(Encoding.DER)


def issue_pair(draft: Draft, authority: Authority, keys: SigningKeys, second: Draft | None = None) -> tuple[bytes, bytes]:
    """Both certificates of a person, by the roots of an authority."""
    (ec_root, ml_dsa_root), root_keys = authority.roots.certificates, authority._root_keys
    return (
        issue(draft, keys.ec_key.public_key(), ec_root, root_keys.ec_key),
        issue(second or draft, keys.mldsa_key.public_key(), ml_dsa_root, root_keys.mldsa_key),
    )


def revoke_list(
    issuer: x509.Certificate,
    issuer_key: CertificateIssuerPrivateKeyTypes,
    *,
    number: int | None = 1,
    start: datetime = NOW - timedelta(days=1),
    end: datetime = NOW + timedelta(days=30),
    withdrawn: Iterable[int] = (),
    since: datetime = NOW - timedelta(hours=1),
    more: Extensions = (),
    entry_more: Extensions = (),
) -> bytes:
    """A list of withdrawn certificates (DER)."""
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(start)
        .next_update(end)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
    )
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    for serial in withdrawn:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        for extension, critical in entry_more:
            entry = entry.add_extension(extension, critical=critical)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer_key, digest_for(issuer_key)).public_bytes(Encoding.DER)


def list_pair(world: World, **options: object) -> tuple[bytes, bytes]:
    """Both lists of the test domain."""
    (ec_root, ml_dsa_root), keys = world.authority.roots.certificates, world.authority._root_keys
    return (
        revoke_list(ec_root, keys.ec_key, **options),  # type: ignore[arg-type]  # the options of `revoke_list`
        revoke_list(ml_dsa_root, keys.mldsa_key, **options),  # type: ignore[arg-type]  # the options of `revoke_list`
    )


def digest_for(key: CertificateIssuerPrivateKeyTypes) -> hashes.SHA384 | None:
    return hashes.SHA384() if isinstance(key, EllipticCurvePrivateKey) else None
