"""Conditions and calculations that wait for each other: none may, or no order of computing them exists."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from readmission.form.model import Table
from readmission.form.nodes import Column, Expression, Period, walk

Spot: TypeAlias = tuple[str, str]


def cycles(tables: Mapping[str, Table]) -> Iterator[tuple[Spot, ...]]:
    """Each circle of fields whose values depend on each other, starting and ending with the same field."""
    needs = _needs(tables)
    settled: set[Spot] = set()
    for start in needs:
        circle = _circle_from(start, needs, settled)
        if circle:
            yield circle


def _needs(tables: Mapping[str, Table]) -> dict[Spot, tuple[Spot, ...]]:
    # What is expected of people changes no value, so `expected` never closes a circle.
    needs: dict[Spot, tuple[Spot, ...]] = {}
    for table in tables.values():
        of_row = _reads(table.relevant)
        for field in table.fields:
            needs[table.id, field.id] = (*_reads(field.relevant), *_reads(field.calculation), *of_row)
    return needs


def _reads(expression: Expression | None) -> tuple[Spot, ...]:
    if expression is None:
        return ()
    columns = (node for node in walk(expression.root) if isinstance(node, Column))
    return tuple(dict.fromkeys((node.table, node.field) for node in columns if node.period is Period.NOW))


def _circle_from(start: Spot, needs: Mapping[Spot, tuple[Spot, ...]], settled: set[Spot]) -> tuple[Spot, ...] | None:
    # A depth-first walk with its own stack; what was walked to the end once lies on no circle that is still unknown.
    way: dict[Spot, Iterator[Spot]] = {}
    following: Spot | None = start if start not in settled else None
    while following is not None:
        way[following] = iter(needs.get(following, ()))
        following = None
        while way and following is None:
            last = next(reversed(way))
            step = next((spot for spot in way[last] if spot not in settled), None)
            if step is None:
                settled.add(last)
                del way[last]
            elif step in way:
                walked = list(way)
                settled.update(walked)
                return (*walked[walked.index(step) :], step)
            else:
                following = step
    return None
