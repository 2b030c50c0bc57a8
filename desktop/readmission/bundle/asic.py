"""The ASiCManifest (EN 319 162-1): the list of members with their SHA-512 that a signature signs.

It is written in one way only and read without an XML parser: take paths, types and digests by their places, write the text
again, compare. So there is no document type, entity, second namespace or other digest to be careful with.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from readmission.bundle.container import MAX_MEMBERS, META
from readmission.bundle.rejections import ListingRefused, ListingsDiffer
from readmission.errors import Phrase

MAX_LISTING_BYTES: Final = 512 * MAX_MEMBERS

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
    '<asic:SigReference URI="{signature}" MimeType="application/pkcs7-signature"/>'
)
_OBJECT: Final = (
    '<asic:DataObjectReference URI="{path}" MimeType="{type}">'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><ds:DigestValue>{digest}</ds:DigestValue>'
    "</asic:DataObjectReference>"
)
_TAIL: Final = "</asic:ASiCManifest>\n"

# Neither a path nor a type nor Base64 can hold a letter that XML would need to escape.
MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,99}")
_PARTS: Final = re.compile(r'URI="([A-Za-z0-9._/-]+)" MimeType="([a-z0-9.+/-]+)"><ds:[^>]*><ds:DigestValue>([A-Za-z0-9+/=]{88})<')


@dataclass(frozen=True, slots=True)
class SignedMember:
    """One member that a signature covers."""

    path: str
    type: str
    sha512: str


def listing_name(number: int) -> str:
    """The name of the n-th ASiCManifest."""
    return f"{META}ASiCManifest{number:03d}.xml"


def signature_name(number: int) -> str:
    """The name of the n-th signature."""
    return f"{META}signature{number:03d}.p7s"


def write_listing(members: Sequence[SignedMember], number: int) -> bytes:
    """The text that the n-th signature signs."""
    ordered = sorted(members, key=lambda member: member.path)
    if len({member.path for member in ordered}) != len(ordered):
        raise ListingRefused(listing_name(number), why=Phrase("a part is listed twice"))
    objects = (
        _OBJECT.format(path=member.path, type=member.type, digest=base64.b64encode(bytes.fromhex(member.sha512)).decode())
        for member in ordered
    )
    return (_HEAD.format(signature=signature_name(number)) + "".join(objects) + _TAIL).encode("ascii")


def read_listing(text: bytes, number: int) -> tuple[SignedMember, ...]:
    """The members that the n-th signature covers; raises ListingRefused for any text but the one for these members."""
    name = listing_name(number)
    try:
        found = _PARTS.findall(text.decode("ascii"))
        members = tuple(SignedMember(path, kind, base64.b64decode(digest).hex()) for path, kind, digest in found)
    except ValueError:
        raise ListingRefused(name, why=Phrase("letters that cannot stand in it")) from None
    if not 0 < len(members) <= MAX_MEMBERS or any(not MEDIA_TYPE.fullmatch(member.type) for member in members):
        raise ListingRefused(name, why=Phrase("it lists nothing, too much, or a part without a proper type"))
    if write_listing(members, number) != text:
        raise ListingRefused(name, why=Phrase("another text of the same list"))
    return members


def read_listings(texts: Mapping[int, bytes]) -> tuple[SignedMember, ...]:
    """The members that all signatures cover; raises ListingsDiffer when they do not cover the same."""
    read = {read_listing(text, number) for number, text in texts.items()}
    if len(read) != 1:
        raise ListingsDiffer
    return read.pop()
