"""From review to the reply, at a terminal: signers, freezing, approvals, export, courier sheet, and what the Commission answers."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli import terminal
from readmission.cli.opening import As, open_as
from readmission.cli.terminal import KeyPasswordFile, PasswordFile, out
from readmission.tasks.approve import approve_declaration
from readmission.tasks.courier import write_courier_sheet
from readmission.tasks.export import export
from readmission.tasks.reply import correction_requests, open_received
from readmission.tasks.review import enrol_keys, review

KeyFile = Annotated[Path, typer.Option("--key", help="The key file.")]


def add_commands(app: typer.Typer) -> None:
    """Give the program these commands."""
    for name, command in (
        ("enrol", enrol_signer),
        ("review", freeze),
        ("approve", approve),
        ("export", export_bundle),
        ("courier", courier),
        ("reply", open_reply),
    ):
        app.command(name)(command)


def enrol_signer(
    folder: Path,
    key: KeyFile,
    role: Annotated[str, typer.Option(help="What the signature says: prepared by, approved by.")],
    slot: As = "",
    password_file: PasswordFile = None,
    key_password_file: KeyPasswordFile = None,
) -> None:
    """Make a certified person known as a signer of this declaration."""
    with open_as(folder, slot, password_file) as filling:
        signer = enrol_keys(filling, key, terminal.opener(key_password_file, None, ask="Password of the key file: "), role)
        out.print(f"Signer {signer.person} {signer.name} is enrolled.", markup=False)


def freeze(
    folder: Path,
    signers: Annotated[list[int], typer.Option("--signer", help="A signer's number; give it once for each.")],
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Freeze the declaration for approval."""
    with open_as(folder, slot, password_file) as filling:
        summary = review(filling, signers)
        out.print(f"Frozen. Both signers sign the manifest {summary.manifest_sha512}", markup=False)


def approve(
    folder: Path, key: KeyFile, slot: As = "", password_file: PasswordFile = None, key_password_file: KeyPasswordFile = None
) -> None:
    """Sign the frozen release."""
    with open_as(folder, slot, password_file) as filling:
        done = approve_declaration(filling, key, terminal.opener(key_password_file, None, ask="Password of the key file: "))
        out.print(
            f"Signer {done.person} signed {done.manifest_sha512}. The declaration is {filling.declaration.state}.", markup=False
        )


def export_bundle(folder: Path, target: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Seal the released declaration into one file for the Commission."""
    with open_as(folder, slot, password_file) as filling:
        sealed = export(filling, target)
        out.print(
            f"{target}: bundle {sealed.manifest.sequence}, {sealed.size} bytes, manifest {sealed.manifest_sha512}", markup=False
        )


def courier(
    folder: Path,
    target: Path,
    bundle: Annotated[Path | None, typer.Option(help="Compare this file first: is it the one that was exported?")] = None,
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Write the courier sheet of the bundle that was exported last."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        sheet = write_courier_sheet(filling, target, bundle=bundle)
        out.print(f"{target}: goes with {sheet.filename}, SHA-512 {sheet.file_sha512}", markup=False)


def open_reply(folder: Path, file: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Open a receipt or a correction request."""
    with open_as(folder, slot, password_file) as filling:
        reply = open_received(filling, file)
        out.print(f"{reply.subject} for bundle {reply.answers}", markup=False)
        for asked in correction_requests(filling):
            places = " ".join(f"{place}{' (changed since)' if place in asked.changed else ''}" for place in asked.places)
            out.print(f"until {asked.deadline}: {places}: {asked.text}", markup=False)
