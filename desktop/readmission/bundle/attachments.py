"""The attachments of a bundle: `attachments.json` names each, `attachments/<sha512>` holds each once.

Whoever reads a bundle checks them before anything else is used: list and members name the same, digests, sizes and types agree, the
form takes such files there, the round permits their size, and the content is of the kind it is said to be.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from readmission.answers.attachable import Misfit, misfits
from readmission.answers.attachment import LIST, MEMBERS, Attachment, read_attachments
from readmission.answers.media import kind_of
from readmission.bundle.attachment_rejections import (
    AttachmentDiffers,
    AttachmentListRefused,
    AttachmentMissing,
    AttachmentOfAnotherKind,
    AttachmentOutOfPlace,
    AttachmentTooLarge,
    AttachmentUnlisted,
)
from readmission.bundle.manifest import FileEntry, Manifest
from readmission.errors import Phrase, ReadmissionError
from readmission.form.attachments import AttachmentLimits
from readmission.form.model import AttachmentKind

MEDIA_TYPES: Final[Mapping[AttachmentKind, str]] = MappingProxyType(
    {
        AttachmentKind.PDF: "application/pdf",
        AttachmentKind.CSV: "text/csv",
        AttachmentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)

_SIZES: Final = {
    Misfit.LARGE: Phrase("a file is too large"),
    Misfit.TOGETHER: Phrase("all together are too large"),
    Misfit.MANY: Phrase("too many at one answer"),
}


def check_attachments(manifest: Manifest, read: Callable[[str], bytes], limits: AttachmentLimits) -> tuple[Attachment, ...]:
    """The attachments of a bundle whose members are all as they were signed; raises why they are refused.

    `read` gives the bytes of a member.
    """
    files = {entry.path: entry for entry in manifest.files}
    members = {path.removeprefix(MEMBERS): entry for path, entry in files.items() if path.startswith(MEMBERS)}
    attachments = _listed(read) if LIST in files else ()
    named = {attachment.sha512 for attachment in attachments}
    if members.keys() - named:
        raise AttachmentUnlisted(MEMBERS)
    if named - members.keys():
        raise AttachmentMissing(MEMBERS)
    for attachment in attachments:
        _compare(attachment, members[attachment.sha512])
    check_limits(attachments, limits)
    for attachment in attachments:
        if kind_of(read(MEMBERS + attachment.sha512)) is not attachment.kind:
            raise AttachmentOfAnotherKind(LIST, kind=attachment.kind.value)
    return attachments


def check_limits(attachments: Sequence[Attachment], limits: AttachmentLimits) -> None:
    """Refuse files where the form takes none, or more than the round permits."""
    for found in misfits(attachments, limits):
        if found.why in _SIZES:
            raise AttachmentTooLarge(LIST, why=_SIZES[found.why])
        raise AttachmentOutOfPlace(LIST)


def _listed(read: Callable[[str], bytes]) -> tuple[Attachment, ...]:
    text = read(LIST)
    try:
        attachments = read_attachments(text)
    except ReadmissionError:
        raise AttachmentListRefused(LIST, why=Phrase("it is not one that this program writes")) from None
    if not attachments:
        raise AttachmentListRefused(LIST, why=Phrase("it names nothing"))
    return attachments


def _compare(attachment: Attachment, entry: FileEntry) -> None:
    if entry.sha512 != attachment.sha512:
        raise AttachmentDiffers(LIST, why=Phrase("its digest"))
    if entry.size != attachment.size:
        raise AttachmentDiffers(LIST, why=Phrase("its size"))
    if entry.type != MEDIA_TYPES[attachment.kind]:
        raise AttachmentDiffers(LIST, why=Phrase("its type"))
