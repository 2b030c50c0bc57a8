"""Which field, parameter or dimension a name stands for: `RD`, `T01.RD`, `B0_02["CH"].chosen`, `swing`, `stage`.

A field of another table has one value here only if its row follows from this one: its dimensions, less the pinned ones, are among
those at hand. All others are for aggregates.
"""

import ast

from readmission.form.expression.problem import did_you_mean
from readmission.form.expression.reading import Reading, Reference, Scope
from readmission.form.model import DimensionKind, Origin
from readmission.form.nodes import Column, Coordinate, Kind, Node, Parameter, Period, Type


def read_name(reading: Reading, part: ast.Name, scope: Scope) -> Node | None:
    """A bare name: a family's member, a field of the own table, a parameter or a dimension."""
    name = part.id
    if name in scope.bound:
        return column(reading, part, scope.bound[name], scope)
    meanings = _meanings(reading, name, scope)
    if len(meanings) > 1:
        reading.wrong(part, f"“{name}” is both {' and '.join(meanings)}; one of them needs another name")
        return None
    if name in reading.names.tables[scope.table].by_id:
        return column(reading, part, Reference(scope.table, name), scope)
    type_ = reading.names.parameter_type(name)
    if type_ is not None:
        return Parameter(type_, name)
    if name in scope.dimensions:
        return _coordinate(reading, part, name)
    reading.wrong(part, _unknown(reading, name, scope))
    return None


def read_field(reading: Reading, part: ast.Attribute, scope: Scope) -> Node | None:
    """`table.field`, or `table["code"].field`."""
    reference = reference_of(reading, part, scope)
    return column(reading, part, reference, scope) if reference else None


def reference_of(reading: Reading, part: ast.expr, scope: Scope) -> Reference | None:
    """The field that a part names, whatever rows it has; None with a problem when it names none."""
    if isinstance(part, ast.Attribute):
        return _reference_elsewhere(reading, part)
    if not isinstance(part, ast.Name):
        reading.wrong(part, "a field is needed here")
    elif part.id in scope.bound:
        return scope.bound[part.id]
    elif part.id in reading.names.tables[scope.table].by_id:
        return Reference(scope.table, part.id)
    else:
        reading.wrong(part, _unknown(reading, part.id, scope))
    return None


def _reference_elsewhere(reading: Reading, part: ast.Attribute) -> Reference | None:
    inner = part.value.value if isinstance(part.value, ast.Subscript) else part.value
    if not isinstance(inner, ast.Name):
        reading.wrong(part, "a point stands between a table and its field only")
        return None
    table = reading.names.tables.get(inner.id)
    if table is None:
        reading.wrong(inner, f"there is no table “{inner.id}”{did_you_mean(inner.id, reading.names.tables)}")
        return None
    fixed = _pinned(reading, part.value, inner.id) if isinstance(part.value, ast.Subscript) else ()
    if part.attr not in table.by_id:
        reading.wrong(part, f"{table.id} has no field “{part.attr}”{did_you_mean(part.attr, table.by_id)}")
        return None
    return None if fixed is None else Reference(table.id, part.attr, fixed)


def column(reading: Reading, part: ast.expr, reference: Reference, scope: Scope) -> Column | None:
    """The field in the row at hand; None with a problem when it has several values here."""
    table = reading.names.tables[reference.table]
    if scope.period is Period.LAST and table.origin is Origin.REFERENCE:
        reading.wrong(part, f"{table.id} holds reference figures, of which there is no last year")
        return None
    pinned = dict(reference.fixed)
    free = [dimension.id for dimension in table.dimensions if dimension.id not in pinned and dimension.id not in scope.dimensions]
    if free:
        reading.wrong(part, _several(reading, reference, free))
        return None
    type_ = reading.names.field_type(table.by_id[reference.field])
    return Column(type_, reference.table, reference.field, scope.period, reference.fixed)


def check_code(reading: Reading, part: ast.expr | int, code: str, codelist: str) -> bool:
    """Whether a list has a code; a problem when it has not."""
    known = reading.names.codelists.get(codelist)
    if known is None:
        # The countries of a round may come without a list in the form: their codes have a shape only.
        if codelist or not (len(code) == 2 and code.isascii() and code.isupper()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
            reading.wrong(part, f"“{code}” is not in code list {codelist}" if codelist else f"“{code}” is not a country code")
            return False
        return True
    if code not in known.by_id:
        reading.wrong(part, f"“{code}” is not in code list {codelist}{did_you_mean(code, known.by_id)}")
        return False
    return True


def _meanings(reading: Reading, name: str, scope: Scope) -> list[str]:
    meanings = []
    if name in reading.names.tables[scope.table].by_id:
        meanings.append(f"a field of {scope.table}")
    if reading.names.parameter_type(name) is not None:
        meanings.append("a parameter")
    if name in scope.dimensions:
        meanings.append("a dimension")
    return meanings


def _unknown(reading: Reading, name: str, scope: Scope) -> str:
    names = reading.names
    if name in names.tables:
        return f"“{name}” is a table; a field of it is written {name}.FIELD"
    elsewhere = [f"{table.id}.{name}" for table in names.tables.values() if name in table.by_id]
    if elsewhere:
        return f"{scope.table} has no field “{name}”; did you mean “{elsewhere[0]}”?"
    if name.casefold() in ("true", "false"):
        return f"unknown name “{name}”; did you mean “{name.capitalize()}”?"
    own = names.tables[scope.table].by_id
    return f"unknown name “{name}”{did_you_mean(name, [*scope.bound, *own, *names.parameter_names(), *scope.dimensions])}"


def _several(reading: Reading, reference: Reference, free: list[str]) -> str:
    shown = f"{reference.table}.{reference.field}"
    sentence = f"“{shown}” has several values here, one for each {' and '.join(free)}; use sum(), any() or all()"
    codes = reading.names.code_dimensions(reference.table)
    if not reference.fixed and [dimension.id for dimension in codes] == free:
        places = ", ".join('"…"' for _ in codes)
        return f"{sentence}, or one code: {reference.table}[{places}].{reference.field}"
    return sentence


def _coordinate(reading: Reading, part: ast.Name, name: str) -> Node | None:
    dimension = reading.names.dimension(name)
    if dimension is None or dimension.kind is DimensionKind.ROWS:
        reading.wrong(part, f"“{name}” tells the rows of a list apart and is no code")
        return None
    return Coordinate(Type(Kind.CODE, codelist=dimension.codelist), name)


def _pinned(reading: Reading, part: ast.Subscript, table: str) -> tuple[tuple[str, str], ...] | None:
    dimensions = reading.names.code_dimensions(table)
    given = part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
    if len(given) != len(dimensions):
        wanted = ", ".join(dimension.id for dimension in dimensions) or "no code"
        reading.wrong(part.slice, f"{table}[…] takes {wanted}, not {len(given)} codes" if dimensions else f"{table} has no codes")
        return None
    pins = []
    for code, dimension in zip(given, dimensions, strict=True):
        text = reading.text(code)
        if text is None:
            reading.wrong(code, f"a code of {dimension.codelist} in quotation marks is needed here")
        elif check_code(reading, code, text, dimension.codelist):
            pins.append((dimension.id, text))
    return tuple(pins) if len(pins) == len(dimensions) else None
