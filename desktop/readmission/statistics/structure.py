"""The data structure of a form's numbers, for statistical offices: what a figure is, by which coordinates it is found.

Each grid that a ministry fills is one data structure, and so is each form in which numbers have coordinates: the reporting state
(REF_AREA), the third country (COUNTERPART), the table's own dimensions, what is counted (MEASURE), the breakdowns of its fields (SEX,
AGE, …) and the year. A field without a coordinate of a breakdown is the total over it, `_T`. `structure_xml` writes it down as SDMX-ML.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from readmission.form.model import DimensionKind, Field, Form, Origin, Shape, Table

MEASURE: Final = "MEASURE"
REF_AREA: Final = "REF_AREA"
COUNTERPART: Final = "COUNTERPART"
TIME_PERIOD: Final = "TIME_PERIOD"
OBS_VALUE: Final = "OBS_VALUE"
OBS_STATUS: Final = "OBS_STATUS"
OBS_FLAG: Final = "OBS_FLAG"
UNIT: Final = "UNIT"
TOTAL: Final = "_T"

_CONCEPTS: Final = {
    REF_AREA: "Reporting state",
    COUNTERPART: "Third country",
    MEASURE: "What is counted",
    TIME_PERIOD: "Year",
    OBS_VALUE: "Figure",
    OBS_STATUS: "Reason why there is no figure, or the status of a figure",
    OBS_FLAG: "All flags of a figure, as letters",
    UNIT: "Unit of the figure",
}
NORMAL: Final = "A"
# The letters of the cross-domain list of SDMX (CL_OBS_STATUS 2.2) where it has one, else our own codes.
REASON_STATUSES: Final = {"NC": "L", "NA": "M", "CONF": "Q", "PEND": "PEND", "DK": "DK", "TECH": "TECH"}
# Flags that this list knows, the weightiest first; a figure has one status, and all its flags stand in OBS_FLAG.
FLAG_STATUSES: Final = ("B", "D", "U", "E", "P")
_STATUSES: Final = {
    NORMAL: "Normal value",
    "B": "Break in series",
    "D": "Definition differs",
    "U": "Low reliability",
    "E": "Estimated",
    "P": "Provisional",
    "L": "Missing: not collected",
    "M": "Missing: not applicable",
    "Q": "Missing: withheld as confidential",
    "PEND": "Missing: pending",
    "DK": "Missing: not known",
    "TECH": "Missing: technical problem",
}
# An identifier of SDMX has neither sign; the two that stand for them are in no code of a form.
_IDENTIFIER: Final = str.maketrans({"+": "$", ".": "@"})
_CODE: Final = str.maketrans({"$": "+", "@": "."})
_NOT_IN_UNITS: Final = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class List:
    """A code list: its codes with their names, in order."""

    id: str
    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension or an attribute: its concept, and the list that its values are from (nothing: a period)."""

    id: str
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class DataStructure:
    """The structure of a table's figures, and the coordinates of each of its fields."""

    id: str
    name: str
    dimensions: tuple[Component, ...]
    attributes: tuple[Component, ...]
    coordinates: dict[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Structures:
    """The code lists, concepts and data structures of a form; `clashes` names fields that share their coordinates."""

    agency: str
    version: str
    title: str
    codelists: dict[str, List] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    structures: list[DataStructure] = field(default_factory=list)
    clashes: list[tuple[str, str]] = field(default_factory=list)


def structures_of(form: Form) -> Structures:
    """The data structures of a form's tables of numbers."""
    found = Structures(form.id.upper().replace("-", "_"), _version(form.edition), form.title)
    tables = [(table, fields) for table in form.tables.values() if (fields := tuple(_numbers(table)))]
    found.concepts.update(_CONCEPTS)
    _add_list(found, form, form.states)
    _add_list(found, form, form.countries)
    _add_breakdowns(found, [(table, part) for table, fields in tables for part in fields])
    found.codelists[OBS_STATUS] = List(OBS_STATUS, _CONCEPTS[OBS_STATUS], tuple(_STATUSES.items()))
    units = dict.fromkeys(part.unit for _table, fields in tables for part in fields if part.unit)
    found.codelists[UNIT] = List(UNIT, _CONCEPTS[UNIT], tuple((unit_code(unit), unit) for unit in units) or ((TOTAL, "number"),))
    for table, fields in tables:
        found.structures.append(_structure(found, form, table, fields))
    return found


def identifier(code: str) -> str:
    """A code of a form as SDMX can write it."""
    return code.translate(_IDENTIFIER)


def code_of(written: str) -> str:
    """The code of a form that SDMX writes in this way."""
    return written.translate(_CODE)


def unit_code(unit: str) -> str:
    """The code of a unit: its words in capitals; the sign % is the word PC, as in Eurostat's list."""
    return _NOT_IN_UNITS.sub("_", unit.upper().replace("%", " PC ")).strip("_") or TOTAL


def _numbers(table: Table) -> Iterator[Field]:
    if table.origin is Origin.MINISTRY and table.shape in (Shape.GRID, Shape.FORM):
        for part in table.fields:
            typed = part.type.numeric and part.calculation is None and not part.prefilled
            if typed and (table.shape is Shape.GRID or part.sdmx):
                yield part


def _version(edition: str) -> str:
    numbers = [str(int(number)) for number in re.findall(r"\d+", edition)][:3]
    return ".".join([*numbers, "0", "0", "0"][:3]) if numbers else "1.0.0"


def _add_list(found: Structures, form: Form, name: str) -> None:
    codelist = form.codelists[name]
    codes = tuple((identifier(code.id), code.label) for code in codelist.codes)
    found.codelists.setdefault(name, List(name, codelist.label, codes))


def _coordinates(part: Field) -> dict[str, str]:
    said = dict(part.sdmx)
    return {MEASURE: part.id} | {name: identifier(code) for name, code in said.items()}


def _add_breakdowns(found: Structures, fields: Iterable[tuple[Table, Field]]) -> None:
    # A code is named after the field that says it with the fewest other coordinates.
    named: dict[str, dict[str, tuple[int, str]]] = {MEASURE: {}}
    for table, part in fields:
        coordinates = _coordinates(part)
        for concept, code in coordinates.items():
            label = f"{table.label}: {part.label}" if concept == MEASURE else part.label
            known = named.setdefault(concept, {}).get(code)
            if known is None or len(coordinates) < known[0]:
                named[concept][code] = (len(coordinates), label)
    for concept, codes in named.items():
        found.concepts.setdefault(concept, concept.replace("_", " ").capitalize())
        total = () if concept == MEASURE else ((TOTAL, "Total"),)
        said = tuple((code, label) for code, (_size, label) in codes.items() if code != TOTAL)
        found.codelists[_breakdown(concept)] = List(_breakdown(concept), found.concepts[concept], (*total, *said))


def _breakdown(concept: str) -> str:
    return f"OF_{concept}"


def _structure(found: Structures, form: Form, table: Table, fields: tuple[Field, ...]) -> DataStructure:
    coordinates = {part.id: _coordinates(part) for part in fields}
    breakdowns = dict.fromkeys(concept for said in coordinates.values() for concept in said if concept != MEASURE)
    dimensions = [Component(REF_AREA, form.states)]
    for dimension in table.dimensions:
        _add_list(found, form, dimension.codelist)
        if dimension.kind is DimensionKind.COUNTRY:
            dimensions.append(Component(COUNTERPART, dimension.codelist))
        else:
            concept = dimension.id.upper()
            concept = f"{concept}_ROW" if concept in breakdowns or concept in _CONCEPTS else concept
            found.concepts.setdefault(concept, form.codelists[dimension.codelist].label)
            dimensions.append(Component(concept, dimension.codelist))
    dimensions += [Component(MEASURE, _breakdown(MEASURE)), *(Component(name, _breakdown(name)) for name in breakdowns)]
    dimensions.append(Component(TIME_PERIOD))
    places = {
        part: tuple((concept, said.get(concept, TOTAL)) for concept in (MEASURE, *breakdowns))
        for part, said in coordinates.items()
    }
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for part, place in places.items():
        if place in first:
            found.clashes.append((f"{table.id}.{first[place]}", f"{table.id}.{part}"))
        first.setdefault(place, part)
    attributes = (Component(OBS_STATUS, OBS_STATUS), Component(OBS_FLAG), Component(UNIT, UNIT))
    return DataStructure(table.id, table.label, tuple(dimensions), attributes, places)
