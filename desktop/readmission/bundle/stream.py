"""The payload of an age v1 file: chunks of 64 KiB, each authenticated with its number and whether it is the last.

Both directions hold one chunk in memory, whatever the size of the file. The reader knows the length of the plaintext only
because it has authenticated the last chunk, which it does before it hands out any byte.
"""

import io
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from typing_extensions import Buffer, override

from readmission.bundle.refusals import SealContentDamaged

CHUNK_BYTES: Final = 64 * 1024
TAG_BYTES: Final = 16
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + TAG_BYTES


class ChunkWriter:
    """Encrypts what is written to it; until `finish` has returned, what it wrote opens for nobody."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        self._target = target
        self._cipher = ChaCha20Poly1305(key)
        self._held = bytearray()
        self._sealed = bytearray(SEALED_CHUNK_BYTES)
        self._number = 0

    def write(self, data: Buffer) -> int:
        """Take some plaintext; a chunk is sealed once it is known not to be the last."""
        view = memoryview(data).cast("B")
        taken = 0
        while len(self._held) + len(view) - taken > CHUNK_BYTES:
            end = taken + CHUNK_BYTES - len(self._held)
            if self._held:
                self._held += view[taken:end]
                self._seal(self._held, last=False)
                self._held.clear()
            else:
                self._seal(view[taken:end], last=False)
            taken = end
        self._held += view[taken:]
        return len(view)

    def finish(self) -> None:
        """Seal the last chunk, which alone may be short, and which is empty only when everything is."""
        self._seal(self._held, last=True)
        self._held.clear()

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        room = memoryview(self._sealed)[: len(chunk) + TAG_BYTES]
        self._cipher.encrypt_into(_nonce(self._number, last=last), chunk, None, room)
        self._target.write(room)
        self._number += 1


class ChunkReader(io.RawIOBase):
    """The plaintext as a seekable file; the sealed stream stays open and belongs to the caller.

    Creating it raises SealContentDamaged unless the stream ends in a genuine last chunk; reading raises it for every other
    chunk that is not genuine. No byte of a chunk is handed out before the whole chunk is authenticated.
    """

    def __init__(self, sealed: BinaryIO, start: int, key: bytes) -> None:
        super().__init__()
        self._sealed = sealed
        self._start = start
        self._cipher = ChaCha20Poly1305(key)
        self._position = 0
        sealed_bytes = sealed.seek(0, io.SEEK_END) - start
        self._chunks = max(1, -(-sealed_bytes // SEALED_CHUNK_BYTES))
        self._size = sealed_bytes - self._chunks * TAG_BYTES
        last = self._chunks - 1
        # An empty last chunk after others would be a second way to write the same plaintext.
        if self._size < 0 or (last and self._size <= last * CHUNK_BYTES):
            raise SealContentDamaged(why="its end is missing")
        self._held_number = last
        self._held = self._open(last)

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._position

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the start")
        self._position = base + offset
        return self._position

    @override
    def readinto(self, buffer: Buffer) -> int:
        if self.closed:
            raise ValueError("I/O operation on closed file")
        room = memoryview(buffer).cast("B")
        if self._position >= self._size or not room:
            return 0
        number, skipped = divmod(self._position, CHUNK_BYTES)
        if number != self._held_number:
            self._held = self._open(number)
            self._held_number = number
        part = memoryview(self._held)[skipped : skipped + len(room)]
        room[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _open(self, number: int) -> bytes:
        last = number == self._chunks - 1
        self._sealed.seek(self._start + number * SEALED_CHUNK_BYTES)
        chunk = self._sealed.read(SEALED_CHUNK_BYTES)
        try:
            return self._cipher.decrypt(_nonce(number, last=last), chunk, None)
        except InvalidTag:
            raise SealContentDamaged(why="a part of it was altered, or its end is missing") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
