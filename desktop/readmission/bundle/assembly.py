"""Putting a container together: measure the parts, complete the manifest, list everything, sign, give the members in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from readmission.bundle.asic import SignedMember, listing_name, signature_name, write_listing
from readmission.bundle.container import MANIFEST, Content, Member, measure
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import FileEntry, Manifest
from readmission.bundle.manifest_rules import signatures_of
from readmission.bundle.manifest_text import write_manifest
from readmission.bundle.signing import sign

JSON_TYPE: Final = "application/json"

_TYPES: Final = {
    ".csv": "text/csv",
    ".json": JSON_TYPE,
    ".yaml": "application/yaml",
    ".po": "text/x-gettext-translation",
    ".crl": "application/pkix-crl",
    ".cer": "application/pkix-cert",
}
_UNKNOWN_TYPE: Final = "application/octet-stream"
_NO_TYPES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assembly:
    """A container before its signatures: the complete manifest, the parts, and the list that every signer signs."""

    manifest: Manifest
    manifest_sha512: str
    parts: tuple[Member, ...]
    signed: tuple[SignedMember, ...]

    def listing(self, number: int) -> bytes:
        """The text that the n-th signature signs."""
        return write_listing(self.signed, number)

    def unsigned(self) -> tuple[Member, ...]:
        """The members with every list to be signed, and no signature."""
        numbers = range(1, signatures_of(self.manifest.kind) + 1)
        return (*self.parts, *(measure(listing_name(number), self.listing(number)) for number in numbers))

    def signed_by(self, keys: SigningKeys, *, now: datetime) -> tuple[Member, ...]:
        """All members of a container that one person signs."""
        signatures = sign(self.listing(1), self.listing(2), keys, now=now)
        return (*self.unsigned(), *(measure(signature_name(number), text) for number, text in enumerate(signatures, 1)))


def assemble(draft: Manifest, contents: Mapping[str, Content], types: Mapping[str, str] = _NO_TYPES) -> Assembly:
    """The parts of a container; `files` of the manifest is filled in, the rest is the caller's."""
    measured = [measure(path, contents[path]) for path in sorted(contents)]
    files = tuple(FileEntry(part.name, types.get(part.name) or _type(part.name), part.size, part.sha512) for part in measured)
    manifest = replace(draft, files=files)
    first = measure(MANIFEST, write_manifest(manifest))
    signed = [SignedMember(MANIFEST, JSON_TYPE, first.sha512)]
    signed += [SignedMember(entry.path, entry.type, entry.sha512) for entry in files]
    return Assembly(manifest, first.sha512, (first, *measured), tuple(sorted(signed, key=lambda member: member.path)))


def member_order(paths: Sequence[str], signatures: int) -> tuple[str, ...]:
    """The one order in which the members of a container stand."""
    numbers = range(1, signatures + 1)
    return (
        MANIFEST,
        *sorted(path for path in paths if path != MANIFEST),
        *map(listing_name, numbers),
        *map(signature_name, numbers),
    )


def _type(path: str) -> str:
    return _TYPES.get(PurePosixPath(path).suffix, _UNKNOWN_TYPE)
