"""Finds what the rows and columns of a sheet stand for, in any reasonable layout: where the headings are, and what each means."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from readmission.form.model import DimensionKind, Table
from readmission.sheets.grid import HEAD_ROWS, Grid
from readmission.sheets.vocabulary import COUNTRY, MAX_HEADING, Column, Part, Vocabulary, dimension_codes

HEADINGS_ABOVE: Final = 5
MAX_TURNED: Final = 200_000

_LEAST_KNOWN: Final = 0.6
_CODE_WEIGHT: Final = 10
_LABEL_WEIGHT: Final = 2


@dataclass(frozen=True)
class Layout:
    """What the headings of a sheet say.

    `columns` are the fields by column, `keys` the columns of dimensions by the dimension's code, `unclear` the headings that may
    mean several fields, `unknown` those that mean none; `country` is the one country that the whole sheet is about.
    """

    grid: Grid
    head: int
    columns: Mapping[int, Column]
    keys: Mapping[str, int]
    unclear: Mapping[int, frozenset[Column]] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    country: str = ""


def find_layout(grid: Grid, words: Vocabulary) -> Layout | None:
    """The layout of a sheet with countries down and fields across, or the reverse; None where no heading is known."""
    score, head = _best_row(grid, words)
    doubtful = score <= 2 * _CODE_WEIGHT and not (score and _all_known(grid, head, words))
    if doubtful and len(grid.rows) * max(1, grid.right - grid.left) <= MAX_TURNED:
        turned = grid.exchanged()
        turned_score, turned_head = _best_row(turned, words)
        if turned_score > score:
            grid, score, head = turned, turned_score, turned_head
    return _layout(grid, head, words) if score else None


def is_heading_again(layout: Layout, row: int, words: Vocabulary) -> bool:
    """Whether a row below the headings says them once more, in other words."""
    known = sum(bool(words.columns(layout.grid.shown(row, column))) for column in layout.columns)
    return known * 2 > len(layout.columns)


def country_of_sheet(grid: Grid, words: Vocabulary) -> str:
    """The country that the name of a sheet names, as `GN`, `D.GN` or `Guinea`."""
    name = grid.name.strip()
    return words.country(name.removeprefix("D.")) or "" if name else ""


def _best_row(grid: Grid, words: Vocabulary) -> tuple[int, int]:
    best, head = 0, 0
    for row, cells in grid.heads:
        # A label that fills a column, as the steps of a procedure do, makes no row of headings of it: each counts once.
        texts = {text for _, text in cells if len(text) <= MAX_HEADING}
        fields = [text for text in texts if any(column.part is not Part.IGNORED for column in words.columns(text))]
        weight = sum(_CODE_WEIGHT if words.coded(text) else _LABEL_WEIGHT for text in fields)
        keys = sum(bool(words.keys(text)) for text in texts) if fields else 0
        if weight + keys > best:
            best, head = weight + keys, row
    return best, head


def _all_known(grid: Grid, head: int, words: Vocabulary) -> bool:
    """Whether each heading of a row is a field or a dimension, and there are both."""
    texts = [text for _, text in grid.heads[head - grid.top][1]]
    keys = [text for text in texts if words.keys(text)]
    return bool(keys) and len(keys) < len(texts) and all(words.keys(text) or words.columns(text) for text in texts)


def _layout(grid: Grid, head: int, words: Vocabulary) -> Layout:
    headings = dict(grid.heads[head - grid.top][1])
    meant = {column: words.columns(text) for column, text in headings.items()}
    table = (
        words.table(grid.name) or (words.table(grid.file.rpartition(".")[0]) if grid.text else None) or _title(grid, head, words)
    )
    likely = table.id if table else _most_named(meant)
    columns: dict[int, Column] = {}
    unclear: dict[int, frozenset[Column]] = {}
    for place, candidates in meant.items():
        chosen = _chosen(candidates, _above(grid, head, place, words), likely)
        if len(chosen) == 1:
            columns[place] = next(iter(chosen))
        elif chosen:
            unclear[place] = chosen
    rest = [place for place in headings if place not in columns and place not in unclear]
    tables = [words.tables[name] for name in dict.fromkeys(column.table for column in columns.values() if column.table)]
    if table is not None and table not in tables:
        tables.append(table)
    keys = _keys(grid, head, headings, rest, tables, words)
    if table is not None:
        columns |= _options(headings, [place for place in rest if place not in keys.values()], table, words)
    ignored = {place for place, column in columns.items() if column.part is Part.IGNORED}
    unknown = tuple(
        place
        for place in rest
        if place not in keys.values() and place not in columns and (tables or not words.keys(headings[place]))
    )
    # A dimension of this table may be a field of others; its column is read.
    unclear = {place: candidates for place, candidates in unclear.items() if place not in keys.values()}
    kept = {place: column for place, column in columns.items() if place not in ignored and place not in keys.values()}
    return Layout(grid, head, kept, keys, unclear, unknown, country_of_sheet(grid, words))


def _chosen(candidates: frozenset[Column], above: str, likely: str) -> frozenset[Column]:
    for table in (above, likely):
        fitting = frozenset(column for column in candidates if column.table == table)
        if table and fitting:
            return fitting
    return candidates


def _above(grid: Grid, head: int, column: int, words: Vocabulary) -> str:
    """The table that a heading above this one names, as where one heading spans several columns."""
    for row in range(head - 1, max(grid.top, head - HEADINGS_ABOVE) - 1, -1):
        text = grid.shown(row, column)
        table = words.table(text) if text else None
        if table is not None:
            return table.id
    return ""


def _title(grid: Grid, head: int, words: Vocabulary) -> Table | None:
    """The table that a title over all headings names."""
    for _, cells in grid.heads[: head - grid.top]:
        texts = {text for _, text in cells}
        table = words.table(texts.pop()) if len(texts) == 1 else None
        if table is not None:
            return table
    return None


def _most_named(meant: Mapping[int, frozenset[Column]]) -> str:
    named = Counter(table for columns in meant.values() for table in {column.table for column in columns} if table)
    first = named.most_common(2)
    return "" if not first or (len(first) > 1 and first[0][1] == first[1][1]) else first[0][0]


def _keys(
    grid: Grid, head: int, headings: Mapping[int, str], rest: list[int], tables: list[Table], words: Vocabulary
) -> dict[str, int]:
    """The columns in which the keys stand: by their headings, else by what stands below."""
    needed = {
        code: dimension for table in tables for code, dimension in zip(dimension_codes(table), table.dimensions, strict=True)
    }
    found: dict[str, int] = {}
    for place, text in headings.items():
        for code in words.keys(text) & needed.keys():
            # A column that bears the very code outranks one with a label.
            if code not in found or text.strip() == code:
                found[code] = place
    for code, dimension in needed.items():
        if code in found or dimension.kind is DimensionKind.ROWS:
            continue
        for place in range(grid.left, grid.right):
            free = place not in found.values() and (place in rest or place not in headings or headings[place].endswith(".name"))
            if free and _share_known(grid, head, place, code, dimension.codelist, words) >= _LEAST_KNOWN:
                found[code] = place
                break
    return found


def _share_known(grid: Grid, head: int, place: int, code: str, codelist: str, words: Vocabulary) -> float:
    texts = [text for row in range(head + 1, min(grid.bottom, head + 1 + HEAD_ROWS)) if (text := grid.shown(row, place))]
    if not texts:
        return 0.0
    names = words.form.codelists.get(codelist)
    known = [words.country(text) if code == COUNTRY else names and words.member(names, text) for text in texts]
    return sum(map(bool, known)) / len(texts)


def _options(headings: Mapping[int, str], rest: list[int], table: Table, words: Vocabulary) -> dict[int, Column]:
    """Columns whose headings are options of a multiple choice that has one field."""
    codelist = words.form.codelists.get(table.dimensions[-1].codelist) if table.dimensions else None
    if codelist is None or len(table.fields) != 1 or table.dimensions[-1].kind is not DimensionKind.CODES:
        return {}
    found = {place: words.member(codelist, headings[place]) for place in rest}
    return {place: Column(table.id, table.fields[0].id, (code,)) for place, code in found.items() if code}
