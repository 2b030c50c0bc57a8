"""Prints values as the YAML in which forms are written: blocks, short lines in braces, quotes only where they are needed.

What it prints, `yaml_text` reads back as the same value. It knows nothing of forms.
"""

import re
from decimal import Decimal
from typing import Final

from readmission.form.yaml_text import Value

WIDTH: Final = 130
MOST_IN_BRACES: Final = 3

_LOOKS_OTHERWISE: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|true|false|null|~|", re.ASCII)
_PLAIN: Final = re.compile(r"(?:[^\W_]|[(“„«‘’–/.+_]|-(?=\S))(?:.*\S)?")
_ENDS_PLAIN: Final = re.compile(r":(?:\s|$)|\s#|^-{3}|^\.{3}")
_BRACES: Final = re.compile(r"[,\[\]{}]|:(?=[\[\]{},])")
_UNPRINTABLE: Final = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WORDS: Final = {"True": "true", "False": "false", "None": "null"}
_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def write_yaml(value: dict[str, Value], *, comment: str = "") -> bytes:
    """The text of a file, after a comment; parts of a part of the file are set apart by an empty line."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    for name, part in value.items():
        if lines:
            lines.append("")
        lines += _entry(name, part, 0, airy=True)
    return ("\n".join(lines) + "\n").encode()


def _entry(name: str, value: Value, indent: int, *, airy: bool = False) -> list[str]:
    start = f"{' ' * indent}{_scalar_in_line(name, in_braces=False)}:"
    if isinstance(value, list | dict):
        short = _in_braces(value)
        if short is not None and (not value or len(start) + 1 + len(short) <= WIDTH):
            return [f"{start} {short}"]
        return [start, *_block(value, indent + 2, airy=airy)]
    return _with_scalar(start, value, indent + 2)


def _block(value: "dict[str, Value] | list[Value]", indent: int, *, airy: bool = False) -> list[str]:
    if isinstance(value, list):
        return [line for part in value for line in _item(part, indent)]
    lines: list[str] = []
    for name, part in value.items():
        entry = _entry(name, part, indent)
        if airy and lines and len(entry) > 1:
            lines.append("")
        lines += entry
    return lines


def _item(value: Value, indent: int) -> list[str]:
    dash = f"{' ' * indent}-"
    if not isinstance(value, list | dict):
        return _with_scalar(dash, value, indent + 2)
    short = _in_braces(value)
    if short is not None and (not value or len(dash) + 1 + len(short) <= WIDTH):
        return [f"{dash} {short}"]
    lines = _block(value, indent + 2)
    return [f"{dash} {lines[0].lstrip(' ')}", *lines[1:]]


def _with_scalar(start: str, value: Value, indent: int) -> list[str]:
    line = f"{start} {_scalar_in_line(value, in_braces=False)}"
    if isinstance(value, str) and (len(line) > WIDTH or "\n" in value):
        if _can_be_folded(value):
            return [f"{start} >-", *_folded(value, indent)]
        if _can_be_literal(value):
            return [f"{start} |-", *(f"{' ' * indent}{part}" if part else "" for part in value.split("\n"))]
    return [line]


def _in_braces(value: "dict[str, Value] | list[Value]") -> str | None:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    parts = list(value.values() if isinstance(value, dict) else value)
    if any(isinstance(part, list | dict) or (isinstance(part, str) and "\n" in part) for part in parts):
        return None
    written = [_scalar_in_line(part, in_braces=True) for part in parts]
    if isinstance(value, list):
        return f"[{', '.join(written)}]"
    if len(value) > MOST_IN_BRACES or any(_BRACES.search(name) for name in value):
        return None
    names = [_scalar_in_line(name, in_braces=True) for name in value]
    return "{" + ", ".join(f"{name}: {part}" for name, part in zip(names, written, strict=True)) + "}"


def _scalar_in_line(value: Value, *, in_braces: bool) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if not isinstance(value, str):
        return _WORDS.get(str(value), str(value))
    if _is_plain(value, in_braces=in_braces):
        return value
    if "\n" in value or _UNPRINTABLE.search(value):
        return _escaped(value)
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _is_plain(text: str, *, in_braces: bool) -> bool:
    if _LOOKS_OTHERWISE.fullmatch(text) or _UNPRINTABLE.search(text) or not _PLAIN.fullmatch(text):
        return False
    return not (_ENDS_PLAIN.search(text) or (in_braces and _BRACES.search(text)))


def _escaped(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        character = match[0]
        return _ESCAPED.get(character, f"\\U{ord(character):08x}")

    return '"' + re.sub(rf"[\\\"\n]|{_UNPRINTABLE.pattern}", escape, text) + '"'


def _can_be_folded(text: str) -> bool:
    # A fold stands for one blank; what begins with a blank or has a line break of its own would be read otherwise.
    return "\n" not in text and text == " ".join(text.split()) and not _UNPRINTABLE.search(text) and "\xa0" not in text


def _can_be_literal(text: str) -> bool:
    lines = text.split("\n")
    return bool(lines[0] and lines[-1]) and not lines[0].startswith(" ") and not _UNPRINTABLE.search(text)


def _folded(text: str, indent: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [" " * indent + line for line in (*lines, line)]
