"""From the rows of a workbook to the whole of a form, with the cell at which each part of it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from readmission.form.yaml_text import Step
from readmission.sheets import layout
from readmission.sheets.cells import NotThisKind, meant
from readmission.sheets.layout import Layout
from readmission.sheets.problems import SheetProblem
from readmission.sheets.read import Row

Path: TypeAlias = tuple[Step, ...]
Origins: TypeAlias = dict[Path, tuple[str, str]]

_KINDS: Final = ("passing", "failing")


@dataclass(slots=True)
class Parts:
    """Gathers the whole of a form from rows; `origins` are the cells of its parts, by their paths in the whole."""

    sheets: Mapping[str, tuple[Row, ...]]
    problems: list[SheetProblem]
    whole: dict[str, Any] = field(default_factory=dict)
    origins: Origins = field(default_factory=dict)

    def read(self) -> None:
        """Take all sheets."""
        self._once(layout.FORM, "form")
        self._named(layout.PARAMETERS, "parameters")
        self._named(layout.SECTIONS, "sections")
        self._codelists()
        self._named(layout.TABLES, "tables")
        self._fields()
        self._named(layout.RULES, "rules")
        self._shown()
        self._examples()
        self._named(layout.INDICATORS, "indicators")
        self._once(layout.CLASS, "classification")
        self._named(layout.COMPARISONS, "comparisons")
        self._once(layout.CIRCULATION, "circulation")
        self._changes()

    def _rows(self, sheet: Layout, *needed: str) -> Iterator[Row]:
        for row in self.sheets.get(sheet.name, ()):
            empty = [column for column in needed if not row.text(column).strip()]
            self.problems.extend(row.problem(column, f"“{column}” is missing.") for column in empty)
            if not empty:
                yield row

    def _said(self, row: Row, sheet: Layout, path: Path, owners: tuple[str, ...]) -> dict[str, Any]:
        # What the row says beside the columns that say what it belongs to; the first owner stands for the whole row.
        said: dict[str, Any] = {}
        self.origins.setdefault(path, (row.sheet, f"{row.letters[(owners or tuple(row.letters))[-1]]}{row.number}"))
        for column in sheet.columns:
            if column.name in owners or not row.text(column.name):
                continue
            self._origin((*path, column.name), row, column.name)
            try:
                said[column.name] = meant(row.text(column.name), column.kind)
            except NotThisKind as refused:
                self.problems.append(row.problem(column.name, str(refused)))
        return said

    def _origin(self, path: Path, row: Row, column: str) -> None:
        self.origins[path] = (row.sheet, f"{row.letters[column]}{row.number}")

    def _once(self, sheet: Layout, kind: str) -> None:
        for number, row in enumerate(self._rows(sheet)):
            if number:
                self.problems.append(row.problem(sheet.columns[0].name, "This sheet has one row."))
            else:
                self.whole[kind] = self._said(row, sheet, (kind,), ())

    def _named(self, sheet: Layout, kind: str) -> None:
        for row in self._rows(sheet, "id"):
            name = row.text("id").strip()
            if self._is_new(row, "id", (kind, name)):
                self.whole.setdefault(kind, {})[name] = self._said(row, sheet, (kind, name), ("id",))

    def _is_new(self, row: Row, column: str, path: Path) -> bool:
        if path in self.origins:
            self.problems.append(row.problem(column, f"“{path[-1]}” already stands in {self.origins[path][1]}."))
            return False
        return True

    def _owner(self, row: Row, column: str, kind: str) -> dict[str, Any] | None:
        name = row.text(column).strip()
        if (kind, name) in self.origins:
            owner: dict[str, Any] = self.whole[kind][name]
            return owner
        self.problems.append(row.problem(column, f"“{name}” does not stand in the sheet {kind.capitalize()}."))
        return None

    def _codelists(self) -> None:
        lists: dict[str, Any] = {}
        for row in self._rows(layout.CODELISTS, "codelist", "code"):
            name, code = row.text("codelist").strip(), row.text("code").strip()
            if name not in lists:
                lists[name] = {"codes": {}}
                self._origin(("codelists", name), row, "codelist")
            for part in ("label", "note"):
                self._part_of_list(row, name, part, lists[name])
            path = ("codelists", name, "codes", code)
            if self._is_new(row, "code", path):
                owners = ("codelist", "codelist_label", "codelist_note", "code")
                lists[name]["codes"][code] = self._said(row, layout.CODELISTS, path, owners)
        if lists:
            self.whole["codelists"] = lists

    def _part_of_list(self, row: Row, name: str, part: str, said: dict[str, Any]) -> None:
        column = f"codelist_{part}"
        text = row.text(column)
        if text and said.setdefault(part, text) != text:
            first = self.origins["codelists", name, part][1]
            self.problems.append(row.problem(column, f"In {first} something else is said of the list; write it in one row."))
        elif text:
            self.origins.setdefault(("codelists", name, part), (row.sheet, f"{row.letters[column]}{row.number}"))

    def _fields(self) -> None:
        for row in self._rows(layout.FIELDS, "table", "id"):
            table, name = self._owner(row, "table", "tables"), row.text("id").strip()
            path = ("tables", row.text("table").strip(), "fields", name)
            if table is not None and self._is_new(row, "id", path):
                table.setdefault("fields", {})[name] = self._said(row, layout.FIELDS, path, ("table", "id"))

    def _shown(self) -> None:
        for row in self._rows(layout.SHOWN, "rule", "name", "formula"):
            rule, name = self._owner(row, "rule", "rules"), row.text("name").strip()
            path = ("rules", row.text("rule").strip(), "show", name)
            if rule is not None and self._is_new(row, "name", path):
                rule.setdefault("show", {})[name] = row.text("formula")
                self._origin(path, row, "formula")

    def _examples(self) -> None:
        numbers: dict[tuple[str, str, str], int] = {}
        for row in self._rows(layout.EXAMPLES, "rule", "kind"):
            rule, kind = self._owner(row, "rule", "rules"), row.text("kind").strip()
            if kind not in _KINDS:
                self.problems.append(row.problem("kind", f"“{kind}” is neither passing nor failing."))
            elif rule is not None:
                examples = rule.setdefault(kind, [])
                key = (row.text("rule").strip(), kind, row.text("example").strip())
                if key not in numbers:
                    numbers[key] = len(examples)
                    examples.append({})
                self._example(row, ("rules", key[0], kind, numbers[key]), examples[numbers[key]])

    def _example(self, row: Row, path: Path, example: dict[str, str]) -> None:
        cell = row.text("cell").strip()
        if not cell and row.text("value"):
            self.problems.append(row.problem("cell", "“cell” is missing."))
        elif cell and self._is_new(row, "cell", (*path, cell)):
            example[cell] = row.text("value")
            self._origin((*path, cell), row, "cell")
        self.origins.setdefault(path, (row.sheet, f"{row.letters['rule']}{row.number}"))

    def _changes(self) -> None:
        migrations: dict[str, Any] = {}
        for row in self._rows(layout.CHANGES, "edition"):
            edition, to = row.text("edition").strip(), row.text("to").strip()
            if edition not in migrations:
                migrations[edition] = ({"to": to} if to else {}) | {"changes": []}
                self._origin(("migrations", edition), row, "edition")
                self._origin(("migrations", edition, "to"), row, "to")
            elif migrations[edition].get("to", "") != to:
                self.problems.append(row.problem("to", "Changes since one edition lead to one edition."))
            changes = migrations[edition]["changes"]
            path = ("migrations", edition, "changes", len(changes))
            if set(row.texts) - {"edition", "to"}:
                changes.append(self._said(row, layout.CHANGES, path, ("edition", "to")))
        if migrations:
            self.whole["migrations"] = migrations
