"""A state's kit behind the installer: the kit, then eight bytes of magic and its size in eight digits.

The signature comes last and covers all of it. Its table begins at a multiple of eight, so the whole is padded to that before the
kit; setup.nsi finds the end of the kit by where the signature begins, or by the end of the file.
"""

import struct
from typing import Final

MAGIC: Final = b"RDMKIT01"
FOOTER: Final = 16
_ALIGNED: Final = 8
# Signature and COFF header, the fields of a PE32+ header before its directories, four directories: there is the place of the signature.
_SIGNATURE_AT: Final = 24 + 112 + 4 * 8


class NoKit(ValueError):
    """An installer has no kit behind it."""


def append_kit(installer: bytes, kit: bytes) -> bytes:
    """The installer with a kit behind it; it must not be signed yet."""
    if _signature(installer):
        raise ValueError("the installer is signed already")
    padding = bytes(-(len(installer) + len(kit) + FOOTER) % _ALIGNED)
    return installer + padding + kit + MAGIC + b"%08d" % len(kit)


def read_kit_of(installer: bytes) -> bytes:
    """The kit behind an installer, signed or not; raises NoKit."""
    end = (_signature(installer) or len(installer)) - FOOTER
    footer = installer[end : end + FOOTER]
    if footer[:8] != MAGIC or not footer[8:].isdigit():
        raise NoKit
    return installer[end - int(footer[8:]) : end]


def _signature(installer: bytes) -> int:
    """Where the signature begins; 0 without one."""
    header = struct.unpack_from("<I", installer, 0x3C)[0]
    return int(struct.unpack_from("<I", installer, header + _SIGNATURE_AT)[0])
