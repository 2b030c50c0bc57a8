"""Answers of an earlier edition read as answers of this one, with a line for each that changed or fell away.

Only lines of facts are looked at, so the earlier form need not be at hand. Numbers stay exact: one that the new unit cannot
hold is left out and told. Parts of a merged number follow the language: not applicable is no addend, any other missing part
leaves the sum unknown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from readmission.answers.fact_text import Unclear, read_value, unescape
from readmission.answers.model import Cell, Place, Reason
from readmission.answers.records import FactRow
from readmission.form.model import Change, ChangeKind, DimensionKind, Field, FieldType, Form, Migration


class Fate(StrEnum):
    """What became of an answer of the earlier edition."""

    KEPT = "kept"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    UNIT = "unit changed"
    RETIRED = "retired"
    UNKNOWN = "no longer asked"
    UNREADABLE = "cannot be read"
    INEXACT = "not exact in the new unit"
    INCOMPLETE = "a part is missing"
    CONFLICT = "two different answers"

    @property
    def lost(self) -> bool:
        """Whether the answer is not in the new edition."""
        return self in _LOST


_LOST = frozenset({Fate.RETIRED, Fate.UNKNOWN, Fate.UNREADABLE, Fate.INEXACT, Fate.INCOMPLETE, Fate.CONFLICT})
_FATES = {
    ChangeKind.RENAMED: Fate.RENAMED,
    ChangeKind.SPLIT: Fate.SPLIT,
    ChangeKind.MERGED: Fate.MERGED,
    ChangeKind.UNIT: Fate.UNIT,
    ChangeKind.CODE: Fate.RENAMED,
}


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One answer of the earlier edition and what became of it; `why` is the form's own sentence, if it has one."""

    source: str
    value: str
    fate: Fate
    target: str = ""
    becomes: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The answers as this edition has them, and a line for every answer there was."""

    cells: dict[Place, Cell]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of facts on its way: the table and field where it stands by now, and what happened to it so far."""

    row: FactRow
    table: str
    field: str
    fate: Fate = Fate.KEPT
    why: str = ""
    factor: Decimal = Decimal(1)

    def line(self, fate: Fate, why: str = "") -> Line:
        """That this answer is lost."""
        return Line(self.row.place, _shown(self.row), fate, why=why)


def migrate(rows: Iterable[FactRow], way: Sequence[Migration], form: Form) -> Migrated:
    """The facts of an earlier edition under a form, along migrations that lead to it one after the other."""
    changes = _Way(way, form)
    lines: list[Line] = []
    gathered: dict[Place, list[_Part]] = {}
    for row in rows:
        old = Place.parse(row.place)
        for part in changes.follow(_Part(row, old.table, old.field), lines):
            arrived = changes.arrive(part, old)
            if isinstance(arrived, Line):
                lines.append(arrived)
            else:
                place, translated = arrived
                gathered.setdefault(place, []).append(translated)
    cells: dict[Place, Cell] = {}
    for place, parts in sorted(gathered.items()):
        cell = _settle(place, parts, changes, lines)
        if cell is not None:
            cells[place] = cell
    return Migrated(cells, tuple(sorted(lines)))


class _Way:
    """The changes of migrations one after the other, looked up by what they change."""

    def __init__(self, way: Sequence[Migration], form: Form) -> None:
        self.form = form
        self._steps: list[dict[str, Change]] = []
        self._codes: list[dict[tuple[str, str], tuple[str, str]]] = []
        self.parts_of: dict[str, int] = {}
        for migration in way:
            self._add(migration)

    def _add(self, migration: Migration) -> None:
        changed = {
            source: change for change in migration.changes if change.kind is not ChangeKind.CODE for source in change.sources
        }
        parts: dict[str, int] = {}
        for name, number in self.parts_of.items():
            for target, _change in _lead(changed, *_named(name, "")):
                parts[".".join(target)] = number
        for change in migration.changes:
            if change.kind is ChangeKind.MERGED:
                parts[change.targets[0]] = sum(self.parts_of.get(source, 1) for source in change.sources)
        self.parts_of = parts
        self._steps.append(changed)
        self._codes.append(
            {
                (source.partition(".")[0], source.partition(".")[2]): (change.targets[0].partition(".")[2], change.why)
                for change in migration.changes
                if change.kind is ChangeKind.CODE
                for source in change.sources
            }
        )

    def follow(self, part: _Part, lines: list[Line]) -> list[_Part]:
        """The fields at which an answer arrives; where it is retired on the way, a line says so."""
        parts = [part]
        for changed in self._steps:
            reached = []
            for one in parts:
                for (table, field), change in _lead(changed, one.table, one.field):
                    if change is None:
                        reached.append(replace(one, table=table, field=field))
                    else:
                        factor = one.factor * (change.factor or 1)
                        reached.append(_Part(one.row, table, field, _FATES[change.kind], change.why, factor))
                retired = changed.get(f"{one.table}.{one.field}") or changed.get(one.table)
                if retired is not None and retired.kind is ChangeKind.RETIRED:
                    lines.append(one.line(Fate.RETIRED, retired.why))
            parts = reached
        return parts

    def arrive(self, part: _Part, old: Place) -> Line | tuple[Place, _Part]:
        """The place of this form at which an answer arrives, its codes translated; or why there is none."""
        table = self.form.tables.get(part.table)
        known = table.by_id.get(part.field) if table else None
        if table is None or known is None or known.calculation is not None:
            return part.line(Fate.UNKNOWN)
        if len(old.key) != len(table.dimensions):
            return part.line(Fate.UNREADABLE)
        key = []
        for member, dimension in zip(old.key, table.dimensions, strict=True):
            code = member
            if dimension.kind is not DimensionKind.ROWS:
                code, why = self._code(dimension.codelist, member)
                if code not in self.form.codelists[dimension.codelist].by_id:
                    return part.line(Fate.UNKNOWN)
                part = replace(part, fate=Fate.RENAMED, why=why) if code != member else part
            key.append(code)
        if known.type is FieldType.CODE and part.row.value:
            value, why = self._code(known.codelist, part.row.value)
            if value != part.row.value:
                # The line of the report keeps what was answered; only the value that is read is translated.
                part = replace(part, fate=Fate.RENAMED, why=why)
        return Place(part.table, tuple(key), part.field), part

    def value(self, part: _Part, known: Field) -> str:
        """The text of an answer in the codes of this form."""
        if known.type is FieldType.CODE and part.row.value:
            return self._code(known.codelist, part.row.value)[0]
        return part.row.value

    def field(self, place: Place) -> Field:
        """The field of a place of this form."""
        return self.form.tables[place.table].by_id[place.field]

    def _code(self, codelist: str, code: str) -> tuple[str, str]:
        why = ""
        for codes in self._codes:
            code, why = codes.get((codelist, code), (code, why))
        return code, why


