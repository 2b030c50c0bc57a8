"""What stands in `manifest.json` of every file that travels: what it is, from whom, for whom, about what, with which parts.

A manifest names each member with its SHA-512, so that the digest of a manifest stands for the whole content: it is what a later
bundle calls `previous`, what a reply answers, and how the importer knows a duplicate. How it is written: `manifest_text`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from readmission.bundle.domain import Domain

MAX_SEQUENCE: Final = 2**53 - 1
SIGNERS_OF_A_BUNDLE: Final = 2

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_COUNTS: Final[Mapping[str, int]] = MappingProxyType({})


class Kind(StrEnum):
    """What a file that travels is."""

    ROUND = "round"
    BUNDLE = "bundle"
    REPLY = "reply"
    REQUEST = "request"
    CERTIFICATE = "certificate"
    KIT = "signed-kit"


class Subject(StrEnum):
    """What a reply says: that a bundle has arrived, or what to correct in it."""

    NONE = ""
    RECEIPT = "receipt"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a file is meant, and the recipients (by id, sorted) that it is sealed for."""

    id: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundReference:
    """A round and one version of its pack; `pack` is the SHA-512 of the pack's manifest and empty in the pack itself."""

    id: str
    pack_version: int
    pack: str = ""


@dataclass(frozen=True, slots=True)
class FormReference:
    """The form that was filled in: its edition and the digest of its structure."""

    id: str
    edition: str
    structure: str


@dataclass(frozen=True, slots=True)
class Basis:
    """With what the checks were made: last year's manifest and every extract of reference figures, by SHA-512."""

    last_year: str = ""
    extracts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class JournalHead:
    """How far the journal had come: its number of entries, the head of its chain and what it counts."""

    entries: int
    head: str
    counts: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)


@dataclass(frozen=True, slots=True)
class SignerEntry:
    """A person who is to sign: the authority's number, the function, and both certificates by SHA-512."""

    person: int
    role: str
    ec: str
    ml_dsa: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A member of the container."""

    path: str
    type: str
    size: int
    sha512: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The manifest of a file that travels; what a kind does not have is empty or None.

    `created_at` is informative: no time in a manifest decides anything. `answers` is the manifest that a reply answers.
    """

    kind: Kind
    domain: Domain
    id: str
    created_at: str
    app_version: str
    state: str
    organisation: str
    audience: Audience = Audience()
    round: RoundReference | None = None
    form: FormReference | None = None
    period: str = ""
    sequence: int = 0
    previous: str = ""
    basis: Basis | None = None
    marking: str = ""
    signers: tuple[SignerEntry, ...] = ()
    reply_to: str = ""
    journal: JournalHead | None = None
    subject: Subject = Subject.NONE
    answers: str = ""
    files: tuple[FileEntry, ...] = ()
