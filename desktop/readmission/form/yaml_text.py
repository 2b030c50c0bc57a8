"""The YAML a form is written in: a small, strict part of YAML 1.2 in which every value knows its line and column.

Unquoted values are read by these rules and no others: `true` and `false` are truths; `null`, `~` and nothing are nothing; a
number is an optional minus, digits without a leading zero, and optionally a point and digits. Everything else is text, so that
`no` is Norway, `012` keeps its zero, `1:30` is no number of seconds and `2025-01-01` stays as it is written. Keys are always
text. A key that occurs twice, anchors, aliases, tags, a second document and anything beyond the limits below are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

import yaml

from readmission.form.problems import Problem, sentence

MAX_FILE_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20
MAX_VALUES: Final = 100_000
MAX_DIGITS: Final = 18

Step: TypeAlias = str | int
Value: TypeAlias = bool | int | Decimal | str | list["Value"] | dict[str, "Value"] | None

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff]")


@dataclass(slots=True)
class Spot:
    """Where a value stands in its file, with the spots of its keys and parts."""

    line: int
    column: int
    start: int = 0
    end: int = 0
    keys: dict[str, "Spot"] = field(default_factory=dict)
    parts: dict[Step, "Spot"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a file says and where."""

    file: str
    text: str
    value: Value
    spot: Spot

    def problem(self, path: tuple[Step, ...], text: str, *, at_key: bool = False) -> Problem:
        """A problem at the value of a path, or at its key; the innermost part that exists is taken."""
        spot = self.spot
        for number, step in enumerate(path):
            last = number == len(path) - 1
            if isinstance(step, str) and step in spot.keys and last and at_key:
                spot = spot.keys[step]
            elif step in spot.parts:
                spot = spot.parts[step]
            else:
                break
        return Problem(self.file, spot.line, spot.column, sentence(text))

    def problem_within(self, path: tuple[Step, ...], offset: int, text: str) -> Problem:
        """A problem at a character (counted from 0) of the text that stands at a path."""
        spot, value = self.spot, self.value
        for step in path:
            spot, value = spot.parts[step], cast("Any", value)[step]
        position = _position_in_source(self.text[spot.start : spot.end], str(value), offset) + spot.start
        line = self.text.count("\n", 0, position) + 1
        return Problem(self.file, line, position - self.text.rfind("\n", 0, position), sentence(text))

    def lists(self, path: tuple[Step, ...], key: str) -> bool:
        """Whether the part at a path says something under a name."""
        spot = self.spot
        for step in path:
            spot = spot.parts[step]
        return key in spot.keys


class _Unreadable(Exception):
    def __init__(self, text: str, line: int = 0, column: int = 0) -> None:
        super().__init__(text)
        self.text, self.line, self.column = text, line, column


def read_yaml(file: str, data: bytes, problems: list[Problem]) -> YamlText | None:
    """What a file says; None when it says nothing that can be used, with the reasons in `problems`."""
    try:
        text = _decoded(data)
        builder = _Builder(file, problems)
        value, spot = builder.document(iter(yaml.parse(text, Loader=yaml.CSafeLoader)))
        if builder.incomplete:
            return None
    except _Unreadable as refused:
        problems.append(Problem(file, refused.line, refused.column, refused.text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problems.append(Problem(file, line, column, f"This is not YAML: {error.problem or error.context}."))
    else:
        return YamlText(file, text, value, spot)
    return None


def _decoded(data: bytes) -> str:
    if len(data) > MAX_FILE_BYTES:
        raise _Unreadable(f"The file is larger than {MAX_FILE_BYTES:,} bytes.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - before.rfind(b"\n")
        raise _Unreadable("The file is not UTF-8 text.", before.count(b"\n") + 1, column) from None
    text = text.replace("\r\n", "\n")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        before_it = text[: forbidden.start()]
        column = len(before_it) - before_it.rfind("\n")
        raise _Unreadable(f"The character U+{ord(forbidden[0]):04X} is not allowed here.", before_it.count("\n") + 1, column)
    return text


class _Builder:
    """Makes values and spots from libyaml's events."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.left = MAX_VALUES
        self.incomplete = False

    def document(self, events: Iterator[yaml.Event]) -> tuple[Value, Spot]:
        """The one document of a file."""
        self.events = events
        next(events)
        first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            return None, Spot(1, 1)
        if getattr(first, "version", None) or getattr(first, "tags", None):
            self._report(first, "Lines that start with “%” are not used here.")
        value, spot = self._value(next(events), MAX_DEPTH)
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._report(after, "A file holds one document; “---” cannot start a second one.")
        return value, spot

    def _value(self, event: yaml.Event, depth: int) -> tuple[Value, Spot]:
        self.left -= 1
        if self.left < 0:
            raise _Unreadable(f"The file holds more than {MAX_VALUES:,} values.", *_where(event))
        if depth < 0:
            raise _Unreadable(f"Lists and names are nested more than {MAX_DEPTH} deep.", *_where(event))
        self._refuse_references(event)
        spot = _spot(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event), spot
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(spot, depth), spot
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(spot, depth), spot
        return None, spot

    def _refuse_references(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self.incomplete = True
            self._report(event, f"“*{anchor}” repeats another place; write the text out instead.")
        elif anchor:
            self._report(event, f"“&{anchor}” names a place for repetition; that is not used here.")
        if tag:
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, f"“{written}” gives a type; types are not written here.")

    def _scalar(self, event: yaml.ScalarEvent) -> Value:
        written: str = event.value
        if event.style:
            return written
        if written in _WORDS:
            return _WORDS[written]
        if _NUMBER.fullmatch(written):
            if len(written) > MAX_DIGITS:
                self._report(event, f"The number has more than {MAX_DIGITS} digits.")
                return 0
            return Decimal(written) if "." in written else int(written)
        return written

    def _sequence(self, spot: Spot, depth: int) -> list[Value]:
        found: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            value, spot.parts[len(found)] = self._value(event, depth - 1)
            found.append(value)
        return found

    def _mapping(self, spot: Spot, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, depth)
            value, place = self._value(next(self.events), depth - 1)
            if key in found:
                first = spot.keys[key]
                self._report(event, f"“{key}” stands here a second time; the first is in line {first.line}.")
                continue
            found[key] = value
            spot.keys[key] = Spot(*_where(event))
            spot.parts[key] = place
        return found

    def _key(self, event: yaml.Event, depth: int) -> str:
        self._refuse_references(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.value == "<<" and not event.style:
                self.incomplete = True
                self._report(event, "“<<” repeats another place; write the lines out instead.")
            return str(event.value)
        self.incomplete = True
        self._report(event, "A name before “:” is a plain text.")
        self._value(event, depth - 1)
        return ""

    def _report(self, event: yaml.Event, text: str) -> None:
        self.problems.append(Problem(self.file, *_where(event), text))


def _where(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


def _spot(event: yaml.Event) -> Spot:
    start: Any = event.start_mark
    end: Any = event.end_mark
    return Spot(start.line + 1, start.column + 1, start.index, end.index)


def _position_in_source(source: str, value: str, offset: int) -> int:
    # Quotes, escapes, line breaks and indents stand in the source and not in the value, but every visible character of the
    # value stands in the source in the same order: walking along them finds the place for every style of text.
    position = source.find("\n") if source[:1] in ("|", ">") else -1
    if value[offset : offset + 1].isspace():
        offset = len(value[:offset].rstrip())
    for character in value[: offset + 1]:
        if not character.isspace():
            found = source.find(character, position + 1)
            position = found if found >= 0 else position
    if offset >= len(value.rstrip()):
        position += 1
    return max(position, 0)
