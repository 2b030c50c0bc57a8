"""Which figures belong together, as the rules of a form say it: no list of pairs is kept beside them."""

from functools import lru_cache
from typing import TypeAlias

from readmission.form.model import FieldType, Form, Origin
from readmission.form.nodes import Column, Compare, Period, walk
from readmission.override import override

Named: TypeAlias = tuple[str, str]


def compared_with(form: Form, table: str, field: str) -> Named | None:
    """The reference figure that a rule compares a field with."""
    return comparisons(form).get((table, field))


def comparisons(form: Form) -> dict[Named, Named]:
    """Every number of a ministry that a rule compares with one reference figure of the same rows."""
    return _comparisons(_Identity(form))


def closing_stocks(form: Form) -> tuple[Named, ...]:
    """The numbers of last year that an opening number of this year has to equal."""
    found: dict[Named, None] = {}
    for rule in form.rules.values():
        for node in walk(rule.check.root):
            if isinstance(node, Compare) and node.operator == "==":
                sides = [side for side in (node.left, node.right) if isinstance(side, Column)]
                before = [side for side in sides if side.period is Period.LAST]
                now = [side for side in sides if side.period is Period.NOW]
                if len(before) == len(now) == 1 and before[0].field != now[0].field:
                    found[before[0].table, before[0].field] = None
    return tuple(found)


class _Identity:
    """A form as a key of the cache: two forms are the same when they are one object."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @override
    def __hash__(self) -> int:
        return hash(self.form.structure)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.form is self.form


@lru_cache(maxsize=4)
def _comparisons(key: _Identity) -> dict[Named, Named]:
    form = key.form
    found: dict[Named, Named] = {}
    for rule in form.rules.values():
        dimensions = form.tables[rule.table].dimensions
        read = [node for node in walk(rule.check.root) if isinstance(node, Column)]
        references = [node for node in read if form.tables[node.table].origin is Origin.REFERENCE]
        own = {(node.table, node.field) for node in read if form.tables[node.table].origin is Origin.MINISTRY}
        for mark in rule.marks:
            marked = form.tables[mark.table].by_id[mark.field]
            fits = (
                len(references) == 1 and (mark.table, mark.field) in own and marked.type in (FieldType.COUNT, FieldType.DECIMAL)
            )
            if fits and form.tables[references[0].table].dimensions == dimensions:
                found.setdefault((mark.table, mark.field), (references[0].table, references[0].field))
    return found
