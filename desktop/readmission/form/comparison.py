"""Two editions of a form, explained: what was added, removed, renamed and changed, in sentences, part by part.

Things are compared by their identifiers; a new name is a removal and an addition unless the later edition says that it is a
renaming. Wordings are quoted, old and new. Sentences are templates with named values, so that they can be translated.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeVar

from readmission.form import properties
from readmission.form.model import ChangeKind, CodeList, Form, Rule, Table
from readmission.form.properties import Properties
from readmission.override import override

Part = TypeVar("Part")

SAME: Final = "Nothing was changed: structure and texts are the same."
ONLY_TEXTS: Final = "Only texts changed: answers of one edition are answers of the other, and nothing is refused."
STRUCTURE: Final = "The structure changed: answers of one edition are not answers of the other."

ADDED: Final = "{kind} {name} is new: “{label}”."
REMOVED: Final = "{kind} {name} is no longer there: “{label}”."
RENAMED: Final = "{kind} {old} is now called {name}."
CHANGED: Final = "{kind} {name}: the {property} changed from {old} to {new}."
GIVEN: Final = "{kind} {name}: the {property} is new: {new}."
TAKEN: Final = "{kind} {name}: the {property} {old} is no longer there."
REWORDED: Final = "{kind} {name}: the {property} “{old}” is now “{new}”."
WORDED: Final = "{kind} {name}: the {property} is new: “{new}”."
UNWORDED: Final = "{kind} {name}: the {property} “{old}” is no longer there."
OTHERWISE: Final = "{kind} {name}: the {property} were changed."
REORDERED: Final = "{kind} {name}: the {parts} stand in another order."
MIGRATED: Final = "What is said about earlier editions was changed."

TRANSLATION_ADDED: Final = "The translation {name} is new."
TRANSLATION_REMOVED: Final = "The translation {name} is no longer there."
TRANSLATION_CHANGED: Final = "The translation {name} was changed."


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence: a template and the values that it names."""

    template: str
    values: Mapping[str, str]

    @override
    def __str__(self) -> str:
        return self.template.format_map(self.values)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What changed in one part of the form: a table with its fields, a code list with its codes, all rules."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from an edition to another, and what it means for answers."""

    chapters: tuple[Chapter, ...]
    same_structure: bool
    same_texts: bool

    @property
    def verdict(self) -> str:
        """What the changes mean for answers that were given under the earlier edition."""
        if not self.same_structure:
            return STRUCTURE
        return SAME if self.same_texts else ONLY_TEXTS


def compare_forms(
    old: Form, new: Form, old_translations: Mapping[str, bytes] | None = None, new_translations: Mapping[str, bytes] | None = None
) -> Comparison:
    """Explain how an edition differs from an earlier one; translations are the files' contents by language."""
    chapters = _Editions(old, new, _renamings(old, new)).chapters()
    translated = tuple(_translations(old_translations or {}, new_translations or {}))
    every = (*chapters, Chapter("Translations", translated))
    return Comparison(
        tuple(chapter for chapter in every if chapter.statements), old.structure == new.structure, old.texts == new.texts
    )


def _renamings(old: Form, new: Form) -> dict[str, str]:
    """The names of the earlier edition that the later one has under another name, by whole names (T03.REQ_IN)."""
    return {
        change.sources[0]: change.targets[0]
        for migration in new.migrations
        if migration.edition == old.edition and migration.to == new.edition
        for change in migration.changes
        if change.kind is ChangeKind.RENAMED or (change.kind is ChangeKind.CODE and len(change.sources) == 1)
    }


