"""The reference files that ship with the program."""

from pathlib import Path
from typing import Final

from readmission import assets
from readmission.statistics.columns import read_lines
from readmission.statistics.country_codes import read_country_codes
from readmission.statistics.extract import ReferenceExtract, read_extract
from readmission.statistics.labels import Labels, read_labels
from readmission.statistics.visa_list import VisaList, read_visa_list

FOLDER: Final = "reference"
PREFILLED_COLUMNS: Final = ("place", "state", "value")
ALTERNATIVE_COLUMNS: Final = ("iso2", "eurostat", "note")
FACT_COLUMNS: Final = ("country", "place", "since", "value")


def country_codes() -> dict[str, str]:
    """Eurostat's country codes by ISO code."""
    name = "eurostat_codes.csv"
    return read_country_codes(_shipped(name).read_bytes(), name=name)


def alternatives() -> dict[str, tuple[str, str]]:
    """What else a citizenship is published as, by ISO code: the code and how it differs."""
    name = "eurostat_alternatives.csv"
    return {
        row["iso2"]: (row["eurostat"], row["note"])
        for _, row in read_lines(_shipped(name).read_bytes(), ALTERNATIVE_COLUMNS, name)
    }


def labels() -> Labels:
    """The codes of labels that downloads hold in their place; names of countries come from the form as well."""
    name = "eurostat_labels.csv"
    return read_labels(_shipped(name).read_bytes(), name=name)


def visa_list() -> VisaList:
    """The dated list of countries whose nationals need a visa."""
    name = "visa_list.csv"
    return read_visa_list(_shipped(name).read_bytes(), name=name)


def prefilled() -> dict[str, dict[str, str]]:
    """What the Commission states about each reporting state: texts of values by state and place."""
    name = "prefilled.csv"
    found: dict[str, dict[str, str]] = {}
    for _, row in read_lines(_shipped(name).read_bytes(), PREFILLED_COLUMNS, name):
        found.setdefault(row["state"], {})[row["place"]] = row["value"]
    return found


def facts(year: int) -> dict[str, dict[str, str]]:
    """What the Commission states about each third country: texts of values by country and place.

    A fact that began after the reporting year, by the ISO date in `since`, is none of that year.
    """
    name = "facts.csv"
    found: dict[str, dict[str, str]] = {}
    for _, row in read_lines(_shipped(name).read_bytes(), FACT_COLUMNS, name):
        if row["since"][:4] <= str(year):
            found.setdefault(row["country"], {})[row["place"]] = row["value"]
    return found


def extract_file() -> Path:
    """The extract with the figures of 2014 to 2016, from which rehearsals are made."""
    return _shipped("eurostat_2014_2016.csv")


def extract() -> ReferenceExtract:
    """The figures of 2014 to 2016."""
    path = extract_file()
    return read_extract(path.read_bytes(), country_codes(), name=path.name)


def _shipped(name: str) -> Path:
    return assets.forms() / FOLDER / name
