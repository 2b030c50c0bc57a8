"""Workbooks and CSV files become answers: previewed, asked about where they are not clear, taken over as one step."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from made_declaration import made_declaration
from readmission.answers.model import BLANK, Cell, Place, Reason
from readmission.answers.personal import Looks
from readmission.cli import incoming
from readmission.sheets.grid import Book, Grid
from readmission.sheets.refused_files import OldWorkbook
from readmission.tasks.fill import Filling
from readmission.tasks.import_answers import KEEP, KEEP_OLD, LEAVE, Choices, Outdated, StillOpen, apply, preview
from readmission.tasks.incoming.collecting import Collecting
from readmission.tasks.incoming.preview import Preview
from readmission.tasks.incoming.words import words_of
from readmission.tasks.sdmx import write_sdmx
from readmission.tasks.search_personal import search_files
from sheets.strangers import ole, workbook

FORM = """\
form:
  id: tiny
  edition: "2025"
  title: A tiny form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
sections:
  B1: {label: Requests}
codelists:
  CL_COUNTRY: {label: Third country, codes: {GN: Guinea, ML: Mali, SN: Senegal, CI: "Côte d’Ivoire", PK: Pakistan}}
  CL_STATE: {label: State, codes: {BE: Belgium, BG: Bulgaria, CZ: Czechia, DE: Germany, EL: Greece, LT: Lithuania}}
  CL_CMT: {label: Why, codes: {OK: checked}}
  CL_QUARTER: {label: Quarter, codes: {Q1: January to March, Q2: April to June}}
  CL_FREQ: {label: How often, codes: {5: {label: always, rank: 5}, 1: {label: never, rank: 1}}}
  CL_STAGE: {label: Stage, codes: {REQ: requests, CH: charter flights}}
  CL_WHO: {label: Women, codes: {RD: decided, RET: returned, SINCE: since long}}
tables:
  T01:
    label: Return decisions
    shape: grid
    by: {country: CL_COUNTRY}
    fields:
      RD: {type: count, label: Decisions, unit: persons}
      RD_F: {type: count, label: Women, unit: persons}
      RD_S: {type: decimal, places: 1, label: Share, unit: "%"}
      RD_D: {type: date, label: Counted on}
      RD_T: {type: count, label: Twice, calculation: RD + RD}
  T02:
    label: Returns
    shape: grid
    by: {country: CL_COUNTRY, quarter: CL_QUARTER}
    fields:
      RET: {type: count, label: Persons returned}
      RET_F: {type: count, label: Women}
  T03:
    label: Who
    shape: grid
    by: {country: CL_COUNTRY, who: CL_WHO}
    fields:
      CASES: {type: count, label: Cases}
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    fields:
      B1_01: {type: code, codelist: CL_FREQ, section: B1, number: B1.01, label: How often are answers given?}
      B1_02: {type: text, section: B1, number: B1.02, label: Why?}
      B1_03: {type: yes-no, section: B1, number: B1.03, label: Is there an agreement?}
  B0_02:
    label: Which stages?
    number: B0.02
    section: B1
    shape: choice
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields:
      chosen: {type: yes-no, label: Chosen}
  A:
    label: General
    shape: form
    fields:
      A1_01: {type: text, label: Name of the office}
  R1:
    label: Instruments
    shape: list
    by: {country: CL_COUNTRY, row: rows}
    fields:
      title: {type: text, label: Title}
      since: {type: date, label: In force since}
"""

FRENCH = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "T01.label"
msgid "Return decisions"
msgstr "Décisions de retour"

msgctxt "T01.RD.label"
msgid "Decisions"
msgstr "Décisions"

msgctxt "T01.RD.unit"
msgid "persons"
msgstr "personnes"

msgctxt "CL_COUNTRY.SN.label"
msgid "Senegal"
msgstr "Sénégal"

msgctxt "T01.RD_F.label"
msgid "Women"
msgstr "Femmes"
"""


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form")
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "fr.po").write_text(FRENCH, encoding="utf-8")
    return folder


@pytest.fixture
def filling(form: Path, tmp_path: Path) -> Iterator[Filling]:
    with made_declaration(tmp_path / "declaration", ("GN", "ML", "SN", "CI"), form=form) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def file(folder: Path, rows: Sequence[Any], title: str = "T01", name: str = "a.xlsx", **more: Any) -> Path:
    (folder / name).write_bytes(workbook(rows, title, **more))
    return folder / name


