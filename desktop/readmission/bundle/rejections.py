"""Why a container, a signature, a certificate or a manifest is rejected: one class for each reason, in three sentences.

As in `refusals`, `why` is always one of our own phrases: nothing that stands in a rejected file is repeated.
"""

from typing import ClassVar

from readmission.errors import BundleError


class Rejected(BundleError):
    """A file that came to us is not taken; the subclasses say why."""

    unharmed: ClassVar[str] = "Nothing of the file was used and nothing was changed."
    remedy: ClassVar[str] = "Ask the sender for the file again; if it is refused once more, tell the Commission the code."


# The container: BU-30 to BU-39.


class NotAContainer(Rejected):
    """A file is no container of this program, or something was done to its structure."""

    code: ClassVar[str] = "BU-30"
    happened: ClassVar[str] = "The file is not a container of this program, or its structure was altered ({why})."


class TooLarge(Rejected):
    """A file or one of its members is larger than anything this program writes."""

    code: ClassVar[str] = "BU-31"
    happened: ClassVar[str] = "The file is larger than the permitted {limit} bytes."


class MemberDamaged(Rejected):
    """The checksum of a member does not fit its bytes."""

    code: ClassVar[str] = "BU-32"
    happened: ClassVar[str] = "A part of the file is damaged."


class ContentChanged(Rejected):
    """Something to be stored changed between two readings."""

    code: ClassVar[str] = "BU-33"
    happened: ClassVar[str] = "A file was changed while it was being written into the container."
    unharmed: ClassVar[str] = "The container was not finished."
    remedy: ClassVar[str] = "Close other programs that use the file, and try again."


class ListingRefused(Rejected):
    """An ASiCManifest is not the one text that this program writes."""

    code: ClassVar[str] = "BU-34"
    happened: ClassVar[str] = "The list of signed parts cannot be used ({why})."


class ListingsDiffer(Rejected):
    """The signatures of a container do not sign the same things."""

    code: ClassVar[str] = "BU-35"
    happened: ClassVar[str] = "The signatures in the file do not sign the same content."


class MembersDiffer(Rejected):
    """A container holds an unsigned member, or a signed one is missing."""

    code: ClassVar[str] = "BU-36"
    happened: ClassVar[str] = "The file does not hold exactly the parts that were signed."


class MemberChanged(Rejected):
    """A member is not the one that was signed."""

    code: ClassVar[str] = "BU-37"
    happened: ClassVar[str] = "A part of the file is not the one that was signed."


class NotReadable(Rejected):
    """A file cannot be read from where it lies."""

    code: ClassVar[str] = "BU-38"
    happened: ClassVar[str] = "The file could not be read ({why})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Check the medium and your rights to the file, and try again."


class NotWritable(Rejected):
    """A file cannot be written to where it should go."""

    code: ClassVar[str] = "BU-39"
    happened: ClassVar[str] = "The file could not be written ({why})."
    unharmed: ClassVar[str] = "What was there before is still there."
    remedy: ClassVar[str] = "Check the free space and your rights to the folder, and try again."


# Signatures and certificates: BU-40 to BU-59.


class SignaturesMissing(Rejected):
    """The signature files of a container are not exactly those that are required."""

    code: ClassVar[str] = "BU-40"
    happened: ClassVar[str] = "The file does not carry exactly the signatures that are required."
    remedy: ClassVar[str] = "Ask the sender to let every signer approve with both keys, and to export again."


class SignatureBroken(Rejected):
    """A signature does not fit what it signs."""

    code: ClassVar[str] = "BU-41"
    happened: ClassVar[str] = "A signature is not valid ({why})."


class AlgorithmRefused(Rejected):
    """A signature or key is of a kind that is not accepted."""

    code: ClassVar[str] = "BU-42"
    happened: ClassVar[str] = "A signature uses an algorithm that is not accepted ({why})."
    remedy: ClassVar[str] = "Ask the sender to use keys made by this program."


class CertificateUntrusted(Rejected):
    """A certificate was not issued by the pinned authority."""

    code: ClassVar[str] = "BU-43"
    happened: ClassVar[str] = "A signer's certificate was not issued by the authority that this program trusts."
    remedy: ClassVar[str] = "Ask the sender to use the certificate from the Commission; report the file if that was done."


class CertificateExpired(Rejected):
    """A certificate's time is over."""

    code: ClassVar[str] = "BU-44"
    happened: ClassVar[str] = "A signer's certificate has expired."
    remedy: ClassVar[str] = "Renew the certificate, approve again and export again. Check the date of this computer."


class CertificateNotYetValid(Rejected):
    """A certificate's time has not begun."""

    code: ClassVar[str] = "BU-45"
    happened: ClassVar[str] = "A signer's certificate is not valid yet."
    remedy: ClassVar[str] = "Check the date of this computer."


class CertificateRevoked(Rejected):
    """A certificate was withdrawn."""

    code: ClassVar[str] = "BU-46"
    happened: ClassVar[str] = "A signer's certificate was withdrawn by the authority."
    remedy: ClassVar[str] = "Ask the sender for a file signed with valid certificates."


class RevocationListMissing(Rejected):
    """There is no list of withdrawn certificates to check against."""

    code: ClassVar[str] = "BU-47"
    happened: ClassVar[str] = "There is no list of withdrawn certificates to check the signatures against."
    remedy: ClassVar[str] = "Open the newest round pack first."


