"""The lines of a survey's first sheet: groups by section, the questions in them, countries and lists repeated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from readmission.form.expression.xpath_questions import Codes
from readmission.form.model import DimensionKind, Field, FieldType, Table
from readmission.form.wording import context_of_code, context_of_codelist, context_of_field, context_of_section, context_of_table
from readmission.form.xlsform_conditions import Conditions, Limit
from readmission.form.xlsform_plan import Plan, by_country, listed_by, options_of, question_name
from readmission.form.xlsform_words import Words

Line: TypeAlias = dict[str, str]

YES_NO: Final = "yes_no"

_SIMPLE: Final = {FieldType.COUNT: "integer", FieldType.DECIMAL: "decimal", FieldType.TEXT: "text", FieldType.DATE: "date"}
_DIGITS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class _Item:
    """What stands under a heading: a field, or a whole table."""

    table: Table
    part: Field | None

    @property
    def order(self) -> tuple[bool, list[tuple[bool, int, str]]]:
        number = self.part.number if self.part is not None else self.table.number
        return not number, [(text.isdigit(), int(text or 0) if text.isdigit() else 0, text) for text in _DIGITS.split(number)]


class SurveyRows:
    """Writes the lines of a survey."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self._plan = plan
        self._words = words
        self._conditions = Conditions(plan)

    def lines(self) -> list[Line]:
        """All lines, first those that are for no country."""
        outside = [table for table in self._plan.tables if not by_country(table)]
        inside = [table for table in self._plan.tables if by_country(table)]
        lines = [*self._sections(outside)]
        if inside:
            lines += self._countries(inside)
        return lines

    def _countries(self, tables: list[Table]) -> Iterator[Line]:
        dimension = tables[0].dimensions[0]
        codelist = self._plan.form.codelists[dimension.codelist]
        label = self._words.column("label", codelist.label, context_of_codelist(codelist.id))
        yield self._line("begin_repeat", f"each.{dimension.id}") | label
        yield self._line(f"select_one {codelist.id}", f"key.{dimension.id}") | label | {"required": "yes"}
        yield from self._sections(tables)
        yield self._line("end_repeat", "")

    def _sections(self, tables: list[Table]) -> Iterator[Line]:
        blocks: dict[str, list[_Item]] = {section: [] for section in self._plan.form.sections}
        for table in tables:
            for item in self._items(table):
                section = (item.part.section if item.part is not None else "") or table.section or table.id
                blocks.setdefault(section, []).append(item)
        for name, items in blocks.items():
            if items:
                items.sort(key=lambda item: item.order)
                yield from self._block(name, items)

    def _items(self, table: Table) -> Iterator[_Item]:
        whole = any(dimension.kind is not DimensionKind.COUNTRY for dimension in table.dimensions)
        return iter([_Item(table, None)]) if whole else (_Item(table, part) for part in self._plan.asked(table))

    def _block(self, name: str, items: list[_Item]) -> Iterator[Line]:
        section = self._plan.form.sections.get(name)
        table = items[0].table
        if section is None and items[0].part is None:
            yield from self._table(table)
            return
        if section is not None:
            head = self._words.column("label", section.label, context_of_section(name))
            note = self._note(name, section.guidance, context_of_section(name, "guidance"))
        else:
            head = self._words.column("label", table.label, context_of_table(name))
            note = self._note(name, table.guidance, context_of_table(name, "guidance"))
        yield self._line("begin_group", name) | head
        yield from note
        for item in items:
            yield from self._table(item.table) if item.part is None else self._field(item.table, item.part)
        yield self._line("end_group", "")

    def _note(self, name: str, text: str, context: str) -> list[Line]:
        return [self._line("note", f"note.{name}") | self._words.column("label", text, context)] if text else []

    def _field(self, table: Table, part: Field) -> Iterator[Line]:
        line = self._question(table, part, ())
        whole = self._conditions.relevant(table, None)
        if whole:
            line["relevant"] = f"({whole}) and ({line['relevant']})" if line["relevant"] else whole
        yield line
        yield from self._file(table, part, line)

    def _table(self, table: Table) -> Iterator[Line]:
        if options_of(table) and len(list(self._plan.rows(table))) == 1:
            yield from self._choice(table, (), whole=True)
            return
        opening, closing = ("begin_repeat", "end_repeat") if table.is_list else ("begin_group", "end_group")
        line = self._line(opening, table.id)
        line |= self._words.column("label", table.label, context_of_table(table.id), before=table.number)
        line["relevant"] = self._conditions.relevant(table, None) if not self._reads_row(table) else ""
        line["appearance"] = "" if table.is_list else "field-list"
        yield line
        yield from self._note(table.id, table.guidance, context_of_table(table.id, "guidance"))
        for codes in self._plan.rows(table):
            yield from self._row(table, codes)
        yield self._line(closing, "")

    def _row(self, table: Table, codes: Codes) -> Iterator[Line]:
        fields = list(self._plan.asked(table))
        if options_of(table):
            yield from self._choice(table, codes, whole=False)
        elif codes and len(fields) == 1:
            yield self._question(table, fields[0], codes) | self._of_codes(table, codes)
        elif codes:
            name = question_name(table.id, "row", codes)
            relevant = self._conditions.relevant(table, None, codes) if self._reads_row(table) else ""
            yield self._line("begin_group", name) | self._of_codes(table, codes) | {"relevant": relevant}
            for part in fields:
                yield self._question(table, part, codes)
            yield self._line("end_group", "")
        else:
            for part in fields:
                yield self._question(table, part, ())

    def _choice(self, table: Table, codes: Codes, *, whole: bool) -> Iterator[Line]:
        for part in self._plan.asked(table):
            line = self._question(table, part, codes)
            options = next(item for item in table.dimensions if item.id == options_of(table))
            line["type"] = f"select_multiple {options.codelist}"
            line["field_label"] = part.label
            if whole:
                line |= self._words.column("label", table.label, context_of_table(table.id), before=table.number)
                line |= self._words.column("hint", table.guidance, context_of_table(table.id, "guidance"))
                line["relevant"] = self._conditions.relevant(table, None)
            else:
                line |= self._of_codes(table, codes)
            yield line

    def _of_codes(self, table: Table, codes: Codes) -> Line:
        # A row with several codes bears the labels of all, in every language.
        lists = {item.id: item.codelist for item in table.dimensions}
        said: list[Line] = []
        for dimension, code in codes:
            codelist = self._plan.form.codelists[lists[dimension]]
            said.append(self._words.column("label", codelist.by_id[code].label, context_of_code(codelist.id, code)))
        return {column: " · ".join(line[column] for line in said) for column in said[0]}

    def _question(self, table: Table, part: Field, codes: Codes) -> Line:
        name = question_name(table.id, part.id, codes)
        line = self._line(self._type(part), name)
        line |= self._words.column("label", part.label, context_of_field(table.id, part.id), before=part.number)
        line |= self._words.column("hint", part.guidance, context_of_field(table.id, part.id, "guidance"))
        line |= self._words.column("guidance_hint", part.unit, context_of_field(table.id, part.id, "unit"))
        line["relevant"] = self._conditions.relevant(table, part, codes)
        line["required"] = self._conditions.required(table, part, codes)
        limits = self._conditions.limits(table, part, codes, name)
        line["constraint"] = " and ".join(f"({limit.condition})" if len(limits) > 1 else limit.condition for limit in limits)
        line |= self._messages(limits)
        line |= {"table": table.id, "field": part.id, "codes": "\n".join(f"{key}: {code}" for key, code in codes)}
        line |= {"number": part.number, "level": part.level.value, "places": str(part.places) if part.places else ""}
        line |= {"max_length": str(part.max_length or ""), "maximum": "" if part.maximum is None else str(part.maximum)}
        line |= {"refers_to": part.refers_to, "field_label": part.label if codes else "", "section": part.section}
        line |= {"attachments": "\n".join(part.attachments)}
        return line

    def _file(self, table: Table, part: Field, question: Line) -> Iterator[Line]:
        # A survey takes one file with a question, of any kind; kinds, sizes and further files are the program's alone.
        if part.attachments:
            line = self._line("file", f"{question['name']}.file") | {"relevant": question["relevant"]}
            yield line | self._words.column("label", part.label, context_of_field(table.id, part.id), before=part.number)

    def _messages(self, limits: list[Limit]) -> Line:
        columns = self._words.column("constraint_message", "")
        return {
            column: " ".join(dict.fromkeys(limit.say(language) for limit in limits))
            for column, language in zip(columns, self._words.languages, strict=True)
        }

    def _type(self, part: Field) -> str:
        if part.type is FieldType.CODE:
            return f"select_one {part.codelist}"
        if part.type is FieldType.REFERENCE:
            told = listed_by(self._plan.form, part)
            return f"select_one ${{{question_name(part.refers_to, told.id if told else '', ())}}}"
        return _SIMPLE.get(part.type, f"select_one {YES_NO}")

    def _reads_row(self, table: Table) -> bool:
        return table.relevant is not None and len(list(self._plan.rows(table))) > 1

    def _line(self, type_: str, name: str) -> Line:
        empty = {"type": type_, "name": name}
        for column in ("label", "hint", "guidance_hint", "constraint_message"):
            empty |= self._words.column(column, "")
        return empty | dict.fromkeys(("relevant", "required", "appearance", "constraint"), "")
