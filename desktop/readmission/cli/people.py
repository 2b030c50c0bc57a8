"""`readmission slots`: who can open a declaration, at the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli import terminal
from readmission.cli.terminal import IdentityFile, PasswordFile, out
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.new import Person
from readmission.tasks.open import open_filling, openers
from readmission.tasks.people import admit, known_people, renew_forgotten_password, renew_password, shut_out

slots_app = typer.Typer(no_args_is_help=True, help="Who can open a declaration.")

As = Annotated[str, typer.Option("--as", help="Your own slot.")]
NewPasswordFile = Annotated[Path | None, typer.Option("--new-password-file", help="A file whose first line is the new password.")]
RecoveryFile = Annotated[Path | None, typer.Option("--recovery-file", help="A file whose first line is the recovery identity.")]


@slots_app.command("list")
def list_slots(folder: Path) -> None:
    """The slots of a declaration; no password is needed to see them."""
    for slot in openers(folder):
        out.print(f"{slot.name} {slot.kind}", markup=False)


@slots_app.command("people")
def list_people(folder: Path, slot: As, password_file: PasswordFile = None, identity_file: IdentityFile = None) -> None:
    """Everyone who has a number in the journal, and their slots."""
    opener = terminal.opener(password_file, identity_file, ask=f"Password of {slot}: ")
    with _open(folder, slot, opener, readonly=True) as filling:
        for known in known_people(filling):
            out.print(f"{known.number} {known.name or '(erased)'}, {known.function}: {known.slot or 'no slot'}", markup=False)


@slots_app.command("add")
def add(
    folder: Path,
    *,
    slot: As,
    name: Annotated[str, typer.Option(help="The person's name.")],
    short: Annotated[str, typer.Option(help="The name of the slot.")],
    function: Annotated[str, typer.Option(help="The person's function.")] = "",
    password_file: PasswordFile = None,
    identity_file: IdentityFile = None,
    new_password_file: NewPasswordFile = None,
) -> None:
    """Let a person in with a password of their own."""
    opener = terminal.opener(password_file, identity_file, ask=f"Password of {slot}: ")
    theirs = terminal.opener(new_password_file, None, ask=f"Password of {name}: ", twice=True)
    with _open(folder, slot, opener) as filling:
        out.print(f"Opens as {admit(filling, opener, Person(name, function, short, password=theirs.password))}.", markup=False)


@slots_app.command("remove")
def remove(folder: Path, whose: str, slot: As, password_file: PasswordFile = None, identity_file: IdentityFile = None) -> None:
    """Take a slot away; copies made before still open."""
    opener = terminal.opener(password_file, identity_file, ask=f"Password of {slot}: ")
    with _open(folder, slot, opener) as filling:
        shut_out(filling, whose)


@slots_app.command("password")
def password(folder: Path, slot: As, password_file: PasswordFile = None, new_password_file: NewPasswordFile = None) -> None:
    """Give your own slot another password."""
    opener = terminal.opener(password_file, None, ask=f"Password of {slot}: ")
    new = terminal.opener(new_password_file, None, ask="New password: ", twice=True)
    with _open(folder, slot, opener) as filling:
        renew_password(filling, opener.password or "", new.password or "")


@slots_app.command("forgotten")
def forgotten(folder: Path, whose: str, recovery_file: RecoveryFile = None, new_password_file: NewPasswordFile = None) -> None:
    """Give a slot another password by the printed recovery identity."""
    recovery = terminal.opener(recovery_file, None, ask="Recovery identity: ")
    new = terminal.opener(new_password_file, None, ask="New password: ", twice=True)
    renew_forgotten_password(folder, whose, recovery.password or "", new.password or "")


def _open(folder: Path, slot: str, opener: Opener, *, readonly: bool = False) -> Filling:
    return open_filling(folder, slot=slot, password=opener.password, identity=opener.identity, readonly=readonly)
