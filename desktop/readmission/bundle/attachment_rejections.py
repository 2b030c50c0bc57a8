"""Why the attachments of a genuine bundle are rejected: BU-90 to BU-96.

A bundle gets here with every digest as it was signed; what is wrong now was wrong when it was signed.
"""

from typing import ClassVar

from readmission.bundle.rejections import Rejected


class AttachmentRejected(Rejected):
    """An attachment is not what a ministry's program sends."""

    remedy: ClassVar[str] = "Ask the sender to remove the file and attach it again with the current program, then to export anew."


class AttachmentListRefused(AttachmentRejected):
    """The list of attachments is not one that this program writes."""

    code: ClassVar[str] = "BU-90"
    happened: ClassVar[str] = "The list of attached files cannot be used ({why})."


class AttachmentUnlisted(AttachmentRejected):
    """A bundle holds a file that its list of attachments does not name."""

    code: ClassVar[str] = "BU-91"
    happened: ClassVar[str] = "The file holds an attachment that its list does not name."


class AttachmentMissing(AttachmentRejected):
    """A bundle lacks a file that its list of attachments names."""

    code: ClassVar[str] = "BU-92"
    happened: ClassVar[str] = "An attached file that the list names is missing."


class AttachmentDiffers(AttachmentRejected):
    """The digest, size or type of a file is another than its list or its name says."""

    code: ClassVar[str] = "BU-93"
    happened: ClassVar[str] = "An attached file is another than its list says ({why})."


class AttachmentOfAnotherKind(AttachmentRejected):
    """The content of a file is not of the kind that its list says."""

    code: ClassVar[str] = "BU-94"
    happened: ClassVar[str] = "An attached file is not what it says: its content is not that of a {kind} file."


class AttachmentTooLarge(AttachmentRejected):
    """A file, or all together, are larger or more than the round permits."""

    code: ClassVar[str] = "BU-95"
    happened: ClassVar[str] = "The attached files are larger or more than the round permits ({why})."


class AttachmentOutOfPlace(AttachmentRejected):
    """A file is attached where the form takes none, or none of its kind."""

    code: ClassVar[str] = "BU-96"
    happened: ClassVar[str] = "A file is attached to a question that takes none, or none of its kind."