def _lead(changed: Mapping[str, Change], table: str, field: str) -> list[tuple[tuple[str, str], Change | None]]:
    change = changed.get(f"{table}.{field}") or changed.get(table)
    if change is None:
        return [((table, field), None)]
    return [(_named(target, field), change) for target in change.targets]


def _named(name: str, field: str) -> tuple[str, str]:
    table, point, own = name.partition(".")
    return table, own if point else field


def _settle(place: Place, parts: Sequence[_Part], way: _Way, lines: list[Line]) -> Cell | None:
    known = way.field(place)
    needed = way.parts_of.get(f"{place.table}.{place.field}", 1)
    fate: Fate | None = None
    cell: Cell | None = None
    try:
        cells = [_cell(part, way.value(part, known), known, way.form) for part in parts]
        if needed == 1 and len(cells) == 1:
            cell = cells[0]
        elif known.type.numeric and any(number < needed for number in _of_each_row(parts)):
            fate = Fate.INCOMPLETE
        else:
            fate, cell = _together(cells, known)
    except Unclear:
        fate = Fate.UNREADABLE
    except InvalidOperation:
        fate = Fate.INEXACT
    becomes = "" if cell is None else _text(cell, known)
    for part in parts:
        own = fate or part.fate
        target = "" if own.lost else str(place)
        lines.append(Line(part.row.place, _shown(part.row), own, target, becomes, part.why))
    return cell


def _of_each_row(parts: Sequence[_Part]) -> Iterable[int]:
    # Rows become one where codes did; each of them must bring every part of a merged number.
    return Counter(Place.parse(part.row.place).key for part in parts).values()


def _together(cells: Sequence[Cell], known: Field) -> tuple[Fate, Cell | None]:
    flags = "".join(sorted({letter for cell in cells for letter in cell.flags}))
    note = "; ".join(dict.fromkeys(cell.note for cell in cells if cell.note))
    if known.type.numeric:
        if any(cell.reason not in (None, Reason.NOT_APPLICABLE) for cell in cells):
            return Fate.INCOMPLETE, None
        values = [cell.value for cell in cells if isinstance(cell.value, int)]
        if not values:
            return Fate.MERGED, Cell(reason=Reason.NOT_APPLICABLE, note=note)
        return Fate.MERGED, Cell(value=sum(values), flags=flags, note=note)
    if known.type is FieldType.YES_NO and all(cell.reason is None for cell in cells):
        return Fate.MERGED, Cell(value="Y" if any(cell.value == "Y" for cell in cells) else "N", flags=flags, note=note)
    if len({(cell.value, cell.reason) for cell in cells}) == 1:
        return Fate.MERGED, Cell(cells[0].value, cells[0].reason, flags if cells[0].reason is None else "", note, cells[0].due)
    return Fate.CONFLICT, None


def _cell(part: _Part, value: str, known: Field, form: Form) -> Cell:
    row = part.row
    if value and known.type.numeric:
        try:
            number = Decimal(value) * part.factor
        except InvalidOperation:
            raise Unclear("no number") from None
        scaled = number.scaleb(known.places)
        if scaled != scaled.to_integral_value():
            raise InvalidOperation
        text = f"{number:.{known.places}f}"
        return Cell(read_value(text, known, form), None, row.flags, unescape(row.note), row.due)
    read = read_value(value, known, form) if value else None
    return Cell(read, Reason(row.reason) if row.reason else None, row.flags, unescape(row.note), row.due)


def _shown(row: FactRow) -> str:
    return row.value or row.reason


def _text(cell: Cell, known: Field) -> str:
    if cell.reason is not None:
        return cell.reason.value
    if isinstance(cell.value, int):
        return f"{Decimal(cell.value).scaleb(-known.places):.{known.places}f}"
    return str(cell.value or "")
