"""Why a sealed file, a key, a slot, a review or an enrolment is refused: one class for each reason, in three sentences.

Nothing that stands in a refused file is repeated in a sentence: `why` is always one of our own phrases. What is wrong
with a container, a signature or a manifest that came to us stands in `rejections`.
"""

from typing import ClassVar

from readmission.errors import BundleError


class NotSealed(BundleError):
    """A file is no age file."""

    code: ClassVar[str] = "BU-01"
    happened: ClassVar[str] = "This is not a sealed file."
    unharmed: ClassVar[str] = "Nothing was read from it and nothing was changed."
    remedy: ClassVar[str] = "Check that the right file was chosen; otherwise ask the sender for it again."


class SealVersionUnknown(BundleError):
    """A file is an age file of another version than v1."""

    code: ClassVar[str] = "BU-02"
    happened: ClassVar[str] = "The file is sealed in a version of the age format that this program does not know."
    unharmed: ClassVar[str] = "Nothing was read from it and nothing was changed."
    remedy: ClassVar[str] = "Use a newer version of this program, or ask the sender to seal it again."


class SealNotAllowed(BundleError):
    """A well-formed age file is closed in a way that is not accepted here."""

    code: ClassVar[str] = "BU-03"
    happened: ClassVar[str] = "The file is sealed in a way that is not accepted here ({why})."
    unharmed: ClassVar[str] = "Nothing was read from it and nothing was changed."
    remedy: ClassVar[str] = "Ask the sender to seal it with this program."


class NotForUs(BundleError):
    """None of the identities at hand opens a file."""

    code: ClassVar[str] = "BU-04"
    happened: ClassVar[str] = "The file was sealed for somebody else, or its first lines were altered on the way."
    unharmed: ClassVar[str] = "Nothing was read from it and nothing was changed."
    remedy: ClassVar[str] = "Ask the sender for whom it was sealed, and for the file again."


class SealDamaged(BundleError):
    """A sealed file is not what its sender wrote; the subclasses say which part."""

    code: ClassVar[str] = "BU-05"
    happened: ClassVar[str] = "The sealed file is damaged ({why})."
    unharmed: ClassVar[str] = "None of it was used and nothing was changed."
    remedy: ClassVar[str] = "Copy the file again from its source, or ask the sender for it again."


class SealHeaderDamaged(SealDamaged):
    """The header of a sealed file does not follow the format."""

    code: ClassVar[str] = "BU-06"


class SealHeaderChanged(SealDamaged):
    """The header of a sealed file was changed after it was written."""

    code: ClassVar[str] = "BU-07"


class SealContentDamaged(SealDamaged):
    """The content of a sealed file was changed, cut or lengthened after it was written."""

    code: ClassVar[str] = "BU-08"


class RecipientsRefused(BundleError):
    """A file cannot be sealed for the recipients that were named."""

    code: ClassVar[str] = "BU-09"
    happened: ClassVar[str] = "The file cannot be sealed for these recipients ({why})."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Correct the list of recipients."


class IdentityRefused(BundleError):
    """A text is no recipient or no identity."""

    code: ClassVar[str] = "BU-10"
    happened: ClassVar[str] = "The key text cannot be used ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Compare it with the original, letter by letter."


class WrongPassword(BundleError):
    """A password does not open a file; a damaged first line looks the same to everybody."""

    code: ClassVar[str] = "BU-11"
    happened: ClassVar[str] = "The password does not open this file."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Try again; mind capital letters and the keyboard. If it is certainly right, use a copy of the file."


class PasswordRefused(BundleError):
    """A password cannot protect anything."""

    code: ClassVar[str] = "BU-12"
    happened: ClassVar[str] = "This password cannot be used ({why})."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Choose another password."


class MemoryTooSmall(BundleError):
    """The computer cannot give the memory that deriving a key from a password takes."""

    code: ClassVar[str] = "BU-13"
    happened: ClassVar[str] = "Checking a password takes 256 MB of memory, which the computer could not give."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Close other programs and try again."


class SlotNameRefused(BundleError):
    """A name cannot be the name of a slot."""

    code: ClassVar[str] = "BU-14"
    happened: ClassVar[str] = "This name cannot be used for a person who opens the declaration ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Use small letters, digits, full stops and hyphens."


