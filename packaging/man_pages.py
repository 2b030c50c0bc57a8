"""Manual pages, written from what the programs say of themselves: nothing is described twice."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import typer
from freeze import EPOCH

from readmission import __version__

_EXITS: Final = (
    ("0", "done"),
    ("1", "done, but there is something to answer for"),
    ("2", "could not do it"),
)


def page(program: str, app: typer.Typer, summary: str) -> bytes:
    """The compressed page of a program and all its commands."""
    root = typer.main.get_command(app)
    day = datetime.fromtimestamp(EPOCH, UTC).date()
    lines = [f'.TH {program.upper()} 1 "{day}" "{program} {__version__}" "Readmission"']
    lines += [".SH NAME", f"{program} \\- {_escape(summary)}"]
    lines += [".SH SYNOPSIS", f".B {_escape(program)}", ".I command", "[options]"]
    lines += [".SH COMMANDS", *_commands(root, program)]
    lines += [".SH EXIT STATUS", *(line for code, words in _EXITS for line in (".TP", f".B {code}", words))]
    return packed("\n".join(lines) + "\n")


def window_page(program: str, summary: str, text: str, see_also: str) -> bytes:
    """The compressed page of a program without commands."""
    day = datetime.fromtimestamp(EPOCH, UTC).date()
    lines = [f'.TH {program.upper()} 1 "{day}" "{program} {__version__}" "Readmission"']
    lines += [".SH NAME", f"{program} \\- {_escape(summary)}"]
    lines += [".SH SYNOPSIS", f".B {_escape(program)}", "[\\fIfolder\\fR | \\fIfile\\fR.round]"]
    lines += [".SH DESCRIPTION", _escape(text), ".SH SEE ALSO", f".BR {see_also} (1)"]
    return packed("\n".join(lines) + "\n")


def packed(text: str) -> bytes:
    """A text as packages carry it: compressed, without a time."""
    return gzip.compress(text.encode(), 9, mtime=0)


def _commands(command: Any, path: str) -> Iterator[str]:
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        full = f"{path} {name}"
        if hasattr(inner, "commands"):
            yield from _commands(inner, full)
            continue
        yield ".TP"
        yield f".B {_escape(full)} " + _escape(
            " ".join(_argument(one) for one in inner.params if one.param_type_name == "argument")
        )
        yield _escape(" ".join((inner.help or "").split()))
        for option in inner.params:
            if option.param_type_name == "option" and option.name != "help":
                yield ".RS"
                yield f".TP\n.B {_escape(', '.join(option.opts))}"
                yield _escape(getattr(option, "help", "") or "See above.")
                yield ".RE"


def _argument(argument: Any) -> str:
    return str(argument.name).upper() + ("..." if argument.nargs != 1 else "")


def _escape(text: str) -> str:
    """Text that begins no request and keeps its hyphens."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("’", "'")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped
