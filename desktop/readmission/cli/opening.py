"""A declaration opened at the terminal, in the name of the person whose slot it is."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli import terminal
from readmission.cli.speech import spoken
from readmission.cli.terminal import Exit, out
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.open import RECOVERY, open_filling, openers
from readmission.texts import Language

As = Annotated[str, typer.Option("--as", help="Whose slot opens the declaration; not needed where there is only one.")]


def open_as(
    folder: Path, slot: str, password_file: Path | None, *, readonly: bool = False, words: Language | None = None
) -> Filling:
    """The declaration of a folder, which speaks the language given, or that of the terminal."""
    chosen, opener = opener_of(folder, slot, password_file)
    return open_filling(
        folder, slot=chosen, password=opener.password, identity=opener.identity, readonly=readonly, language=words or spoken()
    )


def opener_of(folder: Path, slot: str, password_file: Path | None) -> tuple[str, Opener]:
    """Which slot of a declaration is opened, and with what."""
    chosen = slot or only_slot(folder)
    opener = terminal.opener(password_file, None, ask=f"Password of {chosen}: ")
    if chosen == RECOVERY and opener.password is not None:
        # What is printed and locked away is an identity; it is typed where the others type a password.
        opener = Opener.of_identity_text(opener.password.strip().upper())
    return chosen, opener


def only_slot(folder: Path) -> str:
    """The slot of a declaration that one person can open; says whose there are otherwise."""
    names = [slot.name for slot in openers(folder) if slot.name != RECOVERY]
    if len(names) != 1:
        out.print(f"Say who you are with --as: {', '.join(names) or 'there is no slot here'}", markup=False)
        raise typer.Exit(Exit.COULD_NOT)
    return names[0]
