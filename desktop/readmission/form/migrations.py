"""What a form says about earlier editions: read, and checked against the form that it leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.form.documents import ChangeDocument, MigrationDocument
from readmission.form.model import Change, ChangeKind, CodeList, Field, FieldType, Migration, Table
from readmission.form.problems import did_you_mean
from readmission.form.sources import Sources, Written

_ADDED_UP: Final = (FieldType.COUNT, FieldType.DECIMAL, FieldType.YES_NO)

# How many earlier names and names of now a change has; None: any number from one on.
_NAMES: Final[dict[ChangeKind, tuple[int | None, int | None]]] = {
    ChangeKind.RENAMED: (1, 1),
    ChangeKind.SPLIT: (1, None),
    ChangeKind.MERGED: (None, 1),
    ChangeKind.UNIT: (1, 1),
    ChangeKind.RETIRED: (None, 0),
    ChangeKind.NEW: (0, None),
    ChangeKind.CODE: (None, 1),
}
_MAY_STAY: Final = (ChangeKind.MERGED, ChangeKind.UNIT)


@dataclass(frozen=True, slots=True)
class Migrations:
    """Reads the migrations of a form."""

    tables: Mapping[str, Table]
    codelists: Mapping[str, CodeList]
    edition: str

    def read(self, sources: Sources) -> tuple[Migration, ...]:
        """The migrations, one for each earlier edition."""
        each = tuple(sources.each("migrations"))
        later = {edition for edition, _document, _written in each} | {self.edition}
        return tuple(self._migration(edition, document, written, later) for edition, document, written in each)

    def _migration(self, edition: str, document: MigrationDocument, written: Written, later: set[str]) -> Migration:
        to = document.to or self.edition
        if edition == self.edition:
            written.report(f"“{edition}” is this edition; answers come from an earlier one.", at_key=True)
        elif to == edition or to not in later:
            written.part("to").report(f"“{to}” is neither this edition nor one whose changes stand here.")
        taken: dict[str, int] = {}
        changes = []
        for number, said in enumerate(document.changes):
            place = written.part("changes", number)
            self._check_numbers(said, place)
            if to == self.edition:
                self._check(said, place)
            for name in said.source:
                if name in taken:
                    place.report(f"“{name}” was already changed in change {taken[name] + 1}.")
                taken.setdefault(name, number)
            changes.append(Change(said.change, tuple(said.source), tuple(said.target), said.why, said.factor))
        return Migration(edition, to, tuple(changes))

    def _check_numbers(self, said: ChangeDocument, place: Written) -> None:
        least_sources, least_targets = _NAMES[said.change]
        _count("source", said.source, least_sources, said.change, place)
        _count("target", said.target, least_targets, said.change, place)
        if (said.factor is not None) != (said.change is ChangeKind.UNIT):
            place.report("A change of unit, and only that, has a factor.")

    def _check(self, said: ChangeDocument, place: Written) -> None:
        known = self._known_code if said.change is ChangeKind.CODE else self._known
        for name in said.target:
            self._check_target(name, known, place)
        for name in said.source:
            if known(name) and not (said.change in _MAY_STAY and name in said.target):
                place.part("source").report(f"“{name}” is still in this edition, so it did not become something else.")
        if said.change in (ChangeKind.MERGED, ChangeKind.UNIT, ChangeKind.SPLIT):
            self._check_fields(said, place)
        elif said.change is ChangeKind.RENAMED and any("." in name for name in said.source) != any(
            "." in name for name in said.target
        ):
            place.report("A table becomes a table, and a field becomes a field.")

    def _check_target(self, name: str, known: Callable[[str], bool], place: Written) -> None:
        if not known(name):
            part, point, _rest = name.partition(".")
            inside: list[str] = []
            if point and part in self.tables:
                inside = [f"{part}.{field}" for field in self.tables[part].by_id]
            elif point and part in self.codelists:
                inside = [f"{part}.{code}" for code in self.codelists[part].by_id]
            place.part("target").report(
                f"“{name}” is not in this edition{did_you_mean(name, inside or [*self.tables, *self.codelists])}"
            )

    def _check_fields(self, said: ChangeDocument, place: Written) -> None:
        for name in (*said.source, *said.target):
            if "." not in name:
                place.report(f"“{name}” is a table; write the field, like {name}.RD.")
        for name in said.target:
            field = self._field(name)
            if field is None or said.change is ChangeKind.SPLIT:
                continue
            fits = _ADDED_UP if said.change is ChangeKind.MERGED else (FieldType.COUNT, FieldType.DECIMAL)
            if field.type not in fits:
                place.part("target").report(f"“{name}” has the type “{field.type}”, which cannot be added up or converted.")

    def _known(self, name: str) -> bool:
        return name in self.tables or self._field(name) is not None

    def _field(self, name: str) -> Field | None:
        table, _point, field = name.partition(".")
        return self.tables[table].by_id.get(field) if table in self.tables else None

    def _known_code(self, name: str) -> bool:
        codelist, _point, code = name.partition(".")
        return codelist in self.codelists and code in self.codelists[codelist].by_id


def _count(what: str, names: list[str], wanted: int | None, kind: ChangeKind, place: Written) -> None:
    fits = bool(names) if wanted is None else len(names) == wanted
    if not fits:
        number = {0: f"no {what}", 1: f"one {what}", None: f"a {what}"}[wanted]
        place.report(f"A change “{kind}” has {number}.")
