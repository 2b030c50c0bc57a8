"""Writes data structures as SDMX-ML 3.0."""

from datetime import datetime
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from readmission.statistics.structure import OBS_VALUE, TIME_PERIOD, Component, DataStructure, Structures

CONCEPTS: Final = "CONCEPTS"

_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_SPACES: Final = {"mes": f"{_BASE}/message", "str": f"{_BASE}/structure", "com": f"{_BASE}/common"}
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_structures(found: Structures, prepared: datetime) -> bytes:
    """The message with all code lists, concepts and data structures."""
    for prefix, space in _SPACES.items():
        register_namespace(prefix, space)
    root = Element(_tag("mes:Structure"))
    head = _add(root, "mes:Header")
    _add(head, "mes:ID").text = f"{found.agency}_{found.version}".replace(".", "_")
    _add(head, "mes:Test").text = "false"
    _add(head, "mes:Prepared").text = prepared.isoformat(timespec="seconds")
    _add(head, "mes:Sender", id=found.agency)
    parts = _add(root, "mes:Structures")
    _codelists(parts, found)
    _concepts(parts, found)
    structures = _add(parts, "str:DataStructures")
    for structure in found.structures:
        _structure(structures, structure, found)
    indent(root)
    target = BytesIO()
    ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)
    return target.getvalue() + b"\n"


def _codelists(parts: Element, found: Structures) -> None:
    lists = _add(parts, "str:Codelists")
    for codelist in found.codelists.values():
        said = _artefact(lists, "str:Codelist", codelist.id, codelist.name, found)
        for code, label in codelist.codes:
            _named(_add(said, "str:Code", id=code), label)


def _concepts(parts: Element, found: Structures) -> None:
    scheme = _artefact(_add(parts, "str:ConceptSchemes"), "str:ConceptScheme", CONCEPTS, found.title, found)
    for concept, name in found.concepts.items():
        _named(_add(scheme, "str:Concept", id=concept), name)


def _structure(structures: Element, structure: DataStructure, found: Structures) -> None:
    said = _artefact(structures, "str:DataStructure", structure.id, structure.name, found)
    components = _add(said, "str:DataStructureComponents")
    dimensions = _add(components, "str:DimensionList")
    for position, dimension in enumerate(structure.dimensions, start=1):
        if dimension.id == TIME_PERIOD:
            _format(_component(dimensions, "str:TimeDimension", dimension, found), "ObservationalTimePeriod")
        else:
            _component(dimensions, "str:Dimension", dimension, found, position=str(position))
    attributes = _add(components, "str:AttributeList")
    for attribute in structure.attributes:
        of = _component(attributes, "str:Attribute", attribute, found, usage="optional")
        _add(_add(of, "str:AttributeRelationship"), "str:Observation")
        _add(_add(of, "str:MeasureRelationship"), "str:Measure").text = OBS_VALUE
    measures = _add(components, "str:MeasureList")
    _format(_component(measures, "str:Measure", Component(OBS_VALUE), found, usage="optional"), "Decimal")


def _component(parts: Element, tag: str, component: Component, found: Structures, **attributes: str) -> Element:
    said = _add(parts, tag, id=component.id, **attributes)
    concept = f"Concept={found.agency}:{CONCEPTS}({found.version}).{component.id}"
    _add(said, "str:ConceptIdentity").text = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.{concept}"
    if component.codelist:
        codelist = f"Codelist={found.agency}:{component.codelist}({found.version})"
        listed = _add(_add(said, "str:LocalRepresentation"), "str:Enumeration")
        listed.text = f"urn:sdmx:org.sdmx.infomodel.codelist.{codelist}"
    return said


def _format(component: Element, kind: str) -> None:
    _add(_add(component, "str:LocalRepresentation"), "str:TextFormat", textType=kind)


def _artefact(parts: Element, tag: str, name: str, label: str, found: Structures) -> Element:
    return _named(_add(parts, tag, id=name, agencyID=found.agency, version=found.version), label)


def _named(element: Element, label: str) -> Element:
    name = _add(element, "com:Name")
    name.set(_LANGUAGE, "en")
    name.text = label
    return element


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, _tag(tag), attributes)


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