@dataclass(frozen=True, slots=True)
class _Editions:
    old: Form
    new: Form
    renamed: Mapping[str, str]

    def chapters(self) -> Iterator[Chapter]:
        old, new = self.old, self.new
        form = list(_differences("The form", new.id, properties.of_form(old), properties.of_form(new)))
        if old.migrations != new.migrations:
            form.append(Statement(MIGRATED, {}))
        yield Chapter("The form", tuple(form))
        yield self._plain("Parameters", "Parameter", old.parameters, new.parameters, properties.of_parameter)
        yield self._plain("Headings", "Heading", old.sections, new.sections, properties.of_section)
        yield from self._tables()
        yield from self._codelists()
        yield self._plain("Rules", "Rule", _families(old), _families(new), properties.of_family)
        yield self._plain("Indicators", "Indicator", old.indicators, new.indicators, properties.of_indicator)
        classes = [{form.classification.id: form.classification} if form.classification else {} for form in (old, new)]
        yield self._plain("Class", "Class", classes[0], classes[1], properties.of_classification)
        yield self._plain("Comparisons of states", "Comparison", old.comparisons, new.comparisons, properties.of_comparison)
        readers = [{"": form.circulation} if form.circulation else {} for form in (old, new)]
        yield self._plain("Circulation", "Circulation", readers[0], readers[1], properties.of_circulation)

    def _tables(self) -> Iterator[Chapter]:
        yield self._plain("Tables", "Table", self.old.tables, self.new.tables, properties.of_table, only_names=True)
        for name, table in self.new.tables.items():
            before = self._before(name, self.old.tables)
            if before is not None:
                yield Chapter(f"Table {name}: {table.label}", tuple(self._table(before, table)))

    def _table(self, old: Table, new: Table) -> Iterator[Statement]:
        yield from _differences("Table", new.id, properties.of_table(old), properties.of_table(new))
        yield from self._parts("Field", old.by_id, new.by_id, properties.of_field, owners=(old.id, new.id), parts="fields")

    def _codelists(self) -> Iterator[Chapter]:
        yield self._plain(
            "Code lists", "Code list", self.old.codelists, self.new.codelists, properties.of_codelist, only_names=True
        )
        for name, codelist in self.new.codelists.items():
            before = self._before(name, self.old.codelists)
            if before is not None:
                yield Chapter(f"Code list {name}: {codelist.label}", tuple(self._codelist(before, codelist)))

    def _codelist(self, old: CodeList, new: CodeList) -> Iterator[Statement]:
        yield from _differences("Code list", new.id, properties.of_codelist(old), properties.of_codelist(new))
        yield from self._parts("Code", old.by_id, new.by_id, properties.of_code, owners=(old.id, new.id), parts="codes")

    def _before(self, name: str, old: Mapping[str, Part]) -> Part | None:
        earlier = next((source for source, target in self.renamed.items() if target == name), name)
        return old.get(earlier)

    def _plain(
        self,
        title: str,
        kind: str,
        old: Mapping[str, Part],
        new: Mapping[str, Part],
        said: Callable[[Part], Properties],
        *,
        only_names: bool = False,
    ) -> Chapter:
        return Chapter(title, tuple(self._parts(kind, old, new, said, only_names=only_names)))

    def _parts(
        self,
        kind: str,
        old: Mapping[str, Part],
        new: Mapping[str, Part],
        said: Callable[[Part], Properties],
        *,
        owners: tuple[str, str] = ("", ""),
        parts: str = "",
        only_names: bool = False,
    ) -> Iterator[Statement]:
        before, after = (f"{owner}." if owner else "" for owner in owners)
        later = {name: self._later(name, before, after, new) for name in old}
        for name, part in old.items():
            now = later[name]
            if now is None:
                yield Statement(REMOVED, {"kind": kind, "name": before + name, "label": said(part).label})
                continue
            if now != name:
                yield Statement(RENAMED, {"kind": kind, "old": before + name, "name": after + now})
            if not only_names:
                yield from _differences(kind, after + now, said(part), said(new[now]))
        for name, part in new.items():
            if name not in later.values():
                yield Statement(ADDED, {"kind": kind, "name": after + name, "label": said(part).label})
        stayed = [now for now in later.values() if now is not None]
        if parts and stayed != [name for name in new if name in stayed]:
            whole = {"fields": "Table", "codes": "Code list"}[parts]
            yield Statement(REORDERED, {"kind": whole, "name": owners[1], "parts": parts})

    def _later(self, name: str, before: str, after: str, new: Mapping[str, Any]) -> str | None:
        target = self.renamed.get(before + name, "")
        if target.startswith(after) and target.removeprefix(after) in new:
            return target.removeprefix(after)
        return name if name in new else None


def _families(form: Form) -> dict[str, tuple[Rule, ...]]:
    return {family: tuple(rules) for family, rules in groupby(form.rules.values(), key=lambda rule: rule.family)}


def _differences(kind: str, name: str, old: Properties, new: Properties) -> Iterator[Statement]:
    yield from _changes(kind, name, old.said, new.said, (CHANGED, GIVEN, TAKEN))
    yield from _changes(kind, name, old.worded, new.worded, (REWORDED, WORDED, UNWORDED))
    yield from _changes(kind, name, old.hidden, new.hidden, (OTHERWISE, OTHERWISE, OTHERWISE))


def _changes(
    kind: str, name: str, old: Mapping[str, str], new: Mapping[str, str], templates: tuple[str, str, str]
) -> Iterator[Statement]:
    for known in dict.fromkeys((*old, *new)):
        before, after = str(old.get(known, "")), str(new.get(known, ""))
        if before != after:
            template = templates[0 if before and after else 1 if after else 2]
            yield Statement(template, {"kind": kind, "name": name, "property": known, "old": before, "new": after})


def _translations(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Statement]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            template = TRANSLATION_ADDED if name not in old else TRANSLATION_REMOVED if name not in new else TRANSLATION_CHANGED
            yield Statement(template, {"name": name})
