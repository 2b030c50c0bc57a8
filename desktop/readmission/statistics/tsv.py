r"""Eurostat's own tab-separated files: a series a line, a period a column, the head `freq,citizen,…,geo\TIME_PERIOD`.

The order of dimensions and periods is that of the head, whatever it is. A series without any figure has no line.
"""

import re
from collections.abc import Iterator

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, WrongColumns
from readmission.statistics.observations import Observation, read_flags, read_period, read_value, split_flagged
from readmission.statistics.source import Source

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def is_tsv(head: str) -> bool:
    """Whether a file that begins with this line is one of these."""
    first, tab, _ = head.partition("\t")
    return bool(tab) and first.partition("\\")[2].strip().casefold() in {"time_period", "time"}


def read_tsv(source: Source, dataset: str) -> Iterator[Observation]:
    """The figures, an empty place of a table left out; the file does not say which data set it is, nor when it was updated."""
    lines = enumerate(source.lines(), start=1)
    _, head = next(lines, (1, ""))
    first, *periods = head.rstrip("\r\n").split("\t")
    names = [name.strip().casefold() for name in first.partition("\\")[0].split(",")]
    if not is_tsv(head) or len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
        raise WrongColumns(source.name, wanted="freq,citizen,…,geo\\TIME_PERIOD", found=first[:200] or "none")
    times = [read_period(period, source.name, 1) for period in periods]
    # Rounded figures repeat: each text is understood once.
    read: dict[str, tuple[int | None, str] | None] = {}
    for number, line in lines:
        key, *figures = line.rstrip("\r\n").split("\t")
        codes = [code.strip() for code in key.split(",")]
        if len(codes) != len(names) or len(figures) != len(times):
            raise LineUnreadable(source.name, line=number, why=Phrase("another number of columns than in the first line"))
        dimensions = dict(zip(names, codes, strict=True))
        for time, figure in zip(times, figures, strict=True):
            if figure not in read:
                read[figure] = _figure(figure, source, number)
            stated = read[figure]
            if stated is not None:
                yield Observation(dataset, dimensions, time, *stated, line=number)


def _figure(text: str, source: Source, line: int) -> tuple[int | None, str] | None:
    if not text.strip():
        return None
    value, flags = split_flagged(text, source.name, line)
    return read_value(value, source.name, line), read_flags(flags, source.name, line)
