"""Which questions of a survey stand for which fields, and from where an expression sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from readmission.form.expression.names import Names
from readmission.form.model import Table
from readmission.form.nodes import Column

Codes: TypeAlias = tuple[tuple[str, str], ...]


class CannotSay(Exception):
    """An expression has no exact counterpart in a survey; the text says why, to stand after “left out, because”."""


@dataclass(slots=True)
class Questions:
    """The questions of a survey.

    `single` names the question of a field in the rows with these codes, `multiple` the question that has a field's rows as its
    options, with the dimension of the options. `repeats` are the questions' groups that stand for a list's rows, `keys` the
    questions that say which row one is in, and `scopes` the groups, from outside, that a table's rows are repeated in.
    """

    tables: Mapping[str, Table]
    single: dict[tuple[str, str, Codes], str] = field(default_factory=dict)
    multiple: dict[tuple[str, str, Codes], tuple[str, str]] = field(default_factory=dict)
    repeats: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse_unknown(self, table: str) -> None:
        """Raise CannotSay for a table that is not in the survey."""
        if table not in self.scopes:
            raise CannotSay(f"it reads table {table}, which is not in the survey")

    def reaches(self, here: str, there: str) -> bool:
        """Whether a row of one table knows its row of the other."""
        scope = self.scopes[there]
        return self.scopes[here][: len(scope)] == scope

    def key(self, dimension: str, here: str) -> str:
        """The question that says which code of a dimension a row is for."""
        if dimension not in self.keys or dimension not in {part.id for part in self.tables[here].dimensions}:
            raise CannotSay(f"it asks for the row's {dimension}, which is no question of the survey")
        return self.keys[dimension]

    def find(self, column: Column, here: str, pinned: Mapping[str, str]) -> tuple[str, str]:
        """The question of a field seen from a row of a table, and the option where it is one of several."""
        self.refuse_unknown(column.table)
        if not self.reaches(here, column.table):
            raise CannotSay(f"it reads {column.table}.{column.field} of other rows")
        known = {**pinned, **dict(column.fixed)}
        codes = tuple((part.id, known[part.id]) for part in self.tables[column.table].dimensions if part.id in known)
        if (column.table, column.field, codes) in self.single:
            return self.single[column.table, column.field, codes], ""
        for place, (dimension, option) in enumerate(codes):
            others = (*codes[:place], *codes[place + 1 :])
            name, options = self.multiple.get((column.table, column.field, others), ("", ""))
            if options == dimension:
                return name, option
        raise CannotSay(f"it reads {column.table}.{column.field}, which is not in the survey")

    def conditional(self, table: str, name: str) -> bool:
        """Whether a field is not always asked."""
        found = self.tables[table]
        return found.relevant is not None or found.by_id[name].relevant is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an expression is printed: the table, the codes that are fixed there, and the question that is `.` there."""

    names: Names
    questions: Questions
    table: str
    pinned: tuple[tuple[str, str], ...] = ()
    own: str = ""
    only_own: bool = False

    def named(self, question: str) -> str:
        """A reference to a question."""
        if question == self.own:
            return "."
        if self.only_own:
            raise CannotSay("within the rows of a list it reads more than one question of the list")
        return f"${{{question}}}"

    def within(self, codes: tuple[tuple[str, str], ...]) -> "Spot":
        """The same place with further codes fixed."""
        return replace(self, pinned=tuple({**dict(self.pinned), **dict(codes)}.items()))


def quoted(text: str) -> str:
    """A text as XPath writes it; raises CannotSay for one with both quotation marks."""
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise CannotSay("it has a text with both kinds of quotation marks")
    return f'"{text}"'
