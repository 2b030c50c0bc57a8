"""The tables that printed SQL runs over: how a form's answers lie in SQLite for the oracle of the engine.

For each table of the form there are two SQL tables, `"T01"` and `"T01.last"`, with a text column for each dimension (the primary
key) and four columns for each field:

- `"RD"`: the value, an integer (number: scaled, date: proleptic ordinal, yes/no: 1 or 0) or text (code, text, reference); NULL
  unless the state is `v`;
- `"RD.state"`: `v` value, `u` unknown, `x` void;
- `"RD.reason"`: the reason that stands in the relevant cell, or NULL;
- `"RD.flags"`: the flags of the relevant cell as letters, `''` without any.

A row of either table exists for each row of this round (for a list: for each row of that year's list). `"parameter"` holds
(`name`, `value`) as scaled integers, `"code"` holds (`codelist`, `code`, `rank`). Texts compare by code points (BINARY).
The connection offers `regexp(pattern, text)`, which says whether a whole text fits a pattern.
"""

from readmission.form.expression.names import Names
from readmission.form.model import FieldType
from readmission.form.nodes import Period

PARAMETERS = '"parameter"'
CODES = '"code"'
_TEXTS = (FieldType.CODE, FieldType.TEXT, FieldType.REFERENCE)


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def table_name(table: str, period: Period) -> str:
    """The SQL table of a form's table in one year, quoted."""
    return quoted(table if period is Period.NOW else f"{table}.last")


def create_statements(names: Names) -> list[str]:
    """The statements that create every table of a form."""
    statements = [
        f"CREATE TABLE {PARAMETERS} (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
        f"CREATE TABLE {CODES} (codelist TEXT, code TEXT, rank INTEGER, PRIMARY KEY (codelist, code))",
    ]
    for table in names.tables.values():
        dimensions = [quoted(dimension.id) for dimension in table.dimensions]
        columns = [f"{dimension} TEXT NOT NULL" for dimension in dimensions]
        for field in table.fields:
            columns += [
                f"{quoted(field.id)} {'TEXT' if field.type in _TEXTS else 'INTEGER'}",
                f"{quoted(f'{field.id}.state')} TEXT NOT NULL",
                f"{quoted(f'{field.id}.reason')} TEXT",
                f"{quoted(f'{field.id}.flags')} TEXT NOT NULL",
            ]
        if dimensions:
            columns.append(f"PRIMARY KEY ({', '.join(dimensions)})")
        statements += [f"CREATE TABLE {table_name(table.id, period)} ({', '.join(columns)})" for period in Period]
    return statements