def found(shown: Preview) -> dict[str, Cell]:
    return {str(line.place): line.new for line in shown.lines}


def unread(shown: Preview) -> dict[str, str]:
    return {str(one.at): one.why.format_map(one.values) for one in shown.unread}


NUMBERS = {
    "T01[GN].RD": Cell(12),
    "T01[GN].RD_F": Cell(5),
    "T01[SN].RD": Cell(7),
    "T01[SN].RD_F": Cell(reason=Reason.NOT_COLLECTED),
}

LAYOUTS: dict[str, tuple[str, list[list[Any]]]] = {
    "codes": ("T01", [["country", "RD", "RD_F"], ["GN", 12, 5], ["SN", 7, "NC"]]),
    "codes in other cases and orders": ("t01", [["rd_f", "Country", "rd"], [5, "gn", 12], ["nc", "sn", 7]]),
    "labels and names": ("Numbers", [["Third country", "Decisions (persons)", "RD_F"], ["Guinea", 12, 5], ["Senegal", 7, "NC"]]),
    "labels in French": (
        "Décisions de retour",
        [["Pays", "DECISIONS", "Femmes"], ["Guinée", 12, 5], ["Sénégal", 7, "non collecté"]],
    ),
    "places as headings": ("Q", [["country", "T01.RD", "T01.RD_F"], ["GN", 12, 5], ["SN", 7, "NC"]]),
    "a title, guidance, totals and empty rows": (
        "Sheet1",
        [
            ["Return decisions"],
            [],
            ["", "sum", 19, 5],
            ["", "country", "RD", "RD_F"],
            [],
            ["x", "GN", 12, 5],
            [],
            ["y", "SN", 7, "NC"],
        ],
    ),
    "labels above codes": ("T01", [["Country", "Decisions", "Women"], ["country", "RD", "RD_F"], ["GN", 12, 5], ["SN", 7, "NC"]]),
    "codes above labels": ("T01", [["country", "RD", "RD_F"], ["Country", "Decisions", "Women"], ["GN", 12, 5], ["SN", 7, "NC"]]),
    "countries across": ("T01", [["country", "GN", "SN"], ["RD", 12, 7], ["RD_F", 5, "NC"]]),
    "a country column without a heading": ("T01", [["", "RD", "RD_F"], ["Guinea", 12, 5], ["Senegal", 7, "NC"]]),
    "numbers as text": ("T01", [["country", "RD", "RD_F"], ["GN", "12", " 5 "], ["SN", "7", "nc"]]),
    "names that nobody lists": ("T01", [["country", "RD", "RD_F"], ["GIN", 12, 5], ["SEN", 7, "NC"]]),
    "code and label of a drop-down": (
        "T01",
        [["country", "RD", "RD_F"], ["GN Guinea", 12, 5], ["SN Senegal", 7, "NC not collected"]],
    ),
    "reasons in a column of their own": (
        "T01",
        [["country", "RD", "RD_F", "RD_F.reason", "RD.last"], ["GN", 12, 5, None, 11], ["SN", 7, None, "NC not collected", 6]],
    ),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_a_layout_is_understood(case: str, filling: Filling, folder: Path) -> None:
    title, rows = LAYOUTS[case]
    shown = preview(filling, [file(folder, rows, title)])
    assert found(shown) == NUMBERS
    assert unread(shown) == {}


@pytest.mark.parametrize(
    "name", ["CI", "CIV", "Ivory Coast", "Elfenbeinküste", "COTE D'IVOIRE", "Côte d’Ivoire *", "CI Côte d’Ivoire"]
)
def test_a_country_is_known_by_its_codes_and_by_its_usual_names(name: str, filling: Filling, folder: Path) -> None:
    assert found(preview(filling, [file(folder, [["country", "RD"], [name, 1]])])) == {"T01[CI].RD": Cell(1)}


def test_merged_headings_and_keys_hold_for_all_their_cells(filling: Filling, folder: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.merge_cells("C1:D1")
        sheet.merge_cells("A3:A4")

    rows = [["", "", "Returns", ""], ["country", "quarter", "Persons returned", "Women"], ["GN", "Q1", 1, 2], [None, "Q2", 3, 4]]
    shown = preview(filling, [file(folder, rows, "Any", change=merge)])
    assert found(shown) == {
        "T02[GN/Q1].RET": Cell(1),
        "T02[GN/Q1].RET_F": Cell(2),
        "T02[GN/Q2].RET": Cell(3),
        "T02[GN/Q2].RET_F": Cell(4),
    }


def test_rows_whose_codes_are_fields_of_other_tables_are_rows(filling: Filling, folder: Path) -> None:
    rows = [["country", "Women", "CASES"], ["GN", "RD", 1], ["GN", "RET", 2], ["ML", "RD", 3], ["ML", "SINCE", 4]]
    shown = preview(filling, [file(folder, rows, "T03")])
    assert found(shown) == {
        "T03[GN/RD].CASES": Cell(1),
        "T03[GN/RET].CASES": Cell(2),
        "T03[ML/RD].CASES": Cell(3),
        "T03[ML/SINCE].CASES": Cell(4),
    }
    # “Women” is a heading of two other tables, and here the name of the rows.
    assert unread(shown) == {}


def test_several_sheets_questions_choices_and_lists(filling: Filling, folder: Path) -> None:
    def more(book: Workbook) -> None:
        dossier = book.create_sheet("D.GN")
        for row in (
            ["question", "text", "answer", "reason", "note", "last"],
            ["B.B1_01", "How often?", "5 always", None, "from memory", "1 never"],
            ["B.B1_02", "Why?", "Because 1.234 is a text."],
            ["B.B1_03", "Agreement?", None, "DK do not know"],
            ["B0_02[CH].chosen", "charters", "Y yes"],
        ):
            dossier.append(row)
        across = book.create_sheet("Q")
        across.append(["country", "country.name", "B.B1_01", "B0_02[REQ].chosen"])
        across.append(["ML", "Mali", "never", "x"])
        general = book.create_sheet("D")
        general.append(["question", "text", "answer"])
        general.append(["A.A1_01", "Office", "Office of returns"])
        rows = book.create_sheet("R1")
        rows.append(["country", "row", "title", "since"])
        rows.append(["GN", "0a1b2c", "A treaty", "2020-02-03"])
        rows.append(["ML", None, "An exchange of letters", None])
        rows.append([None, "ffff", None, None])

    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", 1]], change=more)])
    assert unread(shown) == {}
    (written,) = [key for table, key in shown.rows if key[0] == "ML"]
    assert found(shown) == {
        "T01[GN].RD": Cell(1),
        "B[GN].B1_01": Cell("5", note="from memory"),
        "B[GN].B1_02": Cell("Because 1.234 is a text."),
        "B[GN].B1_03": Cell(reason=Reason.DO_NOT_KNOW),
        "B0_02[GN/CH].chosen": Cell("Y"),
        "B[ML].B1_01": Cell("1"),
        "B0_02[ML/REQ].chosen": Cell("Y"),
        "A.A1_01": Cell("Office of returns"),
        "R1[GN/0a1b2c].title": Cell("A treaty"),
        "R1[GN/0a1b2c].since": Cell("2020-02-03"),
        f"R1[ML/{written[1]}].title": Cell("An exchange of letters"),
    }
    step = apply(filling, shown)
    assert len(step.changes.rows) == 2
    again = preview(filling, [folder / "a.xlsx"])
    assert (again.lines, again.rows) == ((), ())
    assert again.unchanged == len(found(shown))


def test_what_is_not_understood_is_told_with_its_cell(filling: Filling, folder: Path) -> None:
    rows = [
        ["country", "RD", "RD_F", "RD_S", "RD_D", "Inhabitants"],
        ["GN", "abc", -1, 2.55, "soon", 5],
        ["ML", 1.5, "=1+1", "#N/A", True, 5],
        ["Atlantis", 1, 1, 1, None, 5],
        ["PK", 1, None, None, None, 5],
        [None, 9, None, None, None, 5],
        ["SN", None, None, None, None, "a remark"],
    ]
    shown = preview(filling, [file(folder, rows)])
    assert found(shown) == {}
    assert {at.removeprefix("a.xlsx: T01!") for at in unread(shown)} == {
        *("B2", "C2", "D2", "E2", "B3", "C3", "D3", "E3"),
        *("A4", "B5", "A6", "F1"),
    }
    assert unread(shown)["a.xlsx: T01!A4"] == "“Atlantis” is not known here; the row was not read."
    assert "never worked out" in unread(shown)["a.xlsx: T01!C3"]
    assert not shown.whole


def test_a_country_that_is_not_asked_is_told_once_a_row(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["country", "RD", "RD_F"], ["PK", 1, 2]])])
    assert [(str(one.at), one.shown) for one in shown.unread] == [("a.xlsx: T01!B2", "PK")]


