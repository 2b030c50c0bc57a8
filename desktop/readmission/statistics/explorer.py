"""The older Data Explorer's CSV: a figure a line, labels or codes in its cells, thousands set apart, flags and footnotes beside.

It is written in Windows-1252 or UTF-8 and does not say which data set it is; the name it was saved under often does.
"""

import re
from collections.abc import Iterator
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, WrongColumns
from readmission.statistics.delimited import headings, read_delimited
from readmission.statistics.labels import Labels
from readmission.statistics.observations import Observation, Unmapped, read_flags, read_period, read_value
from readmission.statistics.source import Source

_TIME: Final = "time"
_VALUE: Final = "value"
_FLAGS: Final = ("flag and footnotes", "flags and footnotes", "flag", "flags")
_THOUSANDS: Final = re.compile(r"(?<=[0-9])[\s,.\u00a0\u202f'](?=[0-9]{3}(?:\D|$))")
_FOOTNOTE: Final = re.compile(r"\([^)]*\)")
_LETTERS: Final = re.compile(r"[A-Za-z]{0,4}", re.ASCII)


def is_explorer(head: str) -> bool:
    """Whether a file that begins with this line is one of these."""
    found = {heading.strip().casefold() for heading in headings(head)}
    return {_TIME, _VALUE} <= found and any(name.startswith("geo") for name in found)


def read_explorer(source: Source, dataset: str, labels: Labels, unmapped: Unmapped) -> Iterator[Observation]:
    """The figures whose labels are known; what is not is counted in `unmapped`."""
    lines = read_delimited(source, older=True)
    _, head = next(lines, (1, []))
    names = [heading.strip().removeprefix("\ufeff").casefold() for heading in head]
    if len(set(names)) != len(names) or not {_TIME, _VALUE} <= set(names):
        raise WrongColumns(source.name, wanted="TIME, GEO, CITIZEN, …, Value", found=", ".join(head)[:200] or "none")
    time, value = names.index(_TIME), names.index(_VALUE)
    flags = next((names.index(name) for name in _FLAGS if name in names), None)
    # A column of labels beside its column of codes says nothing new.
    dimensions = {
        place: _dimension(name, labels, source)
        for place, name in enumerate(names)
        if place not in {time, value, flags} and name.removesuffix("_label") not in set(names) - {name}
    }
    for line, fields in lines:
        if len(fields) != len(head):
            raise LineUnreadable(
                source.name, line=line, why=Phrase("{found} columns instead of {wanted}", found=len(fields), wanted=len(head))
            )
        found = {name: labels.code(name, fields[place]) for place, name in dimensions.items()}
        lost = next((place for place, name in dimensions.items() if found[name] is None), None)
        if lost is not None:
            unmapped.add(dimensions[lost], fields[lost])
            continue
        yield Observation(
            dataset,
            {name: code for name, code in found.items() if code is not None},
            read_period(fields[time], source.name, line),
            read_value(_THOUSANDS.sub("", fields[value]), source.name, line),
            "" if flags is None else letters_of(fields[flags], source.name, line),
            line=line,
        )


def letters_of(text: str, name: str, line: int) -> str:
    """The flags of a cell that may hold a footnote too: its letters, not its sentences; `confidential` and the like are words."""
    bare = _FOOTNOTE.sub("", text).replace(":", " ")
    first = bare.split("\n", 1)[0].strip()
    word = first.split(" ", 1)[0].strip(",;")
    return read_flags(word, name, line) if _LETTERS.fullmatch(word) else ""


def _dimension(heading: str, labels: Labels, source: Source) -> str:
    found = labels.dimension(heading)
    if found is None:
        raise WrongColumns(source.name, wanted=Phrase("headings of known dimensions"), found=heading[:60])
    return found
