"""From a form to the rows of its workbook's sheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from readmission.form.catalogue import Entry
from readmission.sheets import layout
from readmission.sheets.cells import written
from readmission.sheets.layout import Layout

Record: TypeAlias = dict[str, str]

# The row of a language's sheet that holds the head of its file; a key of a form always has a point.
HEAD_KEY: Final = "header"
# What stands there as English text where the file lists every text, translated or not; otherwise only what is translated.
COMPLETE: Final = "complete"


def form_records(whole: Mapping[str, Any]) -> dict[str, list[Record]]:
    """The rows of every sheet, by the sheets' names, in the order of the workbook."""
    tables, rules = whole.get("tables", {}), whole.get("rules", {})
    return {
        layout.FORM.name: [_record(layout.FORM, whole["form"])],
        layout.PARAMETERS.name: _named(layout.PARAMETERS, whole.get("parameters", {})),
        layout.SECTIONS.name: _named(layout.SECTIONS, whole.get("sections", {})),
        layout.CODELISTS.name: list(_codes(whole.get("codelists", {}))),
        layout.TABLES.name: _named(layout.TABLES, tables),
        layout.FIELDS.name: [
            _record(layout.FIELDS, field, table=name, id=identifier)
            for name, table in tables.items()
            for identifier, field in table["fields"].items()
        ],
        layout.RULES.name: _named(layout.RULES, rules),
        layout.SHOWN.name: [
            {"rule": name, "name": shown, "formula": formula}
            for name, rule in rules.items()
            for shown, formula in rule.get("show", {}).items()
        ],
        layout.EXAMPLES.name: list(_examples(rules)),
        layout.INDICATORS.name: _named(layout.INDICATORS, whole.get("indicators", {})),
        layout.CLASS.name: [_record(layout.CLASS, whole["classification"])] if "classification" in whole else [],
        layout.COMPARISONS.name: _named(layout.COMPARISONS, whole.get("comparisons", {})),
        layout.CIRCULATION.name: [_record(layout.CIRCULATION, whole["circulation"])] if "circulation" in whole else [],
        layout.CHANGES.name: list(_changes(whole.get("migrations", {}))),
    }


def language_records(entries: Sequence[Entry], texts: Iterable[tuple[str, str]]) -> list[Record]:
    """The rows of a language's sheet: what its file holds, then other texts unless it lists what is not translated itself."""
    held = {entry.context for entry in entries}
    complete = any(entry.context and not entry.translation for entry in entries)
    offered = [{"key": key, "english": english} for key, english in texts if key not in held and not complete]
    records = [
        {
            "key": entry.context or HEAD_KEY,
            "english": entry.english if entry.context or not complete else COMPLETE,
            "translation": entry.translation,
            "remarks": "\n".join(entry.remarks),
        }
        for entry in entries
    ]
    return records + offered


def _record(sheet: Layout, said: Mapping[str, Any], **owners: str) -> Record:
    record = dict(owners)
    for column in sheet.columns:
        if column.name in said:
            record[column.name] = written(said[column.name], column.kind)
    return record


def _named(sheet: Layout, parts: Mapping[str, Any]) -> list[Record]:
    return [_record(sheet, said, id=name) for name, said in parts.items()]


def _codes(codelists: Mapping[str, Any]) -> Iterator[Record]:
    for name, codelist in codelists.items():
        of_list = {f"codelist_{part}": codelist[part] for part in ("label", "note") if part in codelist}
        for code, said in codelist["codes"].items():
            yield _record(layout.CODELISTS, said, codelist=name, code=code, **of_list)
            of_list = {}


def _examples(rules: Mapping[str, Any]) -> Iterator[Record]:
    for name, rule in rules.items():
        for kind in ("passing", "failing"):
            for number, example in enumerate(rule[kind], start=1):
                owners = {"rule": name, "kind": kind, "example": str(number)}
                for cell, value in example.items():
                    yield {**owners, "cell": cell, "value": value}
                if not example:
                    yield owners


def _changes(migrations: Mapping[str, Any]) -> Iterator[Record]:
    for edition, migration in migrations.items():
        owners = {"edition": edition} | ({"to": migration["to"]} if "to" in migration else {})
        for change in migration["changes"]:
            yield _record(layout.CHANGES, change, **owners)
        if not migration["changes"]:
            yield owners
