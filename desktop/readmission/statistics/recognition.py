"""Which format a downloaded file has is read from its content, never from its name."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import ClassVar, Final

from readmission.errors import StatisticsError
from readmission.statistics import extract
from readmission.statistics.delimited import headings
from readmission.statistics.explorer import is_explorer, read_explorer
from readmission.statistics.jsonstat import is_json, read_jsonstat
from readmission.statistics.labels import Labels
from readmission.statistics.observations import Observation, Unmapped
from readmission.statistics.sdmx_download import is_sdmx, read_sdmx_download
from readmission.statistics.source import Source
from readmission.statistics.tsv import is_tsv, read_tsv

_ZIP: Final = b"PK\x03\x04"
_STEM: Final = re.compile(r"[a-z]+(?:_[a-z0-9]+)+", re.ASCII)


class Format(StrEnum):
    """The formats of published figures."""

    EXTRACT = "extract"
    TSV = "TSV"
    SDMX_CSV = "SDMX-CSV"
    JSON_STAT = "JSON-stat"
    EXPLORER = "Data Explorer CSV"
    WORKBOOK = "workbook"


class NotRecognised(StatisticsError):
    """A file is in none of the known formats."""

    code: ClassVar[str] = "RF-09"
    happened: ClassVar[str] = "The file is none of the known formats of published figures; it begins with “{beginning}”."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Download it as TSV, SDMX-CSV, JSON-stat or as a workbook, and hand it over unchanged."


class NoDataset(StatisticsError):
    """Neither a file nor its name says which data set it holds."""

    code: ClassVar[str] = "RF-10"
    happened: ClassVar[str] = "Neither the file nor its name says which data set it holds."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Save it under the name of the data set, such as migr_eiord.tsv."


def format_of(source: Source) -> Format:
    """The format of a file; raises NotRecognised."""
    head = source.head
    if source.data.startswith(_ZIP):
        return Format.WORKBOOK
    text = _text(head)
    if is_json(text):
        return Format.JSON_STAT
    line = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"), maxsplit=1)[0]
    try:
        found = headings(line)
        if sorted(found) == sorted(extract.COLUMNS):
            return Format.EXTRACT
        for form, recognises in ((Format.TSV, is_tsv), (Format.SDMX_CSV, is_sdmx), (Format.EXPLORER, is_explorer)):
            if recognises(line):
                return form
    except csv.Error:
        pass
    raise NotRecognised(source.name, beginning=re.sub(r"[^\x20-\x7e]", "?", line[:40]))


def read_download(source: Source, labels: Labels, unmapped: Unmapped, *, datasets: Iterable[str] = ()) -> Iterator[Observation]:
    """The figures of a text file in any format but our own extract; `datasets` are those whose name a file may bear."""
    found = format_of(source)
    if found is Format.SDMX_CSV:
        return read_sdmx_download(source)
    called = dataset_of(source.name, datasets)
    if found is Format.JSON_STAT:
        return _called(read_jsonstat(source, called), source)
    if not called:
        raise NoDataset(source.name)
    return read_tsv(source, called) if found is Format.TSV else read_explorer(source, called, labels, unmapped)


def dataset_of(name: str, known: Iterable[str] = ()) -> str:
    """The data set that the name of a file says: the longest known one in it, else all before the first point; or nothing."""
    said = re.split(r"[/\\\\]", name.casefold())[-1]
    held = [one for one in known if re.search(rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])", said.replace("__", " "))]
    if held:
        return max(held, key=len)
    stem = said.partition(".")[0].removeprefix("estat_").partition("__custom")[0]
    return stem if _STEM.fullmatch(stem) else ""


def _called(found: Iterator[Observation], source: Source) -> Iterator[Observation]:
    for observation in found:
        if not observation.dataset:
            raise NoDataset(source.name)
        yield observation


def _text(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8", errors="replace")
