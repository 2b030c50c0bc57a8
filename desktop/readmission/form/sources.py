"""The files of a form side by side: read, checked for shape, and every part with the place it is written at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, Protocol, get_args, get_origin

from pydantic import ValidationError

from readmission.form.documents import FormDocument, Part
from readmission.form.problems import Problem, did_you_mean
from readmission.form.yaml_text import Step, YamlText, read_yaml
from readmission.override import override

MAX_FILES: Final = 500
MAX_FORM_BYTES: Final = 20_000_000

_TRANSLATION: Final = re.compile(r"texts/[a-z]{2,3}(?:-[A-Za-z]{2,8})?\.po")
_QUOTED: Final = re.compile(r"'([^']*)'")

_SENTENCES: Final = {
    "string_type": "A text is expected here; put it in quotes if it looks like a number.",
    "string_too_short": "There is no text here.",
    "string_too_long": "The text is longer than {max_length} characters.",
    "bool_type": "true or false is expected here.",
    "int_type": "A whole number is expected here.",
    "decimal_type": "A number is expected here.",
    "decimal_parsing": "A number is expected here.",
    "dict_type": "Lines “name: …” are expected here.",
    "model_type": "Lines “name: …” are expected here.",
    "list_type": "A list is expected here: lines that start with “-”, or [one, two].",
    "too_short": "At least {min_length} must stand here.",
    "greater_than_equal": "The number must be at least {ge}.",
    "less_than_equal": "The number must be at most {le}.",
}


class Source(Protocol):
    """A file of a form that can say where something stands in it."""

    @property
    def file(self) -> str:
        """Its name within the form."""

    def problem(self, path: tuple[Step, ...], text: str, *, at_key: bool = False) -> Problem:
        """A problem at the value of a path, or at its key."""

    def problem_within(self, path: tuple[Step, ...], offset: int, text: str) -> Problem:
        """A problem at a character (counted from 0) of the text that stands at a path."""

    def lists(self, path: tuple[Step, ...], key: str) -> bool:
        """Whether the part at a path says something under a name."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where a part of the form is written, and the list to which its problems go."""

    source: Source
    path: tuple[Step, ...]
    problems: list[Problem]

    def part(self, *steps: Step) -> "Written":
        """Where a part of this part is written."""
        return Written(self.source, (*self.path, *steps), self.problems)

    def report(self, sentence: str, *, at_key: bool = False) -> None:
        """Note a problem at the value, or at its name."""
        self.problems.append(self.source.problem(self.path, sentence, at_key=at_key))

    def report_within(self, offset: int, sentence: str) -> None:
        """Note a problem at a character (from 0) of the text."""
        self.problems.append(self.source.problem_within(self.path, offset, sentence))

    def lists(self, key: str) -> bool:
        """Whether the part says something under this name."""
        return self.source.lists(self.path, key)

    @override
    def __str__(self) -> str:
        line = self.source.problem(self.path, "").line
        return f"{self.source.file}, line {line}"


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of a form that could be read."""

    files: tuple[tuple[Source, FormDocument], ...]
    problems: list[Problem]

    def each(self, kind: str) -> Iterator[tuple[str, Any, Written]]:
        """The parts of one kind (tables, rules, …) in the order of the files; an identifier used twice is reported."""
        first: dict[str, Written] = {}
        for source, document in self.files:
            for name, part in getattr(document, kind).items():
                written = Written(source, (kind, name), self.problems)
                if name in first:
                    written.report(f"“{name}” is already described in {first[name]}.", at_key=True)
                    continue
                first[name] = written
                yield name, part, written

    def only(self, kind: str) -> tuple[Any, Written] | None:
        """The one part of a kind that stands once (form, classification)."""
        found = [
            (part, Written(source, (kind,), self.problems))
            for source, document in self.files
            if (part := getattr(document, kind)) is not None
        ]
        for _part, written in found[1:]:
            written.report(f"“{kind}” is already described in {found[0][1]}.", at_key=True)
        return found[0] if found else None


def read_sources(files: Mapping[str, bytes]) -> Sources:
    """Read every file of a form; what is wrong with one never hides what is wrong with another."""
    problems: list[Problem] = []
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_FORM_BYTES:
        problems.append(Problem("", 0, 0, f"A form has at most {MAX_FILES} files and {MAX_FORM_BYTES:,} bytes."))
        return Sources((), problems)
    read: list[tuple[Source, FormDocument]] = []
    for file in sorted(files, key=_reading_order):
        if not file.endswith(".yaml"):
            if not _TRANSLATION.fullmatch(file):
                problems.append(Problem(file, 0, 0, "This file is no part of a form: parts are *.yaml and texts/<language>.po."))
            continue
        source = read_yaml(file, files[file], problems)
        document = source and _document(source, problems)
        if source and document:
            read.append((source, document))
    return Sources(tuple(read), problems)


def _reading_order(file: str) -> tuple[int, str]:
    return len(PurePosixPath(file).parts), file


def _document(source: YamlText, problems: list[Problem]) -> FormDocument | None:
    if source.value is None:
        return FormDocument()
    try:
        return FormDocument.model_validate(source.value)
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_input=True):
            problems.append(_problem(source, dict(error)))
    return None


def _problem(source: YamlText, error: dict[str, Any]) -> Problem:
    path: tuple[Step, ...] = tuple(error["loc"])
    if path[-1:] == ("[key]",):
        return source.problem(path[:-1], f"“{path[-2]}” cannot be a name here: {_grammar(error)}.", at_key=True)
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _part_at(path[:-1]).model_fields
        return source.problem(path, f"“{path[-1]}” is not known here{did_you_mean(str(path[-1]), known)}", at_key=True)
    if kind == "missing":
        return source.problem(path[:-1], f"“{path[-1]}” is missing.", at_key=True)
    return source.problem(path, _sentence(kind, error))


def _sentence(kind: str, error: dict[str, Any]) -> str:
    context: dict[str, Any] = error.get("ctx", {})
    if error["input"] is None:
        return "Nothing stands here; write the value or leave the line out."
    if kind == "enum":
        known = _QUOTED.findall(context["expected"])
        return f"“{error['input']}” is none of {', '.join(known)}{did_you_mean(str(error['input']), known)}"
    if kind == "string_pattern_mismatch":
        return f"“{error['input']}” cannot stand here: {_grammar(error)}."
    template: str = _SENTENCES.get(kind, "{msg}.")
    return template.format_map({**context, "msg": error["msg"]})


def _grammar(error: dict[str, Any]) -> str:
    pattern: str = error.get("ctx", {}).get("pattern", "")
    if pattern.startswith("^(?:last"):
        return "a cell is named like T01[GN].RD"
    if pattern.startswith("^[a-z]"):
        return "small letters, digits and “_” or “-”, a letter first"
    if pattern.startswith("^[A-Za-z]["):
        return "letters, digits and “_”, a letter first, 40 at most"
    return "letters, digits and . _ + -, 20 at most"


def _part_at(path: tuple[Step, ...]) -> type[Part]:
    kind: Any = FormDocument
    for step in path:
        inside = get_origin(kind) in (dict, list)
        kind = get_args(kind)[-1] if inside else _first_part(kind).model_fields[str(step)].annotation
    return _first_part(kind)


def _first_part(kind: Any) -> type[Part]:
    if isinstance(kind, type) and issubclass(kind, Part):
        return kind
    return next(_first_part(argument) for argument in get_args(kind))
