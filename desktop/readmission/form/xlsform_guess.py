"""The tables of a survey that another program wrote: what its groups, repeats and questions are in a form."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from readmission.form.xlsform_found import Cell, Found, Misfit
from readmission.form.xlsform_types import RECORDED, type_of

MAIN: Final = "MAIN"

_UNNAMEABLE: Final = re.compile(r"[^A-Za-z0-9_]")


class Texts(Protocol):
    """Keeps the texts of a structure in all their languages."""

    def text(self, key: str, said: Mapping[str, str], *, before: str = "") -> str:
        """The English of a text."""
        ...


class _Guess:
    def __init__(self, texts: Texts, places: dict[tuple[str, ...], Cell], misfits: list[Misfit]) -> None:
        self.texts, self.places, self.misfits = texts, places, misfits
        self.sections: dict[str, Any] = {}
        self.tables: dict[str, Any] = {MAIN: {"label": "Questionnaire", "shape": "form", "by": {}, "fields": {}}}
        self.open: list[tuple[str, str]] = []

    def read(self, line: Found) -> None:
        written = " ".join(line.text("type").split())
        type_, name = written.replace("begin ", "begin_").replace("end ", "end_"), _name(line.text("name"))
        if type_.startswith("begin_"):
            self._begin(line, type_.removeprefix("begin_").split(" ")[0], name)
        elif type_.startswith("end_"):
            if self.open:
                self.open.pop()
        elif type_.split(" ")[0] not in RECORDED | {"note", "calculate", "hidden"}:
            self._question(line, type_, name)

    def _begin(self, line: Found, kind: str, name: str) -> None:
        label = self.texts.text(f"{name}.label", line.said("label")) or name
        if kind == "repeat":
            if any(opened == "repeat" for opened, _name in self.open):
                self.misfits.append(Misfit(line.cell("type"), "A form has no list within a list."))
            self.tables[name] = {"label": label, "shape": "list", "by": {"row": "rows"}, "fields": {}}
            self.places["tables", name] = line.cell("name")
        elif not any(opened == "repeat" for opened, _name in self.open):
            self.sections[name] = {"label": label}
            self.places["sections", name] = line.cell("name")
        self.open.append((kind, name))

    def _question(self, line: Found, type_: str, name: str) -> None:
        said = type_of(line, type_, self.misfits)
        if said is None:
            return
        repeat = next((opened for kind, opened in self.open if kind == "repeat"), "")
        section = next((opened for kind, opened in reversed(self.open) if kind == "group" and opened in self.sections), "")
        if "codelist" in said:
            self.places.setdefault(("list", said["codelist"]), line.cell("type"))
        if type_.startswith("select_multiple"):
            self._choice(line, name, said.get("codelist", ""), repeat, section)
            return
        table = repeat or MAIN
        said["label"] = self.texts.text(f"{table}.{name}.label", line.said("label")) or name
        guidance = self.texts.text(f"{table}.{name}.guidance", line.said("hint"))
        said |= {"guidance": guidance} if guidance else {}
        said |= {"section": section} if section and not repeat else {}
        if line.text("required") not in ("yes", "true()", "true"):
            said["level"] = "extended"
        if name in self.tables[table]["fields"]:
            self.misfits.append(Misfit(line.cell("name"), f"“{name}” is already a question of the same table."))
        self.tables[table]["fields"][name] = said
        self.places["tables", table, "fields", name] = line.cell("name")

    def _choice(self, line: Found, name: str, codelist: str, repeat: str, section: str) -> None:
        if repeat or not codelist:
            self.misfits.append(Misfit(line.cell("type"), "A question in a list has one answer; a form has no others there."))
            return
        said: dict[str, Any] = {"label": self.texts.text(f"{name}.label", line.said("label")) or name, "shape": "choice"}
        said |= {"section": section} if section else {}
        guidance = self.texts.text(f"{name}.guidance", line.said("hint"))
        said |= {"guidance": guidance} if guidance else {}
        said |= {"by": {f"of_{_name(codelist)}"[:40]: codelist}, "fields": {"chosen": {"type": "yes-no", "label": "Chosen"}}}
        self.tables[name] = said
        self.places["tables", name] = line.cell("name")


def guessed(
    lines: Sequence[Found], texts: Texts, places: dict[tuple[str, ...], Cell], misfits: list[Misfit]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sections and the tables of a survey."""
    guess = _Guess(texts, places, misfits)
    for line in lines:
        guess.read(line)
    used = {
        part["section"] for table in guess.tables.values() for part in (table, *table["fields"].values()) if "section" in part
    }
    sections = {name: part for name, part in guess.sections.items() if name in used}
    return sections, {name: table for name, table in guess.tables.items() if table["fields"]}


def _name(text: str) -> str:
    name = _UNNAMEABLE.sub("_", text)
    return name if name[:1].isalpha() else f"Q{name}"
