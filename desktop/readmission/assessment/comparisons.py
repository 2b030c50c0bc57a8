"""Where the answers of several states on one country do not fit together: no mistake of any of them, but something to ask."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from readmission.answers.model import Key, Place
from readmission.assessment.method import Method
from readmission.assessment.result import Note, NoteKind
from readmission.assessment.scope import ROUNDING
from readmission.assessment.submission import Submission
from readmission.form.method import Comparison, ComparisonKind
from readmission.form.model import Form

_Remarks: TypeAlias = Iterator[Note]


def remarks(form: Form, country: str, submissions: Sequence[Submission], method: Method) -> _Remarks:
    """The remarks on one country, in the order of the form's comparisons."""
    for comparison in form.comparisons.values():
        yield from _KINDS[comparison.kind](comparison, country, submissions, method)


def _published_sum(comparison: Comparison, country: str, submissions: Sequence[Submission], method: Method) -> _Remarks:
    """The sum over the states that have both numbers; each published one may lie as far off as rounding puts it."""
    assert comparison.against is not None
    (table, field), (published_table, published_field) = comparison.fields[0], comparison.against
    pairs: list[tuple[int, int]] = []
    for one in submissions:
        own = one.answers.cell(Place(table, (country,), field)).value
        published = one.reference.cell(Place(published_table, (country,), published_field)).value if one.reference else None
        if isinstance(own, int) and isinstance(published, int):
            pairs.append((own, published))
    total, stated = sum(own for own, _ in pairs), sum(published for _, published in pairs)
    allowed = max(Fraction(ROUNDING * len(pairs)), method.sum_share * stated / 100)
    if abs(total - stated) > allowed:
        values = (("comparison", comparison.id), ("states", len(pairs)), ("sum", total), ("published", stated))
        yield Note(NoteKind.PUBLISHED_SUM, comparison.id, values)


def _same_rows(comparison: Comparison, country: str, submissions: Sequence[Submission], method: Method) -> _Remarks:
    """Rows of different states that name the same thing and say something else of it."""
    del method
    table = comparison.fields[0][0]
    said: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in submissions:
        for row in _rows(one, table, country):
            name = _text(one, Place(table, row, comparison.key)).casefold()
            told = tuple(_text(one, Place(table, row, field)) for _, field in comparison.fields)
            if name and all(told):
                said[name][told].add(one.state)
    for name, ways in sorted(said.items()):
        states = set().union(*ways.values())
        if len(ways) > 1 and len(states) > 1:
            values = (("comparison", comparison.id), ("name", name), ("states", " ".join(sorted(states))))
            yield Note(NoteKind.ROWS_DIFFER, comparison.id, values)


def _same_code(comparison: Comparison, country: str, submissions: Sequence[Submission], method: Method) -> _Remarks:
    """The code that most states give, where too many give another."""
    for table, field in comparison.fields:
        given: dict[Key, Counter[str]] = defaultdict(Counter)
        for one in submissions:
            for row in _rows(one, table, country):
                code = _text(one, Place(table, row, field))
                if code:
                    given[row][code] += 1
        for row, codes in sorted(given.items()):
            most, count = min(codes.items(), key=lambda entry: (-entry[1], entry[0]))
            total = codes.total()
            if total >= method.class_minimum_states and 100 * count < method.same_share * total:
                place = str(Place(table, row, field))
                values = (("comparison", comparison.id), ("place", place), ("code", most), ("count", count), ("states", total))
                yield Note(NoteKind.CODES_DIFFER, comparison.id, values)


def _rows(one: Submission, table: str, country: str) -> list[Key]:
    return sorted({place.key for place in one.answers.cells if place.table == table and place.key[0] == country})


def _text(one: Submission, place: Place) -> str:
    value = one.answers.cell(place).value
    return "" if value is None else str(value).strip()


_KINDS: Final[Mapping[ComparisonKind, Callable[[Comparison, str, Sequence[Submission], Method], _Remarks]]] = {
    ComparisonKind.PUBLISHED_SUM: _published_sum,
    ComparisonKind.SAME_ROWS: _same_rows,
    ComparisonKind.SAME_CODE: _same_code,
}
