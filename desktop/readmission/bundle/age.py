"""Sealed files: age v1, for the holders of hybrid post-quantum identities or behind a password.

Files that travel are sealed for recipients only, never for a password and never for a recipient of another kind. Nothing
is decrypted to disk. Whoever knows a recipient can seal a file for it: who the sender is, only signatures inside say.
"""

import io
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Final

from readmission.bundle.age_header import FILE_KEY_BYTES, MAX_STANZAS, Header, Stanza, derive_key, read_header, write_header
from readmission.bundle.identity import HYBRID, Identity, Recipient, check_hybrid
from readmission.bundle.password import SCRYPT, unwrap_with_password, wrap_with_password
from readmission.bundle.refusals import NotForUs, RecipientsRefused, SealContentDamaged, SealNotAllowed
from readmission.bundle.stream import CHUNK_BYTES, ChunkReader, ChunkWriter
from readmission.errors import Phrase

MAX_RECIPIENTS: Final = MAX_STANZAS

_NONCE_BYTES: Final = 16


def new_file_key() -> bytes:
    """The random key of one sealed file."""
    return secrets.token_bytes(FILE_KEY_BYTES)


@contextmanager
def sealing(target: BinaryIO, recipients: Sequence[Recipient], *, file_key: bytes | None = None) -> Iterator[ChunkWriter]:
    """Write plaintext piece by piece; what was written opens only if the block ends without an exception.

    Whoever reads it back afterwards without being a recipient makes the key with `new_file_key`, and forgets it then.
    """
    if not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise RecipientsRefused(why=Phrase("there must be 1 to {most} of them", most=MAX_RECIPIENTS))
    if len(set(recipients)) != len(recipients):
        raise RecipientsRefused(why=Phrase("one of them is named twice"))
    file_key = file_key or new_file_key()
    writer = _start(target, file_key, tuple(recipient.wrap(file_key) for recipient in recipients))
    yield writer
    writer.finish()


def encrypt(source: BinaryIO, target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal what is left of a stream for up to eight recipients; raises RecipientsRefused."""
    with sealing(target, recipients) as writer:
        while piece := source.read(CHUNK_BYTES):
            writer.write(piece)


def open_sealed(stream: BinaryIO, identities: Sequence[Identity]) -> BinaryIO:
    """The plaintext of a seekable stream that holds a sealed file and nothing else, as a seekable file.

    The header and the last chunk, and with it the length, are authenticated before this returns; each other chunk when it
    is read. Raises NotSealed, SealVersionUnknown, SealNotAllowed, SealDamaged or NotForUs.
    """
    header = _hybrid_header(stream)
    for identity in identities:
        for stanza in header.stanzas:
            if (file_key := identity.unwrap(stanza)) is not None:
                return io.BufferedReader(_open(stream, header, file_key), CHUNK_BYTES)
    raise NotForUs


def open_just_sealed(stream: BinaryIO, file_key: bytes) -> BinaryIO:
    """The plaintext of a file whose key we made ourselves, read as strictly as `open_sealed` reads."""
    return io.BufferedReader(_open(stream, _hybrid_header(stream), file_key), CHUNK_BYTES)


def seal_bytes(data: bytes, recipients: Sequence[Recipient]) -> bytes:
    """A small sealed file in memory."""
    target = io.BytesIO()
    encrypt(io.BytesIO(data), target, recipients)
    return target.getvalue()


def open_bytes(data: bytes, identities: Sequence[Identity]) -> bytes:
    """The whole plaintext of a small sealed file in memory; raises as `open_sealed` does."""
    return open_sealed(io.BytesIO(data), identities).read()


def encrypt_with_password(data: bytes, password: str) -> bytes:
    """A small file in memory that a password opens (about a second of work); raises PasswordRefused."""
    file_key = secrets.token_bytes(FILE_KEY_BYTES)
    target = io.BytesIO()
    writer = _start(target, file_key, (wrap_with_password(file_key, password),))
    writer.write(data)
    writer.finish()
    return target.getvalue()


def decrypt_with_password(data: bytes, password: str) -> bytes:
    """The plaintext behind a password; raises WrongPassword, or as `open_sealed` does for a file that is no such file."""
    stream = io.BytesIO(data)
    header = read_header(stream)
    file_key = unwrap_with_password(header, password)
    return _open(stream, header, file_key).readall()


def opens_by_password(data: bytes) -> bool:
    """Whether a file asks for a password rather than for an identity; raises for what is no sealed file."""
    return any(stanza.kind == SCRYPT for stanza in read_header(io.BytesIO(data)).stanzas)


def _start(target: BinaryIO, file_key: bytes, stanzas: tuple[Stanza, ...]) -> ChunkWriter:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    target.write(write_header(stanzas, file_key) + nonce)
    return ChunkWriter(target, derive_key(file_key, salt=nonce, purpose=b"payload"))


def _hybrid_header(stream: BinaryIO) -> Header:
    header = read_header(stream)
    if any(stanza.kind != HYBRID for stanza in header.stanzas):
        raise SealNotAllowed(why=Phrase("not for post-quantum keys alone"))
    for stanza in header.stanzas:
        check_hybrid(stanza)
    return header


def _open(stream: BinaryIO, header: Header, file_key: bytes) -> ChunkReader:
    header.authenticate(file_key)
    stream.seek(header.size_bytes)
    nonce = stream.read(_NONCE_BYTES)
    if len(nonce) < _NONCE_BYTES:
        raise SealContentDamaged(why="its end is missing")
    return ChunkReader(stream, header.size_bytes + _NONCE_BYTES, derive_key(file_key, salt=nonce, purpose=b"payload"))
