"""A form that was read and found right, kept so that it is read again quickly.

What is kept is what the files say, without their layout, with the digests that they had; of the examples of a rule one of
each kind is kept to be shown. Whoever keeps it answers for its integrity: the digests are not taken again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from readmission.collector import without_collector
from readmission.form.documents import FormDocument
from readmission.form.documents import Part as FormPart
from readmission.form.model import Form, Rule
from readmission.form.problems import FormRefused, Problem
from readmission.form.reader import form_of, read_form
from readmission.form.rules import Rules
from readmission.form.sources import Sources, read_sources
from readmission.form.yaml_text import Step
from readmission.override import override


@dataclass(frozen=True, slots=True)
class PackedText:
    """What one file of a packed form says; where it stood there is no longer known."""

    file: str
    document: FormDocument

    def problem(self, _path: tuple[Step, ...], text: str, *, at_key: bool = False) -> Problem:
        """A problem somewhere in the file."""
        del at_key
        return Problem(self.file, 0, 0, text)

    def problem_within(self, path: tuple[Step, ...], _offset: int, text: str) -> Problem:
        """A problem somewhere in the file."""
        return self.problem(path, text)

    def lists(self, path: tuple[Step, ...], key: str) -> bool:
        """Whether a part says something under a name."""
        part: Any = self.document
        for step in path:
            part = getattr(part, step) if isinstance(part, FormPart) and isinstance(step, str) else part[step]
        return key in part if isinstance(part, dict) else key in part.model_fields_set


class LateRules(Mapping[str, Rule]):
    """The rules of a packed form, read when somebody first asks for one: a page can be shown without them."""

    def __init__(self, rules: Rules, sources: Sources) -> None:
        self._rules = rules
        self._sources = sources

    @override
    def __getitem__(self, rule: str) -> Rule:
        return self._read[rule]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    @override
    def __len__(self) -> int:
        return len(self._read)

    @cached_property
    def _read(self) -> dict[str, Rule]:
        with without_collector():
            found = self._rules.read(self._sources)
        if self._sources.problems:
            raise FormRefused(self._sources.problems)
        return found


def pack_form(files: Mapping[str, bytes]) -> str:
    """What the files of a form say, as JSON text; raises FormRefused where they are not right."""
    form = read_form(files)
    said = {source.file: document.model_dump(mode="json", exclude_unset=True) for source, document in read_sources(files).files}
    examples: dict[str, list[dict[str, str]]] = {}
    for document in said.values():
        for name, rule in document.get("rules", {}).items():
            examples[name] = [rule["passing"][0], rule["failing"][0]]
            # Only authors and tests execute them.
            rule |= {"passing": [{}], "failing": [{}]}
    # The order of names means something: of dimensions, fields, codes. Canonical JSON would lose it.
    packed = {"documents": said, "examples": examples, "structure": form.structure, "texts": form.texts}
    return json.dumps(packed, ensure_ascii=False)


def packed_examples(text: str) -> dict[str, tuple[str, str]]:
    """Of each rule under the name it is written as, the cells with which it passes and with which it fails, to be read."""
    return {name: (_cells(passing), _cells(failing)) for name, (passing, failing) in json.loads(text).get("examples", {}).items()}


def _cells(example: Mapping[str, str]) -> str:
    return ", ".join(f"{place} = {value}" for place, value in example.items())


def unpack_form(text: str) -> Form:
    """The form of a text made by `pack_form`; its rules are read when they are first asked for."""
    with without_collector():
        value = json.loads(text)
        files = []
        for name, said in value["documents"].items():
            document = FormDocument.model_validate(said)
            files.append((PackedText(name, document), document))
        sources = Sources(tuple(files), [])
        form = form_of(sources, LateRules)
    if form is None:
        raise FormRefused(sources.problems)
    return replace(form, structure=value["structure"], texts=value["texts"])