def test_a_sheet_of_something_else_is_named_and_left_alone(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["Menu"], ["Soup", 3.5]], "Canteen")])
    assert list(unread(shown)) == ["a.xlsx: Canteen"]


def test_headings_that_all_may_mean_several_fields_are_told_with_what_they_may_mean(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["Country", "Women"], ["GN", 5], ["ML", 6]], "Sheet1")])
    assert found(shown) == {}
    assert unread(shown) == {"a.xlsx: Sheet1!B1": "This heading may mean T01.RD_F, T02.RET_F; its column was not read."}


def test_percentages_and_what_formulas_leave_behind_are_exact(filling: Filling, folder: Path) -> None:
    def formats(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["B2"].number_format = "0.0%"
        sheet["C3"].number_format = "0%"

    shown = preview(
        filling, [file(folder, [["country", "RD_S", "RD"], ["GN", 0.455, 3], ["ML", 0.1 + 0.2, 0.5]], change=formats)]
    )
    assert found(shown) == {"T01[GN].RD_S": Cell(455), "T01[GN].RD": Cell(3), "T01[ML].RD_S": Cell(3)}
    assert unread(shown) == {"a.xlsx: T01!C3": "A percentage stands where a number belongs."}


def test_a_number_with_two_readings_is_asked_once_a_column_and_never_guessed(filling: Filling, folder: Path) -> None:
    rows = [["country", "RD", "RD_F"], ["GN", "1.234", 1.0], ["ML", "2.345", 2], ["SN", "12", 3]]
    shown = preview(filling, [file(folder, rows)])
    assert found(shown).keys() == {"T01[SN].RD", "T01[GN].RD_F", "T01[ML].RD_F", "T01[SN].RD_F"}
    (question,) = shown.questions
    assert [doubt.entry.cell.typed for doubt in question.doubts] == ["1.234", "2.345"]
    assert [str(doubt.at) for doubt in question.doubts] == ["a.xlsx: T01!B2", "a.xlsx: T01!B3"]
    with pytest.raises(StillOpen):
        apply(filling, shown)
    assert not filling.answers.cells
    apply(filling, shown, Choices({question.id: ","}))
    assert filling.answers.cell(Place.parse("T01[GN].RD")) == Cell(1234)


@pytest.mark.parametrize(("choice", "stands"), [(KEEP, Cell(typed="1.234")), (LEAVE, BLANK)])
def test_a_doubtful_number_can_be_kept_as_typed_or_left_out(choice: str, stands: Cell, filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", "1.234"]])])
    apply(filling, shown, Choices({shown.questions[0].id: choice}))
    assert filling.answers.cell(Place.parse("T01[GN].RD")) == stands


def test_everything_is_one_step_that_names_file_and_person_and_is_taken_back(filling: Filling, folder: Path) -> None:
    filling.enter({Place.parse("T01[ML].RD"): Cell(1)})
    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", 12], ["ML", 2]], by="Bert Colleague")])
    assert [(source.file, source.person) for source in shown.sources] == [("a.xlsx", "Bert Colleague")]
    assert [line.status.value for line in shown.lines] == ["added", "changed"]
    apply(filling, shown)
    entries = list(filling.declaration.journal())
    by = next(person.number for person in filling.declaration.persons() if person.name == "Bert Colleague")
    assert {entry.why for entry in entries[-2:]} == {f"from a.xlsx, filled in by person {by}"}
    assert len({entry.step for entry in entries[-2:]}) == 1
    assert "Bert" not in "".join(entry.why + entry.new for entry in entries)
    filling.undo()
    assert filling.answers.cells == {Place.parse("T01[ML].RD"): Cell(1)}


def test_blank_cells_of_a_file_empty_nothing_unless_asked(filling: Filling, folder: Path) -> None:
    there = Place.parse("T01[GN].RD")
    filling.enter({there: Cell(12), Place.parse("T01[ML].RD"): Cell(3)})
    shown = preview(filling, [file(folder, [["country", "RD", "RD_F"], ["GN", None, 1]])])
    assert [line.place for line in shown.removed] == [there]
    apply(filling, shown)
    assert filling.answers.cell(there) == Cell(12)
    apply(filling, preview(filling, [folder / "a.xlsx"]), Choices(remove=True))
    assert filling.answers.cell(there) == BLANK
    assert filling.answers.cell(Place.parse("T01[ML].RD")) == Cell(3)


def test_colleagues_who_fill_in_different_cells_do_not_contradict_each_other(filling: Filling, folder: Path) -> None:
    filling.enter({Place.parse("T01[ML].RD"): Cell(3)})
    one = file(folder, [["country", "RD"], ["GN", 12], ["ML", 3]], name="one.xlsx")
    two = file(folder, [["country", "RD"], ["GN", None], ["ML", 4]], name="two.xlsx")
    shown = preview(filling, [one, two])
    assert shown.conflicts == ()
    assert found(shown) == {"T01[GN].RD": Cell(12), "T01[ML].RD": Cell(4)}


def test_two_values_for_one_cell_are_settled_by_a_person(filling: Filling, folder: Path) -> None:
    there = Place.parse("T01[GN].RD")
    one = file(folder, [["country", "RD"], ["GN", 12]], name="one.xlsx")
    two = file(folder, [["country", "RD"], ["GN", 13]], name="two.xlsx")
    for files in ([one, two], [two, one]):
        (conflict,) = preview(filling, files).conflicts
        assert conflict.place == there
        assert {str(option.at) for option in conflict.options} == {"one.xlsx: T01!B2", "two.xlsx: T01!B2"}
        assert preview(filling, files).lines == ()
    shown = preview(filling, [one, two])
    with pytest.raises(StillOpen):
        apply(filling, shown)
    apply(filling, shown, Choices(conflicts={there: KEEP_OLD}))
    assert filling.answers.cell(there) == BLANK
    apply(filling, shown, Choices(conflicts={there: 1}))
    assert filling.answers.cell(there) == Cell(13)


def test_one_file_that_says_two_things_is_a_conflict_too(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", 12], ["Guinea", 13]])])
    assert [str(option.at) for option in shown.conflicts[0].options] == ["a.xlsx: T01!B2", "a.xlsx: T01!B3"]


def test_a_preview_that_is_out_of_date_changes_nothing(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", 12]])])
    filling.enter({Place.parse("T01[GN].RD"): Cell(1)})
    with pytest.raises(Outdated):
        apply(filling, shown)
    assert filling.answers.cell(Place.parse("T01[GN].RD")) == Cell(1)


def test_a_note_stays_unless_the_file_has_a_column_for_it(filling: Filling, folder: Path) -> None:
    there = Place.parse("T01[GN].RD")
    filling.enter({there: Cell(1, note="estimate")})
    apply(filling, preview(filling, [file(folder, [["country", "RD"], ["GN", 2]])]))
    assert filling.answers.cell(there) == Cell(2, note="estimate")
    apply(filling, preview(filling, [file(folder, [["country", "RD", "RD.note"], ["GN", 2, "counted"]])]))
    assert filling.answers.cell(there) == Cell(2, note="counted")


def test_a_bad_file_does_not_stop_the_others_but_is_told(filling: Filling, folder: Path) -> None:
    (folder / "old.xls").write_bytes(ole("Workbook"))
    good = file(folder, [["country", "RD"], ["GN", 12]])
    shown = preview(filling, [folder / "old.xls", good])
    assert found(shown) == {"T01[GN].RD": Cell(12)}
    assert isinstance(shown.refused["old.xls"], OldWorkbook)
    with pytest.raises(OldWorkbook):
        preview(filling, [folder / "old.xls"])


def test_a_workbook_of_another_state_or_round_is_told(filling: Filling, folder: Path) -> None:
    def facts(book: Workbook) -> None:
        sheet = book.create_sheet("readmission")
        for row in (["format", "readmission-answers 1"], ["round", "test-2026"], ["state", "DE"]):
            sheet.append(row)

    shown = preview(filling, [file(folder, [["country", "RD"], ["GN", 12]], change=facts)])
    assert unread(shown) == {"a.xlsx: readmission": "This workbook was made for another state: DE instead of BE."}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_like_a_sheet(encoding: str, filling: Filling, folder: Path) -> None:
    (folder / "T01.csv").write_bytes("Pays;Décisions;RD_S\r\nSénégal;12;45,5 %\r\nCôte d'Ivoire;1 234;7\r\n".encode(encoding))
    shown = preview(filling, [folder / "T01.csv"])
    assert unread(shown) == {}
    assert found(shown) == {
        "T01[SN].RD": Cell(12),
        "T01[SN].RD_S": Cell(455),
        "T01[CI].RD": Cell(1234),
        "T01[CI].RD_S": Cell(70),
    }


@pytest.mark.parametrize(
    ("state", "page", "office"),
    [
        ("BG", "cp1251", "Дирекция „Миграция“"),
        ("CZ", "cp1250", "Ředitelství služby cizinecké policie"),
        ("EL", "cp1253", "Διεύθυνση Αλλοδαπών"),
        ("LT", "cp1257", "Migracijos skyrius Šiauliuose įsikūręs"),
    ],
)
def test_a_text_file_that_does_not_say_its_code_page_is_read_in_that_of_the_state(
    state: str, page: str, office: str, form: Path, folder: Path
) -> None:
    with made_declaration(folder / "declaration", ("GN",), form=form, state=state) as filling:
        for encoding in (page, "utf-8", "utf-8-sig", "utf-16"):
            (folder / "A.csv").write_bytes(f"A1_01\r\n{office}\r\n".encode(encoding))
            shown = preview(filling, [folder / "A.csv"])
            assert found(shown) == {"A.A1_01": Cell(office)}, encoding
            (source,) = shown.sources
            assert source.code_page == (f"Windows-{page[2:]}" if encoding == page else ""), encoding


def test_what_looks_like_data_of_persons_is_told_wherever_it_stands(filling: Filling, folder: Path) -> None:
    rows = [
        ["country", "RD", "Remarks"],
        ["GN", 12, "Passport AB1234567 refused"],
        ["ML", 1, "born 03.04.1988"],
        ["SN", 1, "12.345"],
    ]
    shown = preview(filling, [file(folder, rows)])
    assert [(str(one.at), one.looks, one.text) for one in shown.personal] == [
        ("a.xlsx: T01!C2", Looks.DOCUMENT, "AB1234567"),
        ("a.xlsx: T01!C3", Looks.BIRTH, "03.04.1988"),
    ]


def test_a_day_that_answers_a_question_is_nobodys_birthday(filling: Filling, folder: Path) -> None:
    shown = preview(filling, [file(folder, [["country", "RD_D", "RD"], ["GN", "31.12.2025", "31.12.1990"]])])
    assert [str(one.at) for one in shown.personal] == ["a.xlsx: T01!C2"]


def test_looking_at_a_file_changes_nothing(filling: Filling, folder: Path) -> None:
    before = list(filling.declaration.journal())
    preview(filling, [file(folder, [["country", "RD"], ["GN", 12]], by="Bert Colleague")])
    assert list(filling.declaration.journal()) == before
    assert not filling.answers.cells


def test_files_that_travel_are_searched_and_what_cannot_be_searched_is_told(folder: Path) -> None:
    workbook_ = file(folder, [["Case", "Passport AB1234567"], ["P<GINDIALLO<<MAMADOU<<<<<<<<<<<<<<<<<", 1]], "Cases")
    (folder / "note.txt").write_text("Write to the officer, born 1.2.1990.\nNothing here: 12.345 cases in 2025.")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7\n")
    searched = search_files([workbook_, folder / "note.txt", folder / "scan.pdf"])
    assert [[one.looks for one in each.found] for each in searched] == [
        [Looks.DOCUMENT, Looks.PASSPORT],
        [Looks.BIRTH],
        [],
    ]
    assert [each.unread is not None for each in searched] == [False, False, True]


def test_the_terminal_shows_every_line_and_answers_by_its_options(
    filling: Filling, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = file(folder, [["country", "RD", "RD_F"], ["GN", 12, "1.234"], ["ML", "abc", 3]], name="one.xlsx", by="Bert Colleague")
    two = file(folder, [["country", "RD"], ["GN", 13], ["SN", "AB1234567"]], name="two.xlsx")
    shown = preview(filling, [one, two])
    incoming.tell(filling, shown)
    said = capsys.readouterr().out
    for sentence in (
        "one.xlsx: filled in by Bert Colleague",
        "added T01[ML].RD_F: - -> 3   (one.xlsx: T01!C3)",
        "not understood one.xlsx: T01!B3: abc This is no number.",
        "two readings one.xlsx: T01!C2: answer with --read-as ,",
        "conflict T01[GN].RD: answer with --prefer FILE or --prefer present",
        "personal data? two.xlsx: T01!B3: AB1234567 looks like the number of a document",
        "1 added, 0 changed, 0 blank in the file, 0 unchanged, 2 not understood.",
    ):
        assert sentence in said
    report = incoming.as_json(filling, shown)
    assert json.loads(json.dumps(report))["conflicts"] == [
        {"place": "T01[GN].RD", "at": ["one.xlsx: T01!B2", "two.xlsx: T01!B2"]}
    ]
    with pytest.raises(StillOpen):
        apply(filling, shown, incoming.choices_of(shown, [","], "", remove=False))
    apply(filling, shown, incoming.choices_of(shown, [","], "two.xlsx", remove=False))
    assert filling.answers.cell(Place.parse("T01[GN].RD")) == Cell(13)
    assert filling.answers.cell(Place.parse("T01[GN].RD_F")) == Cell(1234)


PIECES = (
    *(
        "country",
        "Land",
        "RD",
        "RD_F.reason",
        "T01.RD",
        "B.B1_01",
        "B0_02[CH].chosen",
        "row",
        "quarter",
        "title",
        "question",
        "answer",
    ),
    *(
        "GN",
        "Mali",
        "Q1",
        "NC",
        "1.234",
        "1,5",
        "12",
        "31/12/2025",
        "x",
        "PEND 2026-13-45",
        "=1",
        " ",
        "T01",
        "Returns",
        "5 always",
    ),
    *(0, -1, 2.5, 1e300, True, None, None, None),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["T01", "R1", "D.GN", "Q", "B0_02", "", "readmission", "Guinea"]),
    rows=st.lists(st.lists(st.sampled_from(PIECES), max_size=6), max_size=8),
    merged=st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=2),
    text=st.booleans(),
)
def test_no_sheet_brings_the_reader_down(
    filling: Filling, name: str, rows: list[list[Any]], merged: list[tuple[int, int, int, int]], text: bool
) -> None:
    plain = [["" if cell is None else str(cell) if text else cell for cell in row] for row in rows]
    collecting = Collecting(filling, words_of(filling))
    collecting.take(Book("any", (Grid("any", name, plain, merged=tuple(merged), text=text),)), 1)
    shown = collecting.preview({})
    places = [line.place for line in shown.lines]
    assert len(set(places)) == len(places)
    for line in shown.lines:
        assert line.old == filling.answers.cell(line.place)
        assert line.new != line.old


def test_sdmx_csv_comes_back_as_the_numbers_that_went_out(filling: Filling, folder: Path) -> None:
    place = Place("T01", ("GN",), "RD")
    filling.enter({place: Cell(value=12)})
    write_sdmx(filling, folder / "out.csv")
    filling.enter({place: Cell(value=99)})
    shown = preview(filling, [folder / "out.csv"])
    assert found(shown) == {str(place): Cell(value=12)}
    apply(filling, shown)
    assert filling.answers.cell(place) == Cell(value=12)


def test_a_line_of_sdmx_csv_that_is_no_cell_is_told_with_its_line(filling: Filling, folder: Path) -> None:
    filling.enter({Place("T01", ("GN",), "RD"): Cell(value=12)})
    write_sdmx(filling, folder / "out.csv")
    text = (folder / "out.csv").read_text("utf-8").replace(",12,", ",twelve,")
    (folder / "bad.csv").write_text(text, encoding="utf-8")
    shown = preview(filling, [folder / "bad.csv"])
    assert not shown.lines
    assert [one.why for one in shown.unread] == ["no number as the field asks for it"]
