"""The tables of a form with their fields: first without expressions, so that expressions can name them; then with them."""

import keyword
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from readmission.form.documents import FieldDocument, TableDocument
from readmission.form.expression.names import Names
from readmission.form.formulas import Formulas
from readmission.form.model import CodeList, Dimension, DimensionKind, Field, FieldType, Section, Shape, Table
from readmission.form.problems import did_you_mean
from readmission.form.sources import Sources, Written

ROWS: Final = "rows"
MAX_TEXT_LENGTH: Final = 4000

# `x` is the field of a family; the others read as something else in an expression.
_TAKEN: Final = frozenset({"x", "fields", "last", "missing", "true", "false"})


@dataclass(slots=True)
class Declared:
    """What tables may refer to; `used` gathers the code lists that something refers to."""

    codelists: Mapping[str, CodeList]
    sections: Mapping[str, Section]
    countries: str
    used: set[str] = field(default_factory=set)
    broken: bool = False


def read_tables(sources: Sources, declared: Declared) -> dict[str, Table]:
    """The tables without their expressions; `declared.broken` says that a type of a field is not known."""
    documents = {name: (document, written) for name, document, written in sources.each("tables")}
    lists = {name for name, (document, _written) in documents.items() if ROWS in document.by.values()}
    meant: dict[str, str] = {}
    for document, written in documents.values():
        for dimension, codelist in document.by.items():
            if meant.setdefault(dimension, codelist) != codelist:
                sentence = f"“{dimension}” means {meant[dimension]} in another table; choose another name."
                written.part("by", dimension).report(sentence, at_key=True)
    return {name: _table(name, document, written, declared, lists) for name, (document, written) in documents.items()}


def with_expressions(sources: Sources, tables: Mapping[str, Table], names: Names) -> dict[str, Table]:
    """The tables with their conditions and calculations."""
    complete = dict(tables)
    seen: set[str] = set()
    for name, document, written in sources.each("tables"):
        if name not in seen:
            seen.add(name)
            complete[name] = _with_expressions(tables[name], document, written, Formulas(names, name))
    return complete


def _with_expressions(table: Table, document: TableDocument, written: Written, formulas: Formulas) -> Table:
    fields = []
    for known in table.fields:
        said, place = document.fields[known.id], written.part("fields", known.id)
        if said.relevant is said.expected is said.calculation is None:
            fields.append(known)
            continue
        fields.append(
            replace(
                known,
                relevant=formulas.condition(place.part("relevant"), said.relevant),
                expected=formulas.condition(place.part("expected"), said.expected),
                calculation=formulas.calculation(place.part("calculation"), said.calculation, known),
            )
        )
    return replace(
        table,
        fields=tuple(fields),
        relevant=formulas.condition(written.part("relevant"), document.relevant),
        expected=formulas.condition(written.part("expected"), document.expected),
    )


def _table(name: str, document: TableDocument, written: Written, declared: Declared, lists: set[str]) -> Table:
    _check_section(document.section, written, declared)
    dimensions = tuple(
        _dimension(dimension, codelist, written.part("by", dimension), declared) for dimension, codelist in document.by.items()
    )
    fields = []
    for identifier, said in document.fields.items():
        place = written.part("fields", identifier)
        _check_name(identifier, place, document)
        _check_section(said.section, place, declared)
        of_table = {name: getattr(document, name) for name in ("carried", "commission_only")}
        fields.append(_field(identifier, said, place, declared, lists, of_table))
    _check_shape(document, dimensions, written)
    return Table(
        id=name,
        label=document.label,
        shape=document.shape,
        dimensions=dimensions,
        fields=tuple(fields),
        origin=document.origin,
        number=document.number or "",
        section=document.section or "",
        guidance=document.guidance or "",
        level=document.level,
    )


def _dimension(name: str, codelist: str, written: Written, declared: Declared) -> Dimension:
    if keyword.iskeyword(name) or name in _TAKEN:
        written.report(f"“{name}” has a meaning in expressions; choose another name.", at_key=True)
    if codelist == ROWS:
        return Dimension(name, DimensionKind.ROWS)
    _use_codelist(codelist, written, declared)
    kind = DimensionKind.COUNTRY if codelist == declared.countries else DimensionKind.CODES
    return Dimension(name, kind, codelist)


def _use_codelist(codelist: str, written: Written, declared: Declared) -> None:
    declared.used.add(codelist)
    if codelist not in declared.codelists:
        declared.broken = True
        written.report(f"There is no code list “{codelist}”{did_you_mean(codelist, declared.codelists)}")


