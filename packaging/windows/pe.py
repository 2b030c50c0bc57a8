"""What a Windows library offers and asks for, and how programs and libraries are made for it.

The tables are read through binutils, which the cross compiler brings along.
"""

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = "x86_64-w64-mingw32-"
# Without a date and with relocations in order, two builds of a library are the same bytes.
_LINK: Final = ("-s", "-Wl,--no-insert-timestamp", "-Wl,--build-id=none")
# The linker would take a library's address from the path that it is written to.
_LIBRARY: Final = (*_LINK, "-shared", "-Wl,--image-base=0x180000000")
_EXPORT: Final = re.compile(r"^\s*\[\s*\d+\](?: \+base\[\s*\d+\])?\s+(?:[0-9a-f]+ )?([A-Za-z_?@$][\w?@$]*)\s*$")
_IMPORT: Final = re.compile(r"^\s+[0-9a-f]+\s+(?:<none>\s+)?[0-9a-f]+\s+(\w+)\s*$")


@cache
def _tables(library: Path) -> str:
    command = [f"{PREFIX}objdump", "-p", str(library)]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="latin-1").stdout


def exports(library: Path) -> list[str]:
    """The names that a library offers."""
    table = _tables(library).partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return [found[1] for line in table.splitlines() if (found := _EXPORT.match(line))]


def imports(library: Path) -> dict[str, list[str]]:
    """The names that a library asks for, by the library it asks (in small letters)."""
    found: dict[str, list[str]] = {}
    for part in _tables(library).split("DLL Name: ")[1:]:
        name, _, rows = part.partition("\n")
        names = [match[1] for line in rows.partition("\n\n")[0].splitlines() if (match := _IMPORT.match(line))]
        found.setdefault(name.strip().lower(), []).extend(names)
    return found


def compile_program(source: Path, target: Path, *extra: str | Path) -> None:
    """A program from one C file."""
    _run(f"{PREFIX}gcc", "-O2", "-Wall", "-Wextra", "-municode", *_LINK, "-o", target, source, *extra)


def compile_library(source: Path, target: Path, definitions: Path, *libraries: str) -> None:
    """A library from one C file; `definitions` says what it offers."""
    _run(f"{PREFIX}gcc", "-O2", "-static-libgcc", *_LIBRARY, "-o", target, source, definitions, *libraries)


def compile_resource(source: Path, target: Path) -> None:
    """The icon and the version that a program shows."""
    _run(f"{PREFIX}windres", "--codepage=65001", "-O", "coff", "-o", target, source)


def make_forwarder(to: Path, target: Path) -> None:
    """A library that offers everything of another and hands each call on, as python3.dll does for python311.dll."""
    definitions = target.with_suffix(".def")
    lines = "".join(f"  {name} = {to.stem}.{name}\n" for name in exports(to))
    definitions.write_text(f"LIBRARY {target.name}\nEXPORTS\n{lines}", encoding="ascii")
    _run(f"{PREFIX}gcc", "-nostdlib", *_LIBRARY, "-Wl,--entry=0", "-o", target, definitions)
    definitions.unlink()


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)
