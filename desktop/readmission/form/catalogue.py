"""The file of a translation (gettext `.po`) entry by entry, printed back byte for byte where it is written in the usual way.

Only what a form's translation needs is known: a context, the English text, its translation, comment lines before an entry. The
first entry, without context and English text, is the head of the file.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from readmission.form.problems import FormRefused, Problem

_LINE: Final = re.compile(r'(?:(msgctxt|msgid|msgstr)\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_TO_ESCAPE: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a catalogue; `remarks` are its comment lines as they stand, flags such as “#, fuzzy” among them."""

    context: str
    english: str
    translation: str
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    parts: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def close(self) -> Entry:
        said = self.parts
        return Entry(said.get("msgctxt", ""), said.get("msgid", ""), said.get("msgstr", ""), tuple(self.remarks))


def read_catalogue(file: str, data: bytes) -> tuple[Entry, ...]:
    """The entries of a catalogue in their order; raises FormRefused where it is written in another way."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    now, last = _Open(), ""
    for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), start=1):
        match = _LINE.fullmatch(line.strip())
        if not line.strip():
            continue
        begins = line.startswith("#") or (match and (match[1] in now.parts or match[1] == "msgctxt"))
        if begins and now.parts:
            entries.append(now.close())
            now, last = _Open(), ""
        if line.startswith("#"):
            now.remarks.append(line.rstrip())
        elif match and (match[1] or last):
            last = match[1] or last
            now.parts[last] = now.parts.get(last, "") + _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), match[2])
        else:
            problems.append(Problem(file, number, 1, "A line msgctxt, msgid or msgstr with a text in quotes is expected here."))
    if now.parts:
        entries.append(now.close())
    if problems:
        raise FormRefused(problems)
    return tuple(entries)


def write_catalogue(entries: tuple[Entry, ...]) -> bytes:
    """The text of a catalogue."""
    return "\n".join(_printed(entry) for entry in entries).encode()


def _printed(entry: Entry) -> str:
    lines = list(entry.remarks)
    if entry.context:
        lines.append(f"msgctxt {_quoted(entry.context)}")
    lines += [f"msgid {_quoted(entry.english)}", f"msgstr {_quoted(entry.translation)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # As gettext does: a text of several lines begins with an empty one.
    lines = text.splitlines(keepends=True) if "\n" in text else [text]
    written = [f'"{"".join(_TO_ESCAPE.get(character, character) for character in line)}"' for line in lines]
    return "\n".join(['""', *written] if "\n" in text else written)