def _check_section(section: str | None, written: Written, declared: Declared) -> None:
    if section is not None and section not in declared.sections:
        written.part("section").report(f"There is no section “{section}”{did_you_mean(section, declared.sections)}")


def _check_name(identifier: str, written: Written, document: TableDocument) -> None:
    if keyword.iskeyword(identifier) or identifier in _TAKEN:
        written.report(f"“{identifier}” has a meaning in expressions; choose another name.", at_key=True)
    elif identifier in document.by:
        written.report(f"“{identifier}” is already a dimension of this table; choose another name.", at_key=True)


def _field(
    identifier: str,
    said: FieldDocument,
    written: Written,
    declared: Declared,
    lists: set[str],
    of_table: Mapping[str, bool],
) -> Field:
    _check_type(said, written, declared, lists)
    places = said.places if said.type is FieldType.DECIMAL else 0
    return Field(
        id=identifier,
        type=said.type,
        label=said.label,
        level=said.level,
        number=said.number or "",
        section=said.section or "",
        unit=said.unit or "",
        guidance=said.guidance or "",
        places=places,
        codelist=said.codelist or "",
        refers_to=said.refers_to or "",
        max_length=(said.max_length or MAX_TEXT_LENGTH) if said.type is FieldType.TEXT else 0,
        maximum=_maximum(said.maximum, places, written),
        prefilled=said.prefilled,
        carried=said.carried or of_table["carried"],
        commission_only=said.commission_only or of_table["commission_only"],
        attachments=tuple(dict.fromkeys(said.attachments)),
        sdmx=tuple(sorted(said.sdmx.items())),
    )


def _check_type(said: FieldDocument, written: Written, declared: Declared, lists: set[str]) -> None:
    # What belongs to which type; what belongs to another is a slip, not something to ignore.
    belongs: dict[str, tuple[FieldType, ...]] = {
        "codelist": (FieldType.CODE,),
        "places": (FieldType.DECIMAL,),
        "refers_to": (FieldType.REFERENCE,),
        "max_length": (FieldType.TEXT,),
        "maximum": (FieldType.COUNT, FieldType.DECIMAL),
    }
    for name, types in belongs.items():
        if written.lists(name) and said.type not in types:
            written.part(name).report(f"“{name}” does not go with the type “{said.type}”.", at_key=True)
    needed = {FieldType.CODE: "codelist", FieldType.DECIMAL: "places", FieldType.REFERENCE: "refers_to"}.get(said.type)
    if needed and not getattr(said, needed):
        declared.broken = True
        written.report(f"A field of the type “{said.type}” needs “{needed}”.", at_key=True)
    if said.codelist and said.type is FieldType.CODE:
        _use_codelist(said.codelist, written.part("codelist"), declared)
    if said.refers_to and said.refers_to not in lists:
        written.part("refers_to").report(f"There is no list table “{said.refers_to}”{did_you_mean(said.refers_to, lists)}")
    if said.attachments and (said.calculation or said.prefilled):
        sentence = "Files are attached to what a ministry answers, not to what is computed or prefilled."
        written.part("attachments").report(sentence, at_key=True)
    if said.calculation and (said.prefilled or said.expected or said.carried):
        written.part("calculation").report("What is computed is not prefilled, carried or expected from anybody.", at_key=True)


def _maximum(maximum: Decimal | None, places: int, written: Written) -> int | None:
    if maximum is None:
        return None
    scaled = maximum.scaleb(places)
    if scaled != scaled.to_integral_value():
        written.part("maximum").report(f"The field has {places} decimal places.")
    return int(scaled)


def _check_shape(document: TableDocument, dimensions: tuple[Dimension, ...], written: Written) -> None:
    kinds = [dimension.kind for dimension in dimensions]
    types = [said.type for said in document.fields.values()]
    shape = document.shape
    if (shape is Shape.LIST) != (DimensionKind.ROWS in kinds):
        written.part("shape").report("A list, and only a list, has a last dimension of “rows”.")
    elif DimensionKind.ROWS in kinds[:-1]:
        written.part("by").report("“rows” is the last dimension of a list.")
    if shape in (Shape.CHOICE, Shape.RANKING, Shape.MATRIX) and DimensionKind.CODES not in kinds:
        written.part("shape").report(f"A {shape} needs a dimension whose code list holds the options.")
    single = {Shape.CHOICE: FieldType.YES_NO, Shape.RANKING: FieldType.COUNT}.get(shape)
    if single and types != [single]:
        written.part("shape").report(f"A {shape} has exactly one field, of the type “{single}”.")
