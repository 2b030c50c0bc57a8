"""Key files: a person's signing keys and an office's identities, as ordinary text inside a small age file.

The PEM text is not encrypted a second time: the PKCS#8 and PKCS#12 writers of the library derive their keys far too cheaply.
`age --decrypt` and `openssl` read these files without this program.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from readmission.bundle.age import decrypt_with_password, encrypt_with_password, open_bytes, seal_bytes
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.refusals import IdentityRefused, KeyFileRefused
from readmission.errors import Phrase

MAX_CERTIFICATES: Final = 8
MAX_IDENTITIES: Final = 32

_CURVES: Final = (ec.SECP256R1, ec.SECP384R1)
_KEY_LABEL: Final = "PRIVATE KEY"
_CERTIFICATE_LABEL: Final = "CERTIFICATE"
_PEM_BLOCK: Final = re.compile(r"-----BEGIN ([A-Z ]+)-----\n[A-Za-z0-9+/=\n]+-----END \1-----\n")


@dataclass(frozen=True, slots=True, eq=False)
class SigningKeys:
    """What a person signs with: both private keys and, once issued, the certificates (DER), the person's own first."""

    ec_key: ec.EllipticCurvePrivateKey = field(repr=False)
    mldsa_key: MLDSA65PrivateKey = field(repr=False)
    certificates: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def generate(cls, curve: ec.EllipticCurve | None = None) -> "SigningKeys":
        """New keys without certificates, the elliptic one on P-256 unless said otherwise."""
        return cls(ec.generate_private_key(curve or ec.SECP256R1()), MLDSA65PrivateKey.generate())


def write_keyfile(keys: SigningKeys, *, password: str | None = None, recipient: Recipient | None = None) -> bytes:
    """A file of signing keys, closed by a password or for a recipient; raises KeyFileRefused or PasswordRefused."""
    _check_curve(keys.ec_key)
    if len(keys.certificates) > MAX_CERTIFICATES:
        raise KeyFileRefused(why=Phrase("it holds too many certificates"))
    private = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in (keys.ec_key, keys.mldsa_key)]
    return _close(b"".join((*private, *map(_certificate_pem, keys.certificates))), password, recipient)


def read_keyfile(data: bytes, *, password: str | None = None, identity: Identity | None = None) -> SigningKeys:
    """The signing keys of a file; raises WrongPassword, NotForUs, SealDamaged, SealNotAllowed or KeyFileRefused."""
    blocks = _pem_blocks(_open(data, password, identity))
    labels = [label for label, _ in blocks]
    certificates = len(labels) - 2
    if not 0 <= certificates <= MAX_CERTIFICATES or labels != [_KEY_LABEL] * 2 + [_CERTIFICATE_LABEL] * certificates:
        raise KeyFileRefused(why=Phrase("not two private keys followed by certificates"))
    ec_key, mldsa_key = (_private_key(text) for _, text in blocks[:2])
    if not isinstance(ec_key, ec.EllipticCurvePrivateKey) or not isinstance(mldsa_key, MLDSA65PrivateKey):
        raise KeyFileRefused(why=Phrase("its keys are of other kinds"))
    _check_curve(ec_key)
    return SigningKeys(ec_key, mldsa_key, tuple(_certificate_der(text) for _, text in blocks[2:]))


def write_identity_file(
    identities: Sequence[Identity], *, password: str | None = None, recipient: Recipient | None = None
) -> bytes:
    """A file of identities, the current one first, as `age` reads it; closed by a password or for a recipient."""
    if not 1 <= len(identities) <= MAX_IDENTITIES:
        raise KeyFileRefused(why=Phrase("it holds 1 to {most} identities", most=MAX_IDENTITIES))
    lines = [f"# public key: {identity.recipient.text}\n{identity.text}\n" for identity in identities]
    return _close("".join(lines).encode(), password, recipient)


def read_identity_file(data: bytes, *, password: str | None = None, identity: Identity | None = None) -> tuple[Identity, ...]:
    """The identities of a file; raises WrongPassword, NotForUs, SealDamaged, SealNotAllowed or KeyFileRefused."""
    lines = (line.strip() for line in _text(_open(data, password, identity)).split("\n"))
    texts = [line for line in lines if line and not line.startswith("#")]
    if not 1 <= len(texts) <= MAX_IDENTITIES:
        raise KeyFileRefused(why=Phrase("it holds 1 to {most} identities", most=MAX_IDENTITIES))
    try:
        return tuple(Identity.parse(text) for text in texts)
    except IdentityRefused as error:
        raise KeyFileRefused(why=error.details["why"]) from None


def _close(data: bytes, password: str | None, recipient: Recipient | None) -> bytes:
    if password is not None and recipient is None:
        return encrypt_with_password(data, password)
    if recipient is not None and password is None:
        return seal_bytes(data, [recipient])
    raise TypeError("either a password or a recipient")


def _open(data: bytes, password: str | None, identity: Identity | None) -> bytes:
    if password is not None and identity is None:
        return decrypt_with_password(data, password)
    if identity is not None and password is None:
        return open_bytes(data, [identity])
    raise TypeError("either a password or an identity")


def _text(data: bytes) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise KeyFileRefused(why=Phrase("it is no plain text")) from None


def _pem_blocks(data: bytes) -> list[tuple[str, bytes]]:
    text = _text(data)
    matches = list(_PEM_BLOCK.finditer(text))
    if "".join(match[0] for match in matches) != text:
        raise KeyFileRefused(why=Phrase("it holds more than keys and certificates"))
    return [(match[1], match[0].encode()) for match in matches]


def _private_key(text: bytes) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(text, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileRefused(why=Phrase("a private key is malformed")) from None


def _check_curve(key: ec.EllipticCurvePrivateKey) -> None:
    if not isinstance(key.curve, _CURVES):
        raise KeyFileRefused(why=Phrase("its elliptic curve is not accepted"))


def _certificate_pem(der: bytes) -> bytes:
    try:
        return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
    except ValueError:
        raise KeyFileRefused(why=Phrase("a certificate is malformed")) from None


def _certificate_der(text: bytes) -> bytes:
    try:
        return x509.load_pem_x509_certificate(text).public_bytes(Encoding.DER)
    except ValueError:
        raise KeyFileRefused(why=Phrase("a certificate is malformed")) from None
