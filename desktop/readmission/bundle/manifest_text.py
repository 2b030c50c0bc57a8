"""A manifest as canonical JSON, and back: every field is present, known and of its shape, or the whole is refused.

A new field is a new number in `format`. What a kind must say: `manifest_rules`.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Final, TypeVar

from readmission.bundle.asic import MEDIA_TYPE
from readmission.bundle.container import MANIFEST, MAX_CONTAINER_BYTES, MAX_MEMBERS
from readmission.bundle.domain import Domain
from readmission.bundle.manifest import (
    MAX_SEQUENCE,
    SIGNERS_OF_A_BUNDLE,
    Audience,
    Basis,
    FileEntry,
    FormReference,
    JournalHead,
    Kind,
    Manifest,
    RoundReference,
    SignerEntry,
    Subject,
)
from readmission.bundle.manifest_rules import check_kind
from readmission.bundle.rejections import FormatUnknown, ManifestRefused, WrongKind
from readmission.canonical import Json, read_object, write
from readmission.errors import Phrase

MAX_MANIFEST_BYTES: Final = 1 << 21
MAX_RECIPIENTS: Final = 8

_FORMAT: Final = "readmission-{kind}/1"
_TEXT: Final = 200
_RECIPIENT_TEXT: Final = 2100
_SHA512: Final = re.compile(r"[0-9a-f]{128}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PATH: Final = re.compile(r"[A-Za-z0-9._/-]{1,200}")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?")
_STATE: Final = re.compile(r"[A-Z]{2}")
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", Domain, Subject)


def moment_text(now: datetime) -> str:
    """A time as manifests say it, in whole seconds of UTC."""
    return now.strftime(_MOMENT)


def write_manifest(manifest: Manifest) -> bytes:
    """The text of a manifest; raises ManifestRefused for one that could not be read again."""
    text = write(_json(manifest))
    if read_manifest(text, manifest.kind) != manifest:
        raise ManifestRefused(MANIFEST, why=Phrase("a value that does not print back"))
    return text


def read_manifest(text: bytes, kind: Kind) -> Manifest:
    """The manifest of a kind; raises NotCanonical, FormatUnknown, WrongKind or ManifestRefused."""
    read = _Reading(read_object(text, place=MANIFEST))
    _check_format(read.text("format"), kind)
    manifest = Manifest(
        kind=kind,
        domain=_one_of(Domain, read.text("domain")),
        id=_uuid(read.text("id")),
        created_at=_moment(read.text("created_at")),
        app_version=read.text("app_version"),
        state=read.matching("state", _STATE, empty=False),
        organisation=read.text("organisation"),
        audience=read.inner("audience", _audience),
        round=read.optional("round", _round),
        form=read.optional("form", _form),
        period=read.matching("period", _NAME),
        sequence=read.integer("sequence", 0, MAX_SEQUENCE),
        previous=read.matching("previous", _SHA512),
        basis=read.optional("basis", _basis),
        marking=read.text("marking"),
        signers=read.rows("signers", _signer, most=SIGNERS_OF_A_BUNDLE),
        reply_to=read.text("reply_to", most=_RECIPIENT_TEXT),
        journal=read.optional("journal", _journal),
        subject=_one_of(Subject, read.text("subject")),
        answers=read.matching("answers", _SHA512),
        files=read.rows("files", _file, most=MAX_MEMBERS),
    )
    read.nothing_else()
    check_kind(manifest)
    return manifest


class _Reading:
    """An object whose fields are taken one by one; what is left over is refused."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise ManifestRefused(MANIFEST, why=Phrase("something that should be an object"))
        self._left = dict(value)

    def take(self, name: str) -> Json:
        if name not in self._left:
            raise ManifestRefused(MANIFEST, why=Phrase("no {name}", name=name))
        return self._left.pop(name)

    def nothing_else(self) -> None:
        if self._left:
            raise ManifestRefused(MANIFEST, why=Phrase("a field that is not known"))

    def text(self, name: str, *, most: int = _TEXT) -> str:
        value = self.take(name)
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            raise ManifestRefused(MANIFEST, why=Phrase("{name} is no short text", name=name))
        return value

    def matching(self, name: str, pattern: re.Pattern[str], *, empty: bool = True) -> str:
        value = self.text(name)
        if not pattern.fullmatch(value) and not (empty and not value):
            raise ManifestRefused(MANIFEST, why=Phrase("{name} has another shape", name=name))
        return value

    def integer(self, name: str, least: int, most: int) -> int:
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ManifestRefused(MANIFEST, why=Phrase("{name} is out of range", name=name))
        return value

    def inner(self, name: str, make: Callable[["_Reading"], _Value]) -> _Value:
        inner = _Reading(self.take(name))
        made = make(inner)
        inner.nothing_else()
        return made

    def optional(self, name: str, make: Callable[["_Reading"], _Value]) -> _Value | None:
        if self._left.get(name, 0) is None:
            self.take(name)
            return None
        return self.inner(name, make)

    def rows(self, name: str, make: Callable[["_Reading"], _Value], *, most: int) -> tuple[_Value, ...]:
        values = self.take(name)
        if not isinstance(values, list) or len(values) > most:
            raise ManifestRefused(MANIFEST, why=Phrase("{name} is no list, or too long", name=name))
        made = []
        for value in values:
            inner = _Reading(value)
            made.append(make(inner))
            inner.nothing_else()
        return tuple(made)

    def texts(self, name: str, pattern: re.Pattern[str], *, most: int) -> tuple[str, ...]:
        values = self.take(name)
        if not isinstance(values, list) or len(values) > most:
            raise ManifestRefused(MANIFEST, why=Phrase("{name} is no list, or too long", name=name))
        texts = tuple(value for value in values if isinstance(value, str) and pattern.fullmatch(value))
        if len(texts) != len(values) or list(texts) != sorted(set(texts)):
            raise ManifestRefused(MANIFEST, why=Phrase("{name} is not a sorted list of its kind", name=name))
        return texts

    def mapping(self, name: str) -> dict[str, Json]:
        value = self.take(name)
        if not isinstance(value, dict) or any(not _NAME.fullmatch(key) for key in value):
            raise ManifestRefused(MANIFEST, why=Phrase("{name} has names of another shape", name=name))
        return value


