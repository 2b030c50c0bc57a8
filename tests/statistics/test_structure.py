"""The data structure of a form's numbers, read back by another program's reader of SDMX-ML."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pysdmx.io import read_sdmx
from pysdmx.model import DataStructureDefinition, Role

from readmission import assets
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.statistics.structure import COUNTERPART, MEASURE, REF_AREA, TIME_PERIOD, TOTAL, identifier, structures_of
from readmission.statistics.structure_xml import write_structures
from readmission.tasks.data_structure import write_data_structure

PREPARED = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def published() -> Form:
    return read_form(form_files(assets.forms() / "2025"))


def read_back(form: Form) -> dict[str, DataStructureDefinition]:
    message = read_sdmx(write_structures(structures_of(form), PREPARED).decode(), validate=True)
    return {found.id: found for found in message.get_data_structure_definitions()}


def test_every_grid_of_numbers_is_a_data_structure_that_another_program_reads(published: Form) -> None:
    found = read_back(published)
    wanted = {structure.id: structure for structure in structures_of(published).structures}
    assert set(found) == set(wanted)
    assert "T01" in found
    for name, structure in wanted.items():
        components = found[name].components
        assert [part.id for part in components.dimensions] == [part.id for part in structure.dimensions]
        assert {part.id for part in components.attributes} == {"OBS_STATUS", "OBS_FLAG", "UNIT"}
        assert [part.id for part in components.measures] == ["OBS_VALUE"]


def test_a_table_by_country_has_state_country_measure_and_year(published: Form) -> None:
    dimensions = [part.id for part in read_back(published)["T01"].components.dimensions]
    assert dimensions[:3] == [REF_AREA, COUNTERPART, MEASURE]
    assert dimensions[-1] == TIME_PERIOD


def test_codes_and_their_names_are_read_back(published: Form) -> None:
    found = structures_of(published)
    message = read_sdmx(write_structures(found, PREPARED).decode(), validate=True)
    codelists = {codelist.id: {code.id: code.name for code in codelist} for codelist in message.get_codelists()}
    assert codelists == {name: dict(said.codes) for name, said in found.codelists.items()}
    assert codelists[published.countries]["GN"] == published.codelists[published.countries].by_id["GN"].label


def test_every_component_has_its_list(published: Form) -> None:
    for structure in read_back(published).values():
        for component in structure.components:
            if component.role is Role.DIMENSION and component.id != TIME_PERIOD:
                assert component.enumeration is not None


def test_a_field_without_a_breakdown_is_the_total_over_it(published: Form) -> None:
    structure = next(found for found in structures_of(published).structures if found.id == "T01")
    total, men = dict(structure.coordinates["RD"]), dict(structure.coordinates["RD_M"])
    assert (total[MEASURE], total["SEX"]) == ("RD", TOTAL)
    assert (men[MEASURE], men["SEX"]) == ("RD", "M")


def test_no_two_numbers_of_a_table_have_the_same_coordinates(published: Form) -> None:
    assert structures_of(published).clashes == []


def test_two_numbers_with_the_same_coordinates_are_told(published: Form) -> None:
    table = published.tables["T01"]
    alike = tuple(replace(field, sdmx=(("MEASURE", "RD"),)) if field.id == "RD_M" else field for field in table.fields)
    form = replace(published, tables={**published.tables, "T01": replace(table, fields=alike)})
    assert ("T01.RD", "T01.RD_M") in structures_of(form).clashes


def test_signs_that_sdmx_does_not_know_are_replaced_by_others() -> None:
    assert (identifier("A13.17"), identifier("18+")) == ("A13@17", "18$")


def test_a_folder_is_written_as_a_file_that_another_program_reads(tmp_path: Path) -> None:
    found = write_data_structure(assets.forms() / "2025", tmp_path / "structure.xml")
    message = read_sdmx(tmp_path / "structure.xml", validate=True)
    assert len(message.get_data_structure_definitions()) == len(found.structures) > 10
