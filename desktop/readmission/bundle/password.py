"""The file key wrapped by a password: age's scrypt stanza with one work factor, which no option lowers.

The work factor is ours alone: a file that asks for another is refused before anything is derived, so that neither a
careless writer makes guessing cheap nor a hostile file makes opening dear.
"""

import secrets
import unicodedata
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from readmission.bundle.age_header import FILE_KEY_BYTES, Header, Stanza, decode64, encode64
from readmission.bundle.refusals import MemoryTooSmall, PasswordRefused, SealHeaderDamaged, SealNotAllowed, WrongPassword
from readmission.errors import Phrase

SCRYPT: Final = "scrypt"
WORK_FACTOR_LOG2: Final = 18

_BLOCK_SIZE: Final = 8
_SALT_BYTES: Final = 16
_WRAPPED_BYTES: Final = FILE_KEY_BYTES + 16
_LABEL: Final = b"age-encryption.org/v1/scrypt"
# The key wraps one file key only: its salt is drawn anew for each file.
_NONCE: Final = bytes(12)


def wrap_with_password(file_key: bytes, password: str) -> Stanza:
    """The stanza from which the password recovers the file key; raises PasswordRefused."""
    if not password:
        raise PasswordRefused(why=Phrase("it is empty"))
    salt = secrets.token_bytes(_SALT_BYTES)
    body = ChaCha20Poly1305(_derive(_password_bytes(password), salt)).encrypt(_NONCE, file_key, None)
    return Stanza(SCRYPT, (encode64(salt), str(WORK_FACTOR_LOG2)), body)


def unwrap_with_password(header: Header, password: str) -> bytes:
    """The file key; raises WrongPassword, SealNotAllowed or SealHeaderDamaged."""
    salt, body = _read_stanza(header)
    try:
        return ChaCha20Poly1305(_derive(_password_bytes(password), salt)).decrypt(_NONCE, body, None)
    except (InvalidTag, PasswordRefused):
        raise WrongPassword from None


def _read_stanza(header: Header) -> tuple[bytes, bytes]:
    kinds = [stanza.kind for stanza in header.stanzas]
    if SCRYPT not in kinds:
        raise SealNotAllowed(why=Phrase("not by a password"))
    if len(kinds) > 1:
        raise SealHeaderDamaged(why="a password stands beside another recipient")
    (stanza,) = header.stanzas
    match stanza.arguments:
        case (letters, work_factor):
            pass
        case _:
            raise SealHeaderDamaged(why="the password line has the wrong number of words")
    salt = decode64(letters.encode())
    if len(salt) != _SALT_BYTES or len(stanza.body) != _WRAPPED_BYTES:
        raise SealHeaderDamaged(why="the password's part has the wrong length")
    if work_factor != str(WORK_FACTOR_LOG2):
        raise SealNotAllowed(why=Phrase("the work factor of its password is not {wanted}", wanted=WORK_FACTOR_LOG2))
    return salt, stanza.body


def _password_bytes(password: str) -> bytes:
    try:
        # The same letters typed on two systems may be composed differently.
        return unicodedata.normalize("NFC", password).encode()
    except UnicodeEncodeError:
        raise PasswordRefused(why=Phrase("it holds half a character")) from None


def _derive(password: bytes, salt: bytes) -> bytes:
    try:
        return Scrypt(salt=_LABEL + salt, length=32, n=2**WORK_FACTOR_LOG2, r=_BLOCK_SIZE, p=1).derive(password)
    except MemoryError:
        raise MemoryTooSmall from None
