"""`self-check` of both programs: everything they bring along is tried, and said line by line."""

import subprocess
from collections.abc import Sequence

from readmission.cli.terminal import Exit, out, window_command
from readmission.tasks.self_check import self_check


def check_program(*, with_window: bool) -> int:
    """Try everything; the window tries its own part in a process of its own."""
    failed = 0
    for checked in self_check():
        failed += not checked.passed
        out.print(f"{'ok  ' if checked.passed else 'FAIL'} {checked.what} {checked.detail}".rstrip(), markup=False)
    if with_window:
        failed += not _window(window_command("--self-check"))
    return Exit.COULD_NOT if failed else Exit.DONE


def _window(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own program
    except OSError as error:
        out.print(f"FAIL window {error.strerror or error}", markup=False)
        return False
    said = done.stdout.strip() or done.stderr.strip() or f"ended with {done.returncode} and said nothing"
    out.print(f"{said}" if done.returncode == 0 else f"FAIL window {said}", markup=False)
    return done.returncode == 0
