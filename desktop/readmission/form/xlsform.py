"""The qualitative part of a form as the rows of a survey (XLSForm), for programs such as Kobo, ODK and Enketo.

The sheets survey, choices and settings are those of the format. Columns and the sheet `tables` that other programs do not know,
and leave aside, keep what a survey has no word for, so that it can be read back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from readmission.form.model import DimensionKind, FieldType, Form
from readmission.form.wording import TITLE, context_of_code, context_of_codelist, context_of_section, context_of_table
from readmission.form.xlsform_plan import Omission, Plan, plan
from readmission.form.xlsform_rows import YES_NO, SurveyRows
from readmission.form.xlsform_words import Words
from readmission.texts import Language

Line: TypeAlias = dict[str, str]

SURVEY: Final = "survey"
CHOICES: Final = "choices"
SETTINGS: Final = "settings"
TABLES: Final = "tables"


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """One sheet: its columns and, in each line, what stands in them."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey, and what of the form it does not say."""

    sheets: tuple[SurveySheet, ...]
    omitted: tuple[Omission, ...]


def survey_of(form: Form, languages: Sequence[Language]) -> Survey:
    """The survey of a form in English and in the languages."""
    words = Words(form, languages)
    found = plan(form)
    survey = SurveyRows(found, words).lines()
    lines = {
        SURVEY: (("type", "name"), survey),
        CHOICES: (("list_name", "name"), _choices(found, words)),
        SETTINGS: (("form_title", "form_id", "version", "default_language"), [_settings(form, words)]),
        TABLES: (("table",), list(_tables(found, words))),
    }
    sheets = tuple(SurveySheet(name, _columns(first, said), tuple(said)) for name, (first, said) in lines.items())
    return Survey(sheets, tuple(found.omitted))


def _columns(first: tuple[str, ...], lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *(column for line in lines for column in line)]))


def _settings(form: Form, words: Words) -> Line:
    return {
        "form_title": words.english(form.title, TITLE),
        "form_id": form.id,
        "version": form.edition,
        "default_language": words.default,
    }


def _choices(found: Plan, words: Words) -> list[Line]:
    form, used = found.form, dict.fromkeys(_used(found))
    lines: list[Line] = []
    for name in used:
        if name == YES_NO:
            lines += [
                {"list_name": YES_NO, "name": "yes", **words.column("label", "yes")},
                {"list_name": YES_NO, "name": "no", **words.column("label", "no")},
            ]
            continue
        codelist = form.codelists[name]
        for place, code in enumerate(codelist.codes):
            line = {"list_name": name, "name": code.id}
            line |= words.column("label", code.label, context_of_code(name, code.id))
            line |= words.said("remark", code.note, context_of_code(name, code.id, "note"))
            line["rank"] = "" if code.rank is None else str(code.rank)
            if place == 0:
                line |= words.said("list_label", codelist.label, context_of_codelist(name))
                line |= words.said("list_note", codelist.note, context_of_codelist(name, "note"))
            lines.append(line)
    return lines


def _used(found: Plan) -> list[str]:
    lists: list[str] = []
    for table in found.tables:
        lists += [part.codelist for part in table.dimensions if part.kind is not DimensionKind.ROWS]
        lists += [part.codelist for part in found.asked(table) if part.codelist]
        if any(part.type is FieldType.YES_NO for part in found.asked(table)):
            lists.append(YES_NO)
    return lists


def _tables(found: Plan, words: Words) -> list[Line]:
    lines: list[Line] = []
    for section in found.form.sections.values():
        line = {"section": section.id}
        line |= words.said("label", section.label, context_of_section(section.id))
        line |= words.said("guidance", section.guidance, context_of_section(section.id, "guidance"))
        lines.append(line)
    for table in found.tables:
        line = {"table": table.id, "section": table.section, "shape": table.shape.value, "number": table.number}
        line |= words.said("label", table.label, context_of_table(table.id))
        line |= words.said("guidance", table.guidance, context_of_table(table.id, "guidance"))
        line["level"] = table.level.value
        line["by"] = "\n".join(f"{part.id}: {part.codelist or 'rows'}" for part in table.dimensions)
        lines.append(line)
    return lines
