"""The structure of a survey (XLSForm) as parts of a form: sections, tables with their fields, code lists, translations.

A survey that this program wrote says in columns of its own which table a question belongs to. In any other survey a repeated
group becomes a list, a question with several answers a choice, and everything else the fields of one table. Expressions are not
taken over, because XPath says things that a form says otherwise; they are listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from readmission.form.catalogue import Entry, write_catalogue
from readmission.form.documents import FormDocument
from readmission.form.files import form_layout
from readmission.form.xlsform import CHOICES, SETTINGS, SURVEY, TABLES
from readmission.form.xlsform_found import Cell, Found, Misfit
from readmission.form.xlsform_guess import guessed
from readmission.form.xlsform_plan import Omission
from readmission.form.xlsform_rows import YES_NO
from readmission.form.xlsform_types import type_of

ENGLISH: Final = "en"
EXPRESSIONS: Final = ("relevant", "required", "constraint", "calculation", "choice_filter", "default", "repeat_count", "trigger")


@dataclass(slots=True)
class Structure:
    """Parts of a form, as plain values of its files, with translations by language and what was not taken over."""

    whole: dict[str, Any] = field(default_factory=dict)
    translations: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    omitted: list[Omission] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """The files of the parts."""
        found = form_layout(self.whole)
        for language, texts in self.translations.items():
            head = Entry(
                "", "", f"Language: {language}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
            )
            entries = (Entry(context, english, said) for (context, english), said in texts.items())
            found[f"texts/{language}.po"] = write_catalogue((head, *entries))
        return found

    def text(self, key: str, said: Mapping[str, str], *, before: str = "") -> str:
        """The English of a text; its translations are kept under its key."""
        words = {language: text.removeprefix(before).strip() for language, text in said.items()}
        english = words.get(ENGLISH) or next(iter(words.values()), "")
        for language, text in words.items():
            if language != ENGLISH and text and text != english:
                self.translations.setdefault(language, {})[key, english] = text
        return english


def structure_of(sheets: Mapping[str, Sequence[Found]], misfits: list[Misfit]) -> Structure | None:
    """The structure that the sheets of a survey have; None when there are misfits."""
    structure = Structure()
    places: dict[tuple[str, ...], Cell] = {}
    codelists = _codelists(sheets.get(CHOICES, ()), structure, places, misfits)
    lines = sheets.get(SURVEY, ())
    if any(line.text("table") for line in lines):
        sections, tables = _known(sheets.get(TABLES, ()), lines, structure, places, misfits)
    else:
        sections, tables = guessed(lines, structure, places, misfits)
    _note_expressions(lines, sheets.get(SETTINGS, ()), structure)
    used = _used(tables)
    for name in used - set(codelists):
        misfits.append(Misfit(places.get(("list", name), Cell(SURVEY)), f"There is no list “{name}” on the sheet “{CHOICES}”."))
    codelists = {name: part for name, part in codelists.items() if name in used}
    parts = {"sections": sections, "codelists": codelists, "tables": tables}
    structure.whole = {kind: part for kind, part in parts.items() if part}
    _validate(structure, places, misfits)
    return structure if not misfits else None


def _codelists(
    lines: Sequence[Found], structure: Structure, places: dict[tuple[str, ...], Cell], misfits: list[Misfit]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines:
        name, code = line.text("list_name"), line.text("name")
        if name == YES_NO or not name:
            continue
        key = f"{name}.{code}"
        if name not in found:
            label = structure.text(f"{name}.label", line.kept("list_label")) or name
            note = structure.text(f"{name}.note", line.kept("list_note"))
            found[name] = {"label": label, **({"note": note} if note else {}), "codes": {}}
            places["codelists", name] = line.cell("list_name")
        if code in found[name]["codes"]:
            misfits.append(Misfit(line.cell("name"), f"“{code}” stands a second time in the list “{name}”."))
        said = {"label": structure.text(f"{key}.label", line.said("label"))}
        remark = structure.text(f"{key}.note", line.kept("remark"))
        rank = _number(line, "rank", misfits)
        found[name]["codes"][code] = said | ({"rank": rank} if rank is not None else {}) | ({"note": remark} if remark else {})
        places["codelists", name, "codes", code] = line.cell("name")
    return found


def _known(
    heads: Sequence[Found],
    lines: Sequence[Found],
    structure: Structure,
    places: dict[tuple[str, ...], Cell],
    misfits: list[Misfit],
) -> tuple[dict[str, Any], dict[str, Any]]:
    sections: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for line in heads:
        name = line.text("table") or line.text("section")
        label = structure.text(f"{name}.label", line.kept("label"))
        guidance = structure.text(f"{name}.guidance", line.kept("guidance"))
        said: dict[str, Any] = {"label": label} | ({"guidance": guidance} if guidance else {})
        kind, found = ("tables", tables) if line.text("table") else ("sections", sections)
        places[kind, name] = line.cell("table" if kind == "tables" else "section")
        if kind == "tables":
            by = dict(part.split(": ", 1) for part in line.text("by").splitlines() if ": " in part)
            said |= {part: line.text(part) for part in ("number", "section") if line.text(part)}
            said |= {"level": line.text("level")} if line.text("level") not in ("", "core") else {}
            said |= {"shape": line.text("shape"), "by": by, "fields": {}}
        found[name] = said
    for line in lines:
        if line.text("table"):
            _known_field(line, tables, structure, places, misfits)
    return sections, {name: table for name, table in tables.items() if table["fields"]}


def _known_field(
    line: Found, tables: dict[str, Any], structure: Structure, places: dict[tuple[str, ...], Cell], misfits: list[Misfit]
) -> None:
    table, name = line.text("table"), line.text("field")
    if table not in tables:
        misfits.append(Misfit(line.cell("table"), f"The sheet “{TABLES}” does not name the table “{table}”."))
        return
    if name in tables[table]["fields"]:
        return
    said = type_of(line, line.text("type"), misfits)
    if said is None:
        return
    if tables[table]["shape"] == "choice":
        said = {"type": "yes-no"}
    key, number = f"{table}.{name}", line.text("number")
    own = line.text("field_label")
    label = own or structure.text(f"{key}.label", line.said("label"), before=number)
    guidance = "" if tables[table]["shape"] == "choice" else structure.text(f"{key}.guidance", line.said("hint"))
    unit = structure.text(f"{key}.unit", line.said("guidance_hint"))
    said["label"] = label
    said |= {
        part: text
        for part, text in (("guidance", guidance), ("unit", unit), ("number", number), ("section", line.text("section")))
        if text
    }
    if line.text("level") not in ("", "core"):
        said["level"] = line.text("level")
    said |= _limits(line, said, misfits)
    if line.text("attachments"):
        said["attachments"] = line.text("attachments").split()
    tables[table]["fields"][name] = said
    places["tables", table, "fields", name] = line.cell("field")
    if "codelist" in said:
        places.setdefault(("list", said["codelist"]), line.cell("type"))


def _limits(line: Found, said: Mapping[str, Any], misfits: list[Misfit]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, types in (("places", ("decimal",)), ("max_length", ("text",)), ("maximum", ("count", "decimal"))):
        number = _number(line, column, misfits)
        if number is not None and said["type"] in types:
            found[column] = number
    if "maximum" in found and found.get("places"):
        found["maximum"] = Decimal(found["maximum"]).scaleb(-found["places"])
    return found


def _number(line: Found, column: str, misfits: list[Misfit]) -> int | None:
    text = line.text(column)
    if not text:
        return None
    if not text.removeprefix("-").isdecimal() or not text.isascii():
        misfits.append(Misfit(line.cell(column), f"“{text}” is no whole number."))
        return None
    return int(text)


def _used(tables: Mapping[str, Any]) -> set[str]:
    lists = {codelist for table in tables.values() for codelist in table["by"].values() if codelist != "rows"}
    return lists | {part["codelist"] for table in tables.values() for part in table["fields"].values() if "codelist" in part}


def _note_expressions(lines: Sequence[Found], settings: Sequence[Found], structure: Structure) -> None:
    for line in lines:
        for column in EXPRESSIONS:
            if line.text(column) and line.text(column) not in ("yes", "true()"):
                why = "expressions are written anew in the form"
                structure.omitted.append(Omission(line.text("name"), column, f"{why}: {line.text(column)}"))
    for line in settings:
        structure.omitted += [
            Omission(SETTINGS, column, f"a form says this in its head: {text}") for column, text in line.texts.items()
        ]


def _validate(structure: Structure, places: Mapping[tuple[str, ...], Cell], misfits: list[Misfit]) -> None:
    try:
        FormDocument.model_validate(structure.whole)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            path = tuple(str(step) for step in error["loc"])
            cell = next((places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in places), Cell(SURVEY))
            misfits.append(Misfit(cell, f"{path[-1]}: {error['msg']}."))
