"""SDMX-CSV 1.0 and 2.0 as Eurostat's services deliver it: a figure a line, dimensions by their headings.

Labels may stand beside codes in the same cell (`GN:Guinea`) or in columns of their own; they are not needed and not read.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, WrongColumns
from readmission.statistics.delimited import headings, read_delimited
from readmission.statistics.observations import Observation, read_flags, read_moment, read_period, read_value
from readmission.statistics.source import Source

_TIME: Final = "TIME_PERIOD"
_VALUE: Final = "OBS_VALUE"
_FLAGS: Final = ("OBS_FLAG", "OBS_STATUS")
_CONFIDENTIAL: Final = ("CONF_STATUS",)
_UPDATED: Final = "LAST UPDATE"
_STRUCTURE: Final = ("DATAFLOW", "STRUCTURE_ID")
_NO_DIMENSION: Final = frozenset(
    {
        _TIME,
        _VALUE,
        *_FLAGS,
        *_CONFIDENTIAL,
        _UPDATED,
        *_STRUCTURE,
        "STRUCTURE",
        "STRUCTURE_NAME",
        "ACTION",
        "SERIES_KEY",
        "OBS_KEY",
    }
)
# `ESTAT:MIGR_EIORD(1.0)`, where a selection that somebody saved has a longer name: `MIGR_EIORD__CUSTOM_1234`.
_DATAFLOW: Final = re.compile(
    r"(?:[A-Za-z0-9_.]+:)?([A-Za-z][A-Za-z0-9_]*?)(?:__custom_[0-9]+)?\([0-9.]+\)(?:: .*)?", re.ASCII | re.I
)
_DIMENSION: Final = re.compile(r"[a-z][a-z0-9_]*|[A-Z][A-Z0-9_]*", re.ASCII)
_CODE: Final = re.compile(r"[A-Za-z0-9_.$@+-]+", re.ASCII)


def is_sdmx(head: str) -> bool:
    """Whether a file that begins with this line is one of these."""
    found = {_id(heading) for heading in headings(head)}
    return {_TIME, _VALUE} <= found and bool(found & set(_STRUCTURE))


def read_sdmx_download(source: Source) -> Iterator[Observation]:
    """The figures in the order of the file; raises WrongColumns or LineUnreadable."""
    lines = read_delimited(source)
    _, head = next(lines, (1, []))
    columns = _columns(head, source.name)
    dimensions = {name.casefold(): place for name, place in columns.items() if name not in _NO_DIMENSION}
    structure = next(columns[name] for name in _STRUCTURE if name in columns)
    flags = [columns[name] for name in _FLAGS if name in columns]
    confidential = [columns[name] for name in _CONFIDENTIAL if name in columns]
    moments: dict[str, datetime | None] = {}
    for line, fields in lines:
        if len(fields) != len(head):
            raise LineUnreadable(
                source.name, line=line, why=Phrase("{found} columns instead of {wanted}", found=len(fields), wanted=len(head))
            )
        said = fields[columns[_UPDATED]] if _UPDATED in columns else ""
        if said not in moments:
            moments[said] = read_moment(said, source.name, line)
        yield Observation(
            _dataset(fields[structure], source.name, line),
            {name: _code(fields[place], source.name, line) for name, place in dimensions.items() if fields[place]},
            read_period(_first(fields[columns[_TIME]]), source.name, line),
            read_value(fields[columns[_VALUE]], source.name, line),
            _letters([_first(fields[place]) for place in flags], [_first(fields[place]) for place in confidential], source, line),
            moments[said],
            line,
        )


def _columns(head: list[str], name: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, heading in enumerate(head):
        found = _id(heading)
        # A heading with blanks or of mixed letters is the label of the column before it.
        if found != _UPDATED and not _DIMENSION.fullmatch(found):
            continue
        if found in columns:
            raise WrongColumns(name, wanted=Phrase("each column once"), found=", ".join(head)[:200])
        columns[found] = place
    if not {_TIME, _VALUE} <= set(columns) or not any(part in columns for part in _STRUCTURE):
        raise WrongColumns(name, wanted="DATAFLOW or STRUCTURE_ID, TIME_PERIOD, OBS_VALUE", found=", ".join(head)[:200] or "none")
    return columns


def _letters(flags: list[str], confidential: list[str], source: Source, line: int) -> str:
    # CONF_STATUS says C for what is confidential; F stands for free and is no flag.
    marks = "c" if any(text.strip().upper() in {"C", "N"} for text in confidential) else ""
    normal = [text for text in flags if text.strip().upper() != "A"]
    return read_flags("".join(normal) + marks, source.name, line)


def _id(heading: str) -> str:
    return _first(heading.strip().removeprefix("\ufeff")).removesuffix("[]")


def _first(text: str) -> str:
    return text.partition(":")[0] if text != ":" else text


def _code(text: str, name: str, line: int) -> str:
    code = _first(text).strip()
    if not _CODE.fullmatch(code):
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” is no code", text=text[:40]))
    return code


def _dataset(text: str, name: str, line: int) -> str:
    match = _DATAFLOW.fullmatch(text.strip())
    if match is None:
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” names no data set", text=text[:60]))
    return match[1].casefold()
