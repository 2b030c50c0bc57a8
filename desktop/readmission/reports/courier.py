"""The sheet that travels beside a bundle: which file it is, who signed it, who can open it, and its fingerprint to compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from readmission.form.model import Form
from readmission.reports.fingerprint import qr_image, words_of
from readmission.reports.labels import Labels
from readmission.reports.pages import page
from readmission.texts import Language

_GROUP = 4
_GROUPS_A_LINE = 8


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who can open the file; escrow is a key kept in reserve."""

    name: str
    escrow: bool = False


@dataclass(frozen=True, slots=True)
class CourierSheet:
    """What a courier sheet says; digests are SHA-512 in hexadecimal, `size` is in bytes, `signers` are names with functions."""

    filename: str
    size: int
    file_sha512: str
    manifest_sha512: str
    state: str
    round_id: str
    sequence: int
    created: str
    marking: str
    rehearsal: bool
    signers: Sequence[str]
    readers: Sequence[Reader]


def courier_page(sheet: CourierSheet, *, form: Form, language: Language) -> str:
    """The courier sheet of a bundle."""
    return page(
        "courier.html",
        language,
        rehearsal=sheet.rehearsal,
        marking=sheet.marking,
        sheet=sheet,
        state=Labels(form, language).state(sheet.state),
        file_digest=grouped(sheet.file_sha512),
        manifest_digest=grouped(sheet.manifest_sha512),
        words=words_of(sheet.file_sha512, language),
        qr=qr_image(f"SHA512 {sheet.file_sha512}", language.say("The fingerprint of the file as a QR code")),
    )


def grouped(digest: str) -> list[str]:
    """A digest in lines of groups that two people can read to each other on the telephone."""
    groups = [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]
    return [" ".join(groups[start : start + _GROUPS_A_LINE]) for start in range(0, len(groups), _GROUPS_A_LINE)]