class SlotMissing(BundleError):
    """There is no slot of a name."""

    code: ClassVar[str] = "BU-15"
    happened: ClassVar[str] = "Nobody of this name can open it."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Choose one of the names that are listed."


class SlotExists(BundleError):
    """There is a slot of this name already."""

    code: ClassVar[str] = "BU-19"
    happened: ClassVar[str] = "Somebody of this name can open it already."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Choose another name, or remove the other person first."


class SlotDamaged(BundleError):
    """A slot opened, but what it holds is no database key."""

    code: ClassVar[str] = "BU-16"
    happened: ClassVar[str] = "The slot opened, but it does not hold a key."
    unharmed: ClassVar[str] = "The data were not touched."
    remedy: ClassVar[str] = "Open with another person's slot or the printed recovery text, then make this slot again."


class KeyFileRefused(BundleError):
    """A key file opened, but what it holds cannot be used."""

    code: ClassVar[str] = "BU-17"
    happened: ClassVar[str] = "The key file opened, but its content cannot be used ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Use a copy of the key file, or make new keys."


class SecretFileUnusable(BundleError):
    """A small secret file (a slot, a key) could not be read or written."""

    code: ClassVar[str] = "BU-18"
    happened: ClassVar[str] = "The file could not be read or written ({why})."
    unharmed: ClassVar[str] = "No file was left half written."
    remedy: ClassVar[str] = "Check the disk, the free space and your rights to the folder."


# Review, approval, enrolment and the authority: BU-75 and up. (Containers, signatures, manifests: `rejections`, BU-30 to BU-74.)


class AlreadyFrozen(BundleError):
    """A review is frozen already."""

    code: ClassVar[str] = "BU-75"
    happened: ClassVar[str] = "The declaration is already frozen for signature."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Continue with the approvals, or return to filling in, which discards them."


class ReleaseDamaged(BundleError):
    """The frozen content is not what was frozen."""

    code: ClassVar[str] = "BU-76"
    happened: ClassVar[str] = "The frozen content is damaged or was altered ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Return to filling in and freeze the declaration again."


class NotASigner(BundleError):
    """A person approves who is not named as a signer."""

    code: ClassVar[str] = "BU-77"
    happened: ClassVar[str] = "These keys do not belong to one of the two persons who are to sign."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Use the keys of a named person, or start a new review with the right persons."


class ApprovalMissing(BundleError):
    """Not every named person has approved."""

    code: ClassVar[str] = "BU-78"
    happened: ClassVar[str] = "The approval of person {person} is missing."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Ask this person to approve, then export."


class RecipientsDiffer(BundleError):
    """The declaration would be sealed for others than were signed."""

    code: ClassVar[str] = "BU-79"
    happened: ClassVar[str] = "The recipients are not those that the signers approved."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Start a new review with the recipients of the newest round pack."


class RequestRefused(BundleError):
    """A request for a certificate cannot be used."""

    code: ClassVar[str] = "BU-80"
    happened: ClassVar[str] = "The request for a certificate cannot be used ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Make a new request on the computer where the keys are."


class CertificateNotOurs(BundleError):
    """A certificate was issued for other keys."""

    code: ClassVar[str] = "BU-81"
    happened: ClassVar[str] = "The certificate was issued for other keys than these."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Choose the key file from which the request was made."


class KitRefused(BundleError):
    """A state kit does not follow its format."""

    code: ClassVar[str] = "BU-82"
    happened: ClassVar[str] = "The state kit cannot be used ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Install the program again from the Commission's medium."


class AuthorityRefused(BundleError):
    """The authority cannot do what is asked."""

    code: ClassVar[str] = "BU-83"
    happened: ClassVar[str] = "The authority cannot do this ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Check the folder of the authority and the person's number."


class MarkingRefused(BundleError):
    """A marking is not one of the permitted ones."""

    code: ClassVar[str] = "BU-84"
    happened: ClassVar[str] = "This marking cannot be used here."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Choose one of the markings that the round permits."


class WrittenWrong(BundleError):
    """What lies on the disk is not what was released."""

    code: ClassVar[str] = "BU-85"
    happened: ClassVar[str] = "The file that was written is not the bundle that was approved ({why})."
    unharmed: ClassVar[str] = "The declaration and its release are as they were."
    remedy: ClassVar[str] = "Do not send this file. Check the disk or stick and export to another place."
