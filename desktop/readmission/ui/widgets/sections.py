"""Which questions stand under which heading of a page, in which order, and how much room they take."""

from typing import Final, TypeAlias

from readmission.form.model import Field, FieldType, Form, Level, Shape, Table
from readmission.ui.desk import Desk
from readmission.ui.widgets.question import MAX_LINE

Part: TypeAlias = tuple[Table, Field | None]

# Roughly how many lines a question takes, to balance the two columns; in compact rows it takes other ones.
_LINES: Final = {Shape.CHOICE: 4, Shape.RANKING: 2.4, Shape.MATRIX: 7.5}
_COMPACT_LINES: Final = {Shape.CHOICE: 1, Shape.RANKING: 1, Shape.MATRIX: 1}


def sections(desk: Desk, forms: list[Table], children: list[Table]) -> list[tuple[str, list[Part]]]:
    """The headings with their questions, in the form's order."""
    form: Form = desk.form
    found: dict[str, list[Part]] = {}
    for table in forms:
        for field in table.fields:
            found.setdefault(field.section or table.section or table.id, []).append((table, field))
    by_number = {
        _chapter(field.number): field.section for table in forms for field in table.fields if field.number and field.section
    }
    for table in children:
        # A table of options stands in the section of the questions numbered like it.
        found.setdefault(table.section or by_number.get(_chapter(table.number), table.id), []).append((table, None))
    titles = {table.id: desk.wording.table(table) for table in (*forms, *children)}
    titles.update({section.id: desk.wording.section(section) for section in form.sections.values()})
    order = [*(section for section in form.sections if section in found), *(name for name in found if name not in form.sections)]
    return [(titles[name], sorted(found[name], key=_order)) for name in order]


def _chapter(number: str) -> str:
    return number.partition(".")[0]


def _order(part: Part) -> tuple[bool, list[int]]:
    """Questions by their numbers (B2.05 before B2.16), those without at the end in the form's order."""
    table, field = part
    number = field.number if field is not None else table.number
    digits = "".join(letter if letter.isdecimal() else " " for letter in number).split()
    return not digits, [int(part) for part in digits]


def _extended(table: Table, field: Field | None) -> bool:
    level = field.level if field is not None else table.level
    # A condition can make an extended question owed; then it must not be folded away.
    return level is Level.EXTENDED and (field.expected if field is not None else table.expected) is None


def lines_of(items: list[Part], *, compact: bool) -> float:
    """How many lines the questions take that are not folded away, the heading included."""
    seen = [part for part in items if not _extended(*part)]
    if compact and not seen:
        return 0
    lines, by_shape = (0.8, _COMPACT_LINES) if compact else (1.2, _LINES)
    for table, field in seen:
        if field is None:
            lines += by_shape[table.shape]
        else:
            long = field.type is FieldType.TEXT and field.max_length > MAX_LINE
            lines += (1.4 if long else 1) if compact else 3.4 if long else 2
    return lines