def _json(manifest: Manifest) -> Json:
    audience: Json = {"id": manifest.audience.id, "keys": list(manifest.audience.keys)}
    return {
        "format": _FORMAT.format(kind=manifest.kind.value),
        "domain": manifest.domain.value,
        "id": manifest.id,
        "created_at": manifest.created_at,
        "app_version": manifest.app_version,
        "state": manifest.state,
        "organisation": manifest.organisation,
        "audience": audience,
        "period": manifest.period,
        "sequence": manifest.sequence,
        "previous": manifest.previous,
        "marking": manifest.marking,
        "reply_to": manifest.reply_to,
        "subject": manifest.subject.value,
        "answers": manifest.answers,
        **_json_of_parts(manifest),
    }


def _json_of_parts(manifest: Manifest) -> dict[str, Json]:
    # Every name in these dataclasses is the name in the file, so a field cannot be forgotten here.
    parts = {name: getattr(manifest, name) for name in ("round", "form", "basis", "journal")}
    return {
        **{name: None if part is None else _json_of(part) for name, part in parts.items()},
        "signers": [_json_of(signer) for signer in manifest.signers],
        "files": [_json_of(entry) for entry in manifest.files],
    }


def _json_of(part: RoundReference | FormReference | Basis | JournalHead | SignerEntry | FileEntry) -> Json:
    values = ((item.name, getattr(part, item.name)) for item in fields(part))
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values}


def _audience(read: _Reading) -> Audience:
    return Audience(read.matching("id", _NAME), read.texts("keys", _SHA256, most=MAX_RECIPIENTS))


def _round(read: _Reading) -> RoundReference:
    return RoundReference(
        read.matching("id", _NAME, empty=False),
        read.integer("pack_version", 1, MAX_SEQUENCE),
        read.matching("pack", _SHA512),
    )


def _form(read: _Reading) -> FormReference:
    return FormReference(
        read.matching("id", _NAME, empty=False),
        read.matching("edition", _NAME, empty=False),
        read.matching("structure", _SHA512, empty=False),
    )


def _basis(read: _Reading) -> Basis:
    extracts = read.mapping("extracts")
    digests = {name: value for name, value in extracts.items() if isinstance(value, str) and _SHA512.fullmatch(value)}
    if len(digests) != len(extracts):
        raise ManifestRefused(MANIFEST, why=Phrase("an extract without a digest"))
    return Basis(read.matching("last_year", _SHA512), digests)


def _journal(read: _Reading) -> JournalHead:
    counts = read.mapping("counts")
    numbers = {name: value for name, value in counts.items() if isinstance(value, int) and not isinstance(value, bool)}
    if len(numbers) != len(counts):
        raise ManifestRefused(MANIFEST, why=Phrase("a count that is no number"))
    return JournalHead(read.integer("entries", 0, MAX_SEQUENCE), read.matching("head", _SHA512), numbers)


def _signer(read: _Reading) -> SignerEntry:
    return SignerEntry(
        read.integer("person", 1, MAX_SEQUENCE),
        read.text("role"),
        read.matching("ec", _SHA512, empty=False),
        read.matching("ml_dsa", _SHA512, empty=False),
    )


def _file(read: _Reading) -> FileEntry:
    return FileEntry(
        read.matching("path", _PATH, empty=False),
        read.matching("type", MEDIA_TYPE, empty=False),
        read.integer("size", 0, MAX_CONTAINER_BYTES),
        read.matching("sha512", _SHA512, empty=False),
    )


def _check_format(text: str, kind: Kind) -> None:
    if text == _FORMAT.format(kind=kind.value):
        return
    if text in {_FORMAT.format(kind=other.value) for other in Kind}:
        raise WrongKind(MANIFEST)
    raise FormatUnknown(MANIFEST)


def _one_of(choices: type[_Choice], text: str) -> _Choice:
    try:
        return choices(text)
    except ValueError:
        raise ManifestRefused(MANIFEST, why=Phrase("a word that is not one of the known ones")) from None


def _uuid(text: str) -> str:
    try:
        printed = str(uuid.UUID(text))
    except ValueError:
        printed = None
    if printed != text:
        raise ManifestRefused(MANIFEST, why=Phrase("id is no UUID"))
    return text


def _moment(text: str) -> str:
    try:
        printed = datetime.strptime(text, _MOMENT).replace(tzinfo=UTC).strftime(_MOMENT)
    except ValueError:
        printed = None
    if printed != text:
        raise ManifestRefused(MANIFEST, why=Phrase("created_at is no time"))
    return text
