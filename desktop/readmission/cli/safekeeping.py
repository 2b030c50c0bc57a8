"""`readmission backup`, `restore`, `archive` and `delete`: keeping a declaration safe, and letting it go."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.answers.attachment import Attachment
from readmission.answers.journal import cell_text
from readmission.cli.opening import As, open_as, opener_of
from readmission.cli.speech import spoken
from readmission.cli.terminal import Exit, PasswordFile, count, out
from readmission.tasks.archive import archive, delete_declaration
from readmission.tasks.backups import back_up, back_up_to
from readmission.tasks.restore import RestorePreview, preview_restore, restore


def add_commands(app: typer.Typer) -> None:
    """Give the program these commands."""
    for command in (backup, restore_backup, archive_declaration, delete):
        app.command({restore_backup: "restore", archive_declaration: "archive"}.get(command, command.__name__))(command)


def backup(
    folder: Path,
    to: Annotated[Path | None, typer.Option(help="One backup at this place; otherwise where the settings say.")] = None,
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Make a backup, which is a whole declaration, checked before it counts."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        if to is not None:
            made = back_up_to(filling, to)
            out.print(str(made) if made else "This very journal is backed up there already.", markup=False)
            return Exit.DONE
        done = back_up(filling)
    for path in done.folders:
        out.print(str(path), markup=False)
    for refusal in done.refusals:
        out.print(str(spoken().explain(refusal)), markup=False)
    if not done.folders and not done.refusals:
        out.print("This very journal is backed up already.")
    return Exit.TO_ANSWER_FOR if done.refusals else Exit.DONE


def restore_backup(
    backup_folder: Annotated[Path, typer.Argument(metavar="BACKUP")],
    folder: Annotated[Path, typer.Argument(help="A new folder; nothing is ever put on top of another.")],
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what is in it and what differs from FOLDER.")] = False,
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Bring a backup back into a new folder, or only look at it."""
    chosen, opener = opener_of(backup_folder, slot, password_file)
    if preview:
        for line in _preview(preview_restore(backup_folder, slot=chosen, opener=opener, now=folder if folder.exists() else None)):
            out.print(line, markup=False)
        return
    out.print(f"Restored to {restore(backup_folder, folder, slot=chosen, opener=opener)}.", markup=False)


def archive_declaration(folder: Path, target: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Put a closed, read-only copy of a declaration that was sent into a new folder."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        kept = archive(filling, target)
    out.print(f"Archived in {kept.folder}: {count(kept.files, 'file')}, {kept.size} bytes, to be read only.", markup=False)


def delete(
    folder: Path, confirm: Annotated[str, typer.Option(help="The name of the folder, typed to say that you mean it.")]
) -> None:
    """Delete a declaration with everything that belongs to it; other files in the folder stay."""
    gone = delete_declaration(folder, typed=confirm)
    out.print(f"Deleted {count(gone.files, 'file')}.", markup=False)
    for path in gone.left:
        out.print(f"Left, because it is not of this program: {path}", markup=False)


def _preview(shown: RestorePreview) -> list[str]:
    lines = [
        f"Last step {shown.moment} by {shown.person or 'the program'}; {count(shown.answers, 'answer')}, "
        f"{count(shown.entries, 'journal entry', 'journal entries')}."
    ]
    lines += [f"attached file: {_file(one)}" for one in shown.attached]
    if shown.sent_since:
        lines.append(f"{count(shown.sent_since, 'bundle was', 'bundles were')} exported after it was made.")
    if shown.not_compared is not None:
        lines.append(f"Not compared: {spoken().explain(shown.not_compared)}")
    if shown.compared:
        lines.append(f"{count(len(shown.differences), 'cell differs', 'cells differ')} from now.")
        lines += [f"{change.place}: {cell_text(change.there)} -> {cell_text(change.now)}" for change in shown.differences]
        lines += [f"file only in the backup: {_file(one)}" for one in shown.only_there]
        lines += [f"file only now: {_file(one)}" for one in shown.only_now]
    return lines


def _file(one: Attachment) -> str:
    return f"{one.place} {one.name} ({one.note})" if one.note else f"{one.place} {one.name}"
