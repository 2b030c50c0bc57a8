"""Gather the published figures that a round asks for from downloaded files of any known format."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from readmission.form.model import Form
from readmission.sheets.tables import read_tables
from readmission.statistics import shipped
from readmission.statistics.browser import read_browser
from readmission.statistics.extract import read_extract
from readmission.statistics.figures import FileReport, Gathered, Wanted
from readmission.statistics.labels import Labels
from readmission.statistics.observations import Observation
from readmission.statistics.recognition import Format, dataset_of, format_of, read_download
from readmission.statistics.reference import series_asked
from readmission.statistics.source import Source
from readmission.texts import read_catalogue

TOTAL = "TOTAL"
_TEXTS = "texts/"


@dataclass(frozen=True, slots=True)
class Asking:
    """What the files are asked for: the years and reporting states, and the form with the files that name its countries."""

    form: Form
    form_files: Mapping[str, bytes]
    years: tuple[int, ...]
    states: tuple[str, ...]
    others: tuple[str, ...] = ()


def gather(files: Sequence[Path], asking: Asking, *, updated: datetime | None = None) -> Gathered:
    """The figures of all files; `updated` is said for files that do not say it. Raises the error of the first that cannot be used.

    `others` of what is asked are data sets that the form itself does not name.
    """
    gathered = Gathered(shipped.country_codes(), shipped.alternatives())
    labels = _labels(asking)
    known = {dimension: frozenset(codes.values()) for dimension, codes in labels.codes.items()}
    wanted = _wanted(asking, gathered)
    for file in files:
        source = Source(file.read_bytes(), file.name)
        found = format_of(source)
        report = FileReport(file.name, hashlib.sha512(source.data).hexdigest(), found.value)
        if found is Format.EXTRACT:
            gathered.add_extract(read_extract(source.whole(), gathered.codes, name=file.name), report)
        else:
            observations = _observations(source, found, labels, wanted, report)
            gathered.add(observations, wanted, known, report, updated=updated)
    return gathered


def _observations(source: Source, found: Format, labels: Labels, wanted: Wanted, report: FileReport) -> Iterator[Observation]:
    if found is not Format.WORKBOOK:
        return read_download(source, labels, report.unmapped, datasets=wanted.datasets)
    dataset = dataset_of(source.name, wanted.datasets)
    return read_browser(read_tables(source.data), dataset, labels, report.unmapped, name=source.name)


def _wanted(asking: Asking, gathered: Gathered) -> Wanted:
    form = asking.form
    datasets = series_asked(form)
    for other in asking.others:
        datasets[other] = datasets.get(other, frozenset()) | {()}
    countries = {gathered.codes.get(code, code) for code in form.codelists[form.countries].by_id}
    countries |= {code for code, _note in gathered.alternatives.values()}
    return Wanted(
        datasets,
        frozenset(map(str, asking.years)),
        frozenset(gathered.codes.get(state, state) for state in asking.states),
        frozenset(countries | {TOTAL}),
    )


def _labels(asking: Asking) -> Labels:
    form = asking.form
    lists = [form.codelists[name] for name in (form.countries, form.states)]
    names = [(code.id, code.label) for codelist in lists for code in codelist.codes]
    for name, data in asking.form_files.items():
        if name.startswith(_TEXTS):
            names += _translated(data, [codelist.id for codelist in lists])
    return shipped.labels().with_countries(names)


def _translated(data: bytes, lists: Iterable[str]) -> Iterator[tuple[str, str]]:
    wanted = tuple(lists)
    for (context, _english), text in read_catalogue(data).items():
        codelist, _, rest = context.partition(".")
        code, _, part = rest.partition(".")
        if codelist in wanted and part == "label" and text:
            yield code, text
