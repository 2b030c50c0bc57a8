"""How both programs speak on a terminal: errors in three sentences, passwords, progress, exit codes.

0 done · 1 done, but there is something to answer for · 2 could not do it.
"""

import getpass
import io
import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from readmission.canonical import Json
from readmission.cli.speech import spoken
from readmission.errors import ReadmissionError
from readmission.tasks.keys import Opener
from readmission.tasks.kit import installed_kit_file
from readmission.tasks.progress import Progress as Tell

out = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

PasswordFile = Annotated[Path | None, typer.Option("--password-file", help="A file whose first line is the password.")]
KeyPasswordFile = Annotated[
    Path | None, typer.Option("--key-password-file", help="A file whose first line is the password of the key file.")
]
IdentityFile = Annotated[Path | None, typer.Option("--identity-file", help="A file whose first line is an age identity.")]
KitFile = Annotated[
    Path,
    typer.Option(
        "--kit", help="The kit that pins state and roots; without it, the installed one.", default_factory=installed_kit_file
    ),
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the result as JSON to this file.")]


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    TO_ANSWER_FOR = 1
    COULD_NOT = 2


def run(app: typer.Typer) -> NoReturn:
    """Run a program's commands; what went wrong is said in sentences, never as a traceback."""
    sys.excepthook = _report_fault
    _write_utf8()
    try:
        app()
    except ReadmissionError as error:
        errors.print(str(spoken().explain(error)), markup=False)
        sys.exit(Exit.COULD_NOT)
    except OSError as error:
        errors.print(f"{error.filename or ''}: {error.strerror or error}. Nothing else was changed.", markup=False)
        sys.exit(Exit.COULD_NOT)
    sys.exit(Exit.DONE)


def _write_utf8() -> None:
    """Into a file or a pipe, write what every other system writes: Windows' own character set lacks most of our languages."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", newline="\n")


def program(summary: str) -> typer.Typer:
    """A program whose commands return what it ends with."""
    return typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=summary, result_callback=_end
    )


def _end(code: int | None, **_: object) -> NoReturn:
    raise typer.Exit(code or Exit.DONE)


def opener(password_file: Path | None, identity_file: Path | None, *, ask: str = "Password: ", twice: bool = False) -> Opener:
    """What opens a slot or a key file: from a file, or asked for at the terminal."""
    if identity_file is not None:
        return Opener.of_identity_text(_first_line(identity_file))
    if password_file is not None:
        return Opener(password=_first_line(password_file))
    password = getpass.getpass(ask)
    if twice and getpass.getpass("Again: ") != password:
        errors.print("The two passwords differ. Nothing was written.")
        raise typer.Exit(Exit.COULD_NOT)
    return Opener(password=password)


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar for work over a second; on anything but a terminal a line for each thing done."""
    if not out.is_terminal:
        yield _say_line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bars:
        shown: dict[str, int] = {}

        def tell(what: str, done: int, of: int) -> None:
            stage, _, detail = what.partition(": ")
            task = shown.setdefault(stage, -1)
            if task < 0:
                task = shown[stage] = bars.add_task(stage, total=of)
            bars.update(bars.task_ids[task], completed=done, total=of, description=f"{stage} {detail}".strip())

        yield tell


def count(number: int, one: str, many: str = "") -> str:
    """A number of things, such as 1 country and 2 countries; `many` is needed where it is not `one` with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def open_window(folder: Path) -> None:
    """Open the window on a declaration and wait until it is closed."""
    subprocess.run(window_command(str(folder)), check=False)  # noqa: S603 - our own program


def window_command(argument: str) -> list[str]:
    """How the window is started."""
    # Frozen, the window is a program beside this one; otherwise it is a module of the same Python.
    frozen = bool(getattr(sys, "frozen", False))
    own = Path(sys.executable)
    command = [str(own.with_name(f"readmission-window{own.suffix}"))] if frozen else [sys.executable, "-m", "readmission"]
    return [*command, argument]


def write_json(target: Path | None, value: Json) -> None:
    """Write a documented result where it was asked for."""
    if target is not None:
        target.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _report_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Keep what a developer needs in a file (places in the code, no values), and tell the user where it is."""
    lines = traceback.format_tb(trace)
    with tempfile.NamedTemporaryFile("w", prefix="readmission-fault-", suffix=".txt", delete=False, encoding="utf-8") as report:
        report.write("".join(lines) + f"{kind.__name__}\n")
    errors.print(
        f"The program has a fault ({kind.__name__}). Steps that were finished are stored. Please send {report.name} to its makers.",
        markup=False,
    )


def _say_line(what: str, done: int, of: int) -> None:
    if what:
        out.print(f"{what} ({done}/{of})", markup=False)


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
