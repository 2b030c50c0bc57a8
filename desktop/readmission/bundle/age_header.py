"""The header of an age v1 file: the version line, one stanza for each recipient, and the header's MAC.

Reading is strict, so that one header has one text: only line feeds, canonical base64 without padding, body lines of 64
letters and a shorter last one. Counts and lengths have caps.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from readmission.bundle.refusals import NotSealed, SealHeaderChanged, SealHeaderDamaged, SealNotAllowed, SealVersionUnknown
from readmission.errors import Phrase

MAX_STANZAS: Final = 8
# Eight post-quantum stanzas take 12.5 kB.
MAX_HEADER_BYTES: Final = 16 * 1024
FILE_KEY_BYTES: Final = 16

_FORMAT: Final = b"age-encryption.org/"
_VERSION_LINE: Final = _FORMAT + b"v1"
_STANZA_MARK: Final = b"->"
_MAC_MARK: Final = b"---"
_MAC_LETTERS: Final = 43
_COLUMNS: Final = 64
_WORD: Final = re.compile(rb"[!-~]+")


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key, wrapped for one recipient."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was read; it is genuine only once `authenticate` has returned."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes
    size_bytes: int

    def authenticate(self, file_key: bytes) -> None:
        """Check that who knew the file key wrote these bytes; raises SealHeaderChanged."""
        try:
            _mac(file_key, self.covered).verify(self.mac)
        except InvalidSignature:
            raise SealHeaderChanged(why="its first lines were altered") from None


def write_header(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    """The text of a header, its MAC included."""
    lines = [_VERSION_LINE]
    for stanza in stanzas:
        lines.append(b" ".join((_STANZA_MARK, stanza.kind.encode(), *(word.encode() for word in stanza.arguments))))
        letters = encode64(stanza.body).encode()
        # A body that fills its last line is followed by an empty one, which ends it.
        lines.extend(letters[start : start + _COLUMNS] for start in range(0, len(letters) + 1, _COLUMNS))
    covered = b"\n".join((*lines, _MAC_MARK))
    return covered + b" " + encode64(_mac(file_key, covered).finalize()).encode() + b"\n"


def read_header(stream: BinaryIO) -> Header:
    """The header at the start of a stream; raises NotSealed, SealVersionUnknown, SealNotAllowed or SealHeaderDamaged."""
    stream.seek(0)
    lines = _Lines(stream.read(MAX_HEADER_BYTES))
    if not lines.text.startswith(_FORMAT):
        raise NotSealed
    if lines.take() != _VERSION_LINE:
        raise SealVersionUnknown
    stanzas: list[Stanza] = []
    while not (line := lines.take()).startswith(_MAC_MARK):
        if len(stanzas) == MAX_STANZAS:
            raise SealNotAllowed(why=Phrase("for too many recipients"))
        stanzas.append(_read_stanza(line, lines))
    if not stanzas:
        raise SealHeaderDamaged(why="no recipient is named")
    mark, _, mac = line.partition(b" ")
    if mark != _MAC_MARK or len(mac) != _MAC_LETTERS:
        raise SealHeaderDamaged(why="the last line of its header is malformed")
    covered = lines.text[: lines.position - len(line) - 1 + len(_MAC_MARK)]
    return Header(tuple(stanzas), covered, decode64(mac), lines.position)


def encode64(data: bytes) -> str:
    """Base64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode()


def decode64(letters: bytes) -> bytes:
    """The bytes of canonical base64 without padding; raises SealHeaderDamaged for any other text."""
    try:
        data = base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except binascii.Error:
        raise SealHeaderDamaged(why="a word of its header is not base64") from None
    # The decoder forgives spare bits and padding; two texts of one header must not both be genuine.
    if encode64(data).encode() != letters:
        raise SealHeaderDamaged(why="a word of its header is not canonical base64")
    return data


def derive_key(file_key: bytes, *, salt: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose, derived from the file key."""
    return HKDF(SHA256(), 32, salt, purpose).derive(file_key)


def _mac(file_key: bytes, covered: bytes) -> HMAC:
    mac = HMAC(derive_key(file_key, salt=b"", purpose=b"header"), SHA256())
    mac.update(covered)
    return mac


class _Lines:
    """The lines of a text, each ended by a line feed, taken one after the other."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.position = 0

    def take(self) -> bytes:
        end = self.text.find(b"\n", self.position)
        if end < 0:
            raise SealHeaderDamaged(why="its header does not end")
        line = self.text[self.position : end]
        self.position = end + 1
        return line


def _read_stanza(line: bytes, lines: _Lines) -> Stanza:
    mark, *words = line.split(b" ")
    if mark != _STANZA_MARK or not words or not all(map(_WORD.fullmatch, words)):
        raise SealHeaderDamaged(why="a recipient line is malformed")
    kind, *arguments = (word.decode("ascii") for word in words)
    return Stanza(kind, tuple(arguments), _read_body(lines))


def _read_body(lines: _Lines) -> bytes:
    letters = b""
    while len(line := lines.take()) == _COLUMNS:
        letters += line
    if len(line) > _COLUMNS:
        raise SealHeaderDamaged(why="a line of its header is too long")
    return decode64(letters + line)
