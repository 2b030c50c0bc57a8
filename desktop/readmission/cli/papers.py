"""What a ministry takes out of a declaration for people to read: the declaration on paper, and its findings."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli import terminal
from readmission.cli.opening import As, open_as
from readmission.cli.terminal import PasswordFile, out
from readmission.tasks.findings_workbook import mark_workbook
from readmission.tasks.print_pages import Extent, print_declaration, print_findings


def add_commands(app: typer.Typer) -> None:
    """Give a program these commands."""
    app.command("print")(print_pages)
    app.command("findings")(write_findings)


def print_pages(
    folder: Path,
    target: Annotated[Path, typer.Argument(help="A file ending in .html or .pdf.")],
    *,
    country: Annotated[list[str] | None, typer.Option("--country", help="A country's code; several are possible.")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="The questions without answers.")] = False,
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Print the declaration, some countries of it, or the blank questionnaire."""
    with open_as(folder, slot, password_file, readonly=True) as filling, terminal.progress() as tell:
        print_declaration(filling, target, Extent(tuple(country or ()), blank), tell)
    out.print(f"Written: {target}", markup=False)


def write_findings(
    folder: Path,
    target: Annotated[Path, typer.Argument(help="A file ending in .html, .pdf or .csv; with --in a new workbook.")],
    *,
    workbook: Annotated[
        Path | None, typer.Option("--in", help="A workbook from which answers came: its findings go into a copy of it.")
    ] = None,
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Write everything that stands in the way of the release to a file."""
    with open_as(folder, slot, password_file, readonly=True) as filling, terminal.progress() as tell:
        if workbook is not None:
            out.print(f"{terminal.count(mark_workbook(filling, workbook, target), 'cell')} marked: {target}", markup=False)
            return
        count = print_findings(filling, target, tell=tell)
    out.print(f"{terminal.count(count, 'finding')}: {target}", markup=False)
