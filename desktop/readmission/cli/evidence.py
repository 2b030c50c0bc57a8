"""Evidence at a terminal: what a ministry attaches to its answers, and what the Commission finds attached."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.answers.attachment import Attachment
from readmission.answers.model import Place
from readmission.cli import terminal
from readmission.cli.opening import As, open_as
from readmission.cli.speech import spoken
from readmission.cli.terminal import Exit, JsonFile, KitFile, PasswordFile, out
from readmission.tasks.attach import annotate, attach, attachments, named, remove, save_copy
from readmission.tasks.attached_evidence import evidence, write_evidence
from readmission.tasks.keys import kit_anchors
from readmission.tasks.open_assessment import open_assessment
from readmission.tasks.open_desk import receiving
from readmission.tasks.search_personal import Searched, search_attached
from readmission.texts import Language

At = Annotated[str, typer.Option("--place", help="The question, such as B[GN].B14_04.")]
Name = Annotated[str, typer.Option(help="The file's name, or the beginning of its SHA-512, as the list shows them.")]
Database = Annotated[str, typer.Option("--database", help="The assessment's folder, or postgresql+psycopg://…")]


def add_commands(app: typer.Typer) -> None:
    """Give the ministry's program these commands."""
    for name, command in (
        ("attach", attach_file),
        ("attachments", list_attachments),
        ("detach", remove_attachment),
        ("attachment-note", note_of_attachment),
        ("attachment-copy", copy_attachment),
    ):
        app.command(name)(command)


def add_importer_commands(app: typer.Typer) -> None:
    """Give the importer these commands."""
    app.command("attachments")(list_evidence)
    app.command("attachment-copy")(copy_evidence)


def attach_file(
    folder: Path,
    files: Annotated[list[Path], typer.Argument(help="PDF, CSV or XLSX files, as the question permits.")],
    *,
    place: At,
    note: Annotated[str, typer.Option(help="What it shows.")] = "",
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Attach files to an answer as evidence; “undo” takes the latest back."""
    doubtful = False
    with open_as(folder, slot, password_file) as filling:
        for path in files:
            done = attach(filling, path, Place.parse(place), note)
            out.print(f"attached {_line(done.attachment)}", markup=False)
            doubtful |= _say_persons(done.attachment, done.searched, filling.language)
    return Exit.TO_ANSWER_FOR if doubtful else Exit.DONE


def list_attachments(
    folder: Path,
    country: Annotated[str, typer.Option(help="Only those of a country, such as GN.")] = "",
    *,
    search: Annotated[bool, typer.Option("--search", help="Search them for data of persons.")] = False,
    slot: As = "",
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> int:
    """The files attached to answers."""
    doubtful = False
    with open_as(folder, slot, password_file, readonly=True) as filling:
        found = attachments(filling, country)
        searched = dict(search_attached(filling)) if search else {}
        for one in found:
            out.print(_line(one), markup=False)
            if one in searched:
                doubtful |= _say_persons(one, searched[one], filling.language)
    out.print(f"{terminal.count(len(found), 'file')}.")
    terminal.write_json(json_file, [one.value() for one in found])
    return Exit.TO_ANSWER_FOR if doubtful else Exit.DONE


def remove_attachment(folder: Path, place: At, name: Name, slot: As = "", password_file: PasswordFile = None) -> None:
    """Take a file off an answer; “undo” brings it back."""
    with open_as(folder, slot, password_file) as filling:
        attachment = named(filling, Place.parse(place), name)
        remove(filling, attachment)
    out.print(f"removed {_line(attachment)}", markup=False)


def note_of_attachment(
    folder: Path,
    place: At,
    name: Name,
    note: Annotated[str, typer.Option(help="What it shows.")],
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Say what an attached file shows."""
    with open_as(folder, slot, password_file) as filling:
        annotate(filling, named(filling, Place.parse(place), name), note)
    out.print("The note is stored.")


def copy_attachment(folder: Path, target: Path, place: At, name: Name, slot: As = "", password_file: PasswordFile = None) -> None:
    """Write a copy of an attached file; its content is no longer encrypted there."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        path = save_copy(filling, named(filling, Place.parse(place), name), target)
    out.print(f"{path}: not encrypted; delete it when it is no longer needed", markup=False)


def list_evidence(
    database: Database,
    kit: KitFile,
    round_id: Annotated[str, typer.Option("--round", help="Only those of a round.")] = "",
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> None:
    """The files that ministries attached to their answers."""
    with open_assessment(_target(database), kit_anchors(kit), terminal.opener(password_file, None)) as assessing:
        found = evidence(assessing, round_id)
    for one in found:
        out.print(f"{one.record.state} {one.record.round_id} number {one.record.sequence}: {_line(one.attachment)}", markup=False)
    terminal.write_json(
        json_file,
        [{"state": one.record.state, "manifest": one.record.manifest, **one.attachment.value()} for one in found],
    )


def copy_evidence(
    digest: Annotated[str, typer.Argument(help="The SHA-512 of the file, or its first eight letters or more.")],
    target: Path,
    *,
    database: Database,
    kit: KitFile,
    identity: Annotated[Path, typer.Option(help="The receiving identity.")],
    password_file: PasswordFile = None,
) -> None:
    """Open an attached file with the receiving identity and write a copy of it."""
    opener = terminal.opener(password_file, None)
    with open_assessment(_target(database), kit_anchors(kit), opener) as assessing:
        path = write_evidence(assessing, digest, target, receiving(identity, opener))
    out.print(f"{path}: not encrypted; delete it when it is no longer needed", markup=False)


def _say_persons(attachment: Attachment, searched: Searched, language: Language) -> bool:
    for one in searched.found:
        # A page of a document has no cells.
        where = one.at if one.at.cell or not one.at.sheet else f"{one.at.file}, page {one.at.sheet}"
        out.print(f"  data of a person? {where}: {one.text} looks like {language.say(one.looks)}", markup=False)
    if searched.unread is not None:
        why = language.explain(searched.unread).happened
        out.print(f"  not searched for data of persons, read it yourself: {why}", markup=False)
    if searched.pictures:
        out.print(
            f"  pages that are pictures are not searched, read them yourself: {', '.join(map(str, searched.pictures))}",
            markup=False,
        )
    return bool(searched.found)


def _line(one: Attachment) -> str:
    size = spoken().number(one.size)
    note = f" ({one.note})" if one.note else ""
    return f"{one.place} {one.name}{note}: {one.kind.value}, {size} bytes, SHA-512 {one.sha512[:16]}"


def _target(database: str) -> Path | str:
    return database if "://" in database else Path(database)
