"""Attach files to answers as evidence, describe, list and remove them, and write a copy out.

Each change is a step of the journal that undo takes back. What is refused is refused before anything is stored (F17): a question that
takes no files, a content of another kind, a size or a number above the round's limits. What looks like data of persons is told, and
never stops anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.attachable import Misfit, misfits
from readmission.answers.attachment import Attachment, clean_name, clean_note
from readmission.answers.changes import AttachmentChange
from readmission.answers.media import kind_of
from readmission.answers.model import Place
from readmission.bundle.rejections import NotReadable
from readmission.checks.owed import country_of
from readmission.errors import Phrase, TaskError
from readmission.form.attachments import AttachmentLimits, limits_of
from readmission.form.model import AttachmentKind
from readmission.tasks.attached_files import content_of, digest_of, keep
from readmission.tasks.files import write_new
from readmission.tasks.fill import Filling, Step
from readmission.tasks.search_personal import Searched, search_bytes

ONE: Final = Phrase("one file")
ALL: Final = Phrase("all files together")
NO_KIND: Final = Phrase("none of the known kinds")


class NotAttachable(TaskError):
    """A place takes no files."""

    code: ClassVar[str] = "TA-53"
    happened: ClassVar[str] = "No file can be attached at {at}."
    unharmed: ClassVar[str] = "Nothing was stored."
    remedy: ClassVar[str] = "Attach it to a question that takes files: {places}."


class KindRefused(TaskError):
    """The content of a file is of no kind that a question takes."""

    code: ClassVar[str] = "TA-54"
    happened: ClassVar[str] = "“{name}” is not what can be attached here: by its content it is {found}."
    unharmed: ClassVar[str] = "Nothing was stored; the file is as it was."
    remedy: ClassVar[str] = "Attach a file of one of these kinds: {kinds}. Renaming a file does not change what it is."


class SizeRefused(TaskError):
    """A file is larger than the round permits, by itself or with the others."""

    code: ClassVar[str] = "TA-55"
    happened: ClassVar[str] = "“{name}” has {size} bytes; {limit} are permitted ({which})."
    unharmed: ClassVar[str] = "Nothing was stored; the file is as it was."
    remedy: ClassVar[str] = "Attach a smaller file, or remove one that is not needed."


class TooMany(TaskError):
    """A place has as many files as the round permits."""

    code: ClassVar[str] = "TA-56"
    happened: ClassVar[str] = "There are {limit} files at {at} already, and no more are permitted."
    unharmed: ClassVar[str] = "Nothing was stored."
    remedy: ClassVar[str] = "Remove one first, or put the contents into one file."


class AlreadyAttached(TaskError):
    """The same file is at the place already."""

    code: ClassVar[str] = "TA-57"
    happened: ClassVar[str] = "This very file is attached at {at} already, as “{name}”."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Change its note if it should say something else."


class NotAttached(TaskError):
    """There is no such file at a place."""

    code: ClassVar[str] = "TA-58"
    happened: ClassVar[str] = "No file at {at} is called “{name}”."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Say its name, or the beginning of its SHA-512, as the list shows them."


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be attached, its content, and what in it looks like data of persons; nothing is stored yet."""

    attachment: Attachment
    content: bytes
    searched: Searched


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is attached now, the step that did it, and what in it looks like data of persons."""

    attachment: Attachment
    step: Step
    searched: Searched


def examine(filling: Filling, path: Path, place: Place, note: str = "") -> Examined:
    """Read a file that is to be attached, or raise why it cannot be; changes nothing."""
    kinds, limits = _accepted(filling, place), limits_of(filling.form, filling.round)
    content = _content(path, limits)
    kind = kind_of(content)
    if kind not in kinds:
        raise KindRefused(str(place), name=path.name, found=kind.value if kind else NO_KIND, kinds=", ".join(kinds))
    assert kind is not None
    name = clean_name(path.name, kind)
    attachment = Attachment(place, digest_of(content), name, kind, len(content), clean_note(note))
    same = filling.answers.attachments.get(attachment.key)
    if same is not None:
        raise AlreadyAttached(str(place), at=place, name=same.name)
    _refuse_misfit(filling, attachment, limits)
    return Examined(attachment, content, search_bytes(content, name))


def put(filling: Filling, examined: Examined) -> Step:
    """Attach what was examined; the file is stored durably before the step is."""
    keep(filling, examined.content)
    return filling.change_attachments(AttachmentChange(None, examined.attachment), why="file attached")


def attach(filling: Filling, path: Path, place: Place, note: str = "") -> Attached:
    """Examine a file and attach it."""
    examined = examine(filling, path, place, note)
    return Attached(examined.attachment, put(filling, examined), examined.searched)


def remove(filling: Filling, attachment: Attachment) -> Step:
    """Take a file off its place; it stays on the disk as long as undo may need it."""
    return filling.change_attachments(AttachmentChange(_present(filling, attachment), None), why="file removed")


def annotate(filling: Filling, attachment: Attachment, note: str) -> Step | None:
    """Give a file another note; None where it says that already."""
    present = _present(filling, attachment)
    described = replace(present, note=clean_note(note))
    if described == present:
        return None
    return filling.change_attachments(AttachmentChange(present, described), why="note of a file")


def attachments(filling: Filling, country: str = "") -> tuple[Attachment, ...]:
    """All attachments, or those of a country, in the order of their places."""
    found = filling.answers.attachments.values()
    tables = filling.form.tables
    chosen = (one for one in found if not country or country_of(tables[one.place.table], one.place.key) == country)
    return tuple(sorted(chosen, key=lambda one: (str(one.place), one.name.casefold(), one.sha512)))


def named(filling: Filling, place: Place, name: str) -> Attachment:
    """The attachment at a place that has a name, or whose SHA-512 begins like this; raises NotAttached."""
    found = [one for one in filling.answers.attached(place) if name and (one.name == name or one.sha512.startswith(name))]
    if len(found) != 1:
        raise NotAttached(str(place), at=place, name=name)
    return found[0]


def save_copy(filling: Filling, attachment: Attachment, target: Path) -> Path:
    """Write what was attached to a new file, or under its own name into a folder."""
    path = target / attachment.name if target.is_dir() else target
    write_new(path, content_of(filling, attachment))
    return path


def places_for(filling: Filling, country: str = "") -> tuple[Place, ...]:
    """The places that take files and are asked now: of a country, or with "" of the part without one."""
    return tuple(
        place
        for table, field in limits_of(filling.form, filling.round).kinds
        for key in filling.session.rows(table)
        if country_of(filling.form.tables[table], key) == country and filling.session.relevant(place := Place(table, key, field))
    )


def kinds_at(filling: Filling, place: Place) -> tuple[AttachmentKind, ...]:
    """The kinds of files that a place takes."""
    return limits_of(filling.form, filling.round).kinds.get((place.table, place.field), ())


def _accepted(filling: Filling, place: Place) -> Sequence[AttachmentKind]:
    kinds = kinds_at(filling, place)
    if not kinds or not filling.session.has_row(place.table, place.key):
        known = limits_of(filling.form, filling.round).kinds
        raise NotAttachable(str(place), at=place, places=", ".join(f"{table}.{field}" for table, field in known) or "-")
    return kinds


def _content(path: Path, limits: AttachmentLimits) -> bytes:
    try:
        if not path.is_file():
            raise NotReadable(path.name, why=Phrase("it is no file"))
        with path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
            size = path.stat().st_size
    except OSError as error:
        raise NotReadable(path.name, why=error.strerror or type(error).__name__) from error
    if len(content) > limits.file_bytes:
        raise SizeRefused(path.name, name=path.name, size=max(size, len(content)), limit=limits.file_bytes, which=ONE)
    return content


def _refuse_misfit(filling: Filling, attachment: Attachment, limits: AttachmentLimits) -> None:
    for found in misfits((*filling.answers.attachments.values(), attachment), limits):
        if found.attachment is not attachment:
            continue
        if found.why is Misfit.MANY:
            raise TooMany(str(attachment.place), at=attachment.place, limit=found.limit)
        which = ONE if found.why is Misfit.LARGE else ALL
        raise SizeRefused(attachment.name, name=attachment.name, size=found.found, limit=found.limit, which=which)


def _present(filling: Filling, attachment: Attachment) -> Attachment:
    present = filling.answers.attachments.get(attachment.key)
    if present is None:
        raise NotAttached(str(attachment.place), at=attachment.place, name=attachment.name)
    return present
