"""Who opens a sealed file: the recipient (public) and the identity (secret) of age's hybrid post-quantum key.

The key is X-Wing, ML-KEM-768 with X25519, through HPKE; a file stays closed unless both are broken. Both texts are Bech32.
Python cannot wipe memory: a secret is in it as long as its object lives.
"""

import hashlib
import secrets
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

from readmission.bundle import bech32
from readmission.bundle.age_header import FILE_KEY_BYTES, Stanza, decode64, encode64
from readmission.bundle.refusals import IdentityRefused, RecipientsRefused, SealHeaderDamaged
from readmission.errors import Phrase
from readmission.override import override

HYBRID: Final = "mlkem768x25519"
RECIPIENT_PREFIX: Final = "age1pq"
IDENTITY_PREFIX: Final = "age-secret-key-pq-"
SEED_BYTES: Final = 32

_ENCAPSULATED_BYTES: Final = 1120
_WRAPPED_BYTES: Final = FILE_KEY_BYTES + 16
_MLKEM_PUBLIC_BYTES: Final = 1184
_RECIPIENT_BYTES: Final = _MLKEM_PUBLIC_BYTES + 32
_MLKEM_SEED_BYTES: Final = 64
_INFO: Final = b"age-encryption.org/mlkem768x25519"
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class Recipient:
    """Somebody a file can be sealed for; two are equal when their texts are."""

    def __init__(self, mlkem: MLKEM768PublicKey, x25519: X25519PublicKey) -> None:
        self._key = MLKEM768X25519PublicKey(mlkem, x25519)
        self.text: Final = bech32.encode(RECIPIENT_PREFIX, mlkem.public_bytes_raw() + x25519.public_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """The recipient of an age1pq1… text; raises IdentityRefused."""
        if not text.startswith(f"{RECIPIENT_PREFIX}1"):
            raise IdentityRefused(why=Phrase("it does not begin with {prefix}1", prefix=RECIPIENT_PREFIX))
        data = _decode(text, RECIPIENT_PREFIX, _RECIPIENT_BYTES)
        mlkem, x25519 = data[:_MLKEM_PUBLIC_BYTES], data[_MLKEM_PUBLIC_BYTES:]
        try:
            recipient = cls(MLKEM768PublicKey.from_public_bytes(mlkem), X25519PublicKey.from_public_bytes(x25519))
            # A share of low order would agree on nothing secret; agreeing once finds it while its owner can still be asked.
            recipient.wrap(bytes(FILE_KEY_BYTES))
        except (ValueError, RecipientsRefused):
            raise IdentityRefused(why=Phrase("it is no public key")) from None
        return recipient

    @cached_property
    def id(self) -> str:
        """SHA-256 of the text, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza from which only this recipient's identity recovers the file key."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, info=_INFO)
        except ValueError:
            raise RecipientsRefused(why=Phrase("a public key is of low order")) from None
        return Stanza(HYBRID, (encode64(sealed[:_ENCAPSULATED_BYTES]),), sealed[_ENCAPSULATED_BYTES:])

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipient) and self.text == other.text

    @override
    def __hash__(self) -> int:
        return hash(self.text)

    @override
    def __repr__(self) -> str:
        return f"Recipient({self.id[:16]})"


class Identity:
    """The secret that opens what is sealed for its recipient."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a seed has 32 bytes")
        # The expansion of X-Wing: one seed gives the seed of ML-KEM and the scalar of X25519.
        expansion = Hash(SHAKE256(_MLKEM_SEED_BYTES + 32))
        expansion.update(seed)
        expanded = expansion.finalize()
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:])
        self._seed: Final = seed
        self._key: Final = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.recipient: Final = Recipient(mlkem.public_key(), x25519.public_key())

    @classmethod
    def generate(cls) -> "Identity":
        """A new identity from the system's randomness."""
        return cls(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def parse(cls, text: str) -> "Identity":
        """The identity of an AGE-SECRET-KEY-PQ-1… text; raises IdentityRefused."""
        if not text.startswith(f"{IDENTITY_PREFIX.upper()}1"):
            raise IdentityRefused(why=Phrase("it does not begin with {prefix}1", prefix=IDENTITY_PREFIX.upper()))
        return cls(_decode(text, IDENTITY_PREFIX, SEED_BYTES))

    @property
    def text(self) -> str:
        """The secret itself, as age writes it: whoever reads it opens everything sealed for the recipient."""
        return bech32.encode(IDENTITY_PREFIX, self._seed).upper()

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None where the stanza is for somebody else; raises SealHeaderDamaged."""
        sealed = _sealed_key(stanza)
        try:
            return _SUITE.decrypt(sealed, self._key, info=_INFO)
        except InvalidTag:
            return None

    @override
    def __repr__(self) -> str:
        return f"Identity(of {self.recipient!r})"


def check_hybrid(stanza: Stanza) -> None:
    """Refuse a hybrid stanza that is malformed, whoever it is for; raises SealHeaderDamaged."""
    _sealed_key(stanza)


def _sealed_key(stanza: Stanza) -> bytes:
    if len(stanza.arguments) != 1:
        raise SealHeaderDamaged(why="a recipient line has the wrong number of words")
    encapsulated = decode64(stanza.arguments[0].encode())
    # A longer body could hold more than one key, each for another reader.
    if len(encapsulated) != _ENCAPSULATED_BYTES or len(stanza.body) != _WRAPPED_BYTES:
        raise SealHeaderDamaged(why="a recipient's part has the wrong length")
    return encapsulated + stanza.body


def _decode(text: str, prefix: str, size_bytes: int) -> bytes:
    try:
        found, data = bech32.decode(text)
    except bech32.NotBech32 as error:
        raise IdentityRefused(why=str(error)) from None
    if found != prefix or len(data) != size_bytes:
        raise IdentityRefused(why=Phrase("it is another kind of key"))
    return data