class RevocationListOutdated(Rejected):
    """The list of withdrawn certificates is too old, or is from the future."""

    code: ClassVar[str] = "BU-48"
    happened: ClassVar[str] = "The list of withdrawn certificates is not of today ({why})."
    remedy: ClassVar[str] = "Open the newest round pack first. Check the date of this computer."


class RevocationListForged(Rejected):
    """A list of withdrawn certificates is not the authority's."""

    code: ClassVar[str] = "BU-49"
    happened: ClassVar[str] = "A list of withdrawn certificates is not from the authority that this program trusts ({why})."


class CertificateUnsuited(Rejected):
    """A genuine certificate may not be used for this."""

    code: ClassVar[str] = "BU-50"
    happened: ClassVar[str] = "A signer's certificate may not be used to sign declarations ({why})."
    remedy: ClassVar[str] = "Ask the sender to use the certificate from the Commission."


class WrongRole(Rejected):
    """A certificate belongs to another role."""

    code: ClassVar[str] = "BU-51"
    happened: ClassVar[str] = "A signer may not sign files of this kind."


class WrongDomain(Rejected):
    """A rehearsal and a production file or certificate meet."""

    code: ClassVar[str] = "BU-52"
    happened: ClassVar[str] = "The file belongs to a rehearsal and this is production, or the reverse."
    remedy: ClassVar[str] = "Use files of the same round; a rehearsal never mixes with production."


class SignaturePairBroken(Rejected):
    """The two signatures of a signer name different persons."""

    code: ClassVar[str] = "BU-53"
    happened: ClassVar[str] = "The two signatures of one signer were not made by the same person."


class SamePersonTwice(Rejected):
    """Two signers are one person, or share a key."""

    code: ClassVar[str] = "BU-54"
    happened: ClassVar[str] = "The two signatures were given by the same person, or with the same key."
    remedy: ClassVar[str] = "Ask the sender for the approval of a second person with keys of their own."


class SignersDiffer(Rejected):
    """Not the persons named in the manifest signed."""

    code: ClassVar[str] = "BU-55"
    happened: ClassVar[str] = "The file was not signed by the persons it names."


# The manifest: BU-60 to BU-74.


class ManifestRefused(Rejected):
    """A manifest does not follow its format."""

    code: ClassVar[str] = "BU-60"
    happened: ClassVar[str] = "The description inside the file cannot be used ({why})."


class FormatUnknown(Rejected):
    """A manifest is of a format this program does not know."""

    code: ClassVar[str] = "BU-61"
    happened: ClassVar[str] = "The file was written in a format that this program does not know."
    remedy: ClassVar[str] = "Use a newer version of this program."


class WrongKind(Rejected):
    """A file is genuine but of another kind."""

    code: ClassVar[str] = "BU-62"
    happened: ClassVar[str] = "The file is of another kind than expected."
    remedy: ClassVar[str] = "Choose the right file: a round pack, a bundle, a reply, a request or a certificate."


class WrongAudience(Rejected):
    """A genuine file is addressed to somebody else."""

    code: ClassVar[str] = "BU-63"
    happened: ClassVar[str] = "The file is addressed to another authority."
    remedy: ClassVar[str] = "Ask the sender to whom it was meant to go; report it if it was forwarded."


class WrongRecipients(Rejected):
    """A file was sealed for others than its signers meant."""

    code: ClassVar[str] = "BU-64"
    happened: ClassVar[str] = "The file was not sealed for exactly those for whom it was signed."


class WrongState(Rejected):
    """A signer belongs to another state than the file."""

    code: ClassVar[str] = "BU-65"
    happened: ClassVar[str] = "A signer belongs to another state than the file says, or the state takes no part in the round."


class WrongRound(Rejected):
    """A file belongs to a round that is not known here."""

    code: ClassVar[str] = "BU-66"
    happened: ClassVar[str] = "The file belongs to another round."
    remedy: ClassVar[str] = "Choose the files of this round."


class WrongPack(Rejected):
    """A file names a version of the round pack that is not known here."""

    code: ClassVar[str] = "BU-67"
    happened: ClassVar[str] = "The file was made with a round pack that is not known here."
    remedy: ClassVar[str] = "Ask the sender to use a round pack from the Commission."


class WrongForm(Rejected):
    """A file was filled in with another form."""

    code: ClassVar[str] = "BU-68"
    happened: ClassVar[str] = "The file was filled in with another form or period than that of its round."
    remedy: ClassVar[str] = "Ask the sender to fill in the form of the round."


class PackTooOld(Rejected):
    """A round pack is older than one already used."""

    code: ClassVar[str] = "BU-70"
    happened: ClassVar[str] = "This round pack is older than the one already in use."
    remedy: ClassVar[str] = "Use the newest round pack."


class PackRefused(Rejected):
    """A genuine round pack lacks something or contradicts itself."""

    code: ClassVar[str] = "BU-71"
    happened: ClassVar[str] = "The round pack cannot be used ({why})."
    remedy: ClassVar[str] = "Ask the Commission for a new round pack."


class ReplyNotOurs(Rejected):
    """A genuine reply answers something that was not sent from here."""

    code: ClassVar[str] = "BU-72"
    happened: ClassVar[str] = "The reply answers a bundle that was not sent from here."
    remedy: ClassVar[str] = "Open it in the declaration it belongs to."
