"""The declaration as a workbook: locked where nobody writes, calculating as we do, and holding exactly the answers."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from typer.testing import CliRunner

from example_answers import example_round
from readmission import assets
from readmission.answers.changes import Answers
from readmission.answers.entry import read_entry
from readmission.answers.model import BLANK, Cell, Flag, Place, Reason
from readmission.cli.ministry import app
from readmission.engine.program import Engine
from readmission.form.model import CodeList, DimensionKind, Field, FieldType, Form, Origin, Table
from readmission.form.reader import form_files, read_form
from readmission.sheets.answers_book import CODES_ROW, FACTS_SHEET, FIRST_ROW, HEADINGS_ROW, TOTALS_ROW
from readmission.sheets.answers_out import write_answers
from readmission.sheets.problems import TextTooLong, TextUnwritable
from readmission.tasks.answers_workbook import Choice, answers_book, write_answers_workbook
from readmission.tasks.files import FileTaken
from readmission.tasks.findings_workbook import write_findings_workbook
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.workbook.choice import NotInRound
from readmission.tasks.workbook.source import Source
from readmission.texts import Language, language
from sheets.office import needs_office, saved_again, without_results
from tasks.at_terminal import let_in

MADE = datetime(2026, 11, 24, 12, tzinfo=UTC)
COUNTRIES = ("GN", "ML", "XK")
DANGEROUS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=1",
    "\t=1",
    "{=1}",
    "'=1",
    "_x0041_",
    "two\nlines",
    "Zoë „x“ <&>",
)


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(form_files(assets.forms() / "2026"))


@pytest.fixture(scope="module")
def source(form: Form) -> Source:
    return source_with(form, invented(form, Random(7)), invented(form, Random(8)))


@pytest.fixture(scope="module")
def whole(source: Source) -> bytes:
    return workbook_of(source)


def source_with(form: Form, answers: Answers, last: Answers | None = None, spoken: Language | None = None) -> Source:
    round_ = example_round(form, COUNTRIES)
    session = Engine(form, round_).open(answers, last, None)
    return Source(form, round_, "BE", spoken or Language(), session, answers, last, blank=False)


def workbook_of(source: Source, choice: Choice | None = None) -> bytes:
    return write_answers(answers_book(source, choice or Choice(), MADE), MADE)


def invented(form: Form, random: Random) -> Answers:
    """An answer of every kind somewhere in every field that a ministry fills, also where no answer is asked for."""
    answers = Answers.empty()
    for table in form.tables.values():
        if table.origin is not Origin.MINISTRY:
            continue
        for key in keys_of(form, table, random):
            if table.is_list:
                answers.rows.setdefault(table.id, {})[key] = None
            for field in table.fields:
                if field.calculation is None:
                    cell = invented_cell(form, field, random)
                    if cell != BLANK:
                        answers.cells[Place(table.id, key, field.id)] = cell
    return answers


def keys_of(form: Form, table: Table, random: Random) -> Iterator[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for dimension in table.dimensions:
        if dimension.kind is DimensionKind.COUNTRY:
            members = list(COUNTRIES)
        elif dimension.kind is DimensionKind.ROWS:
            members = [random.randbytes(6).hex() for _ in range(2)]
        else:
            members = list(form.codelists[dimension.codelist].by_id)
        found = [(*key, member) for key in found for member in members]
    yield from found


def invented_cell(form: Form, field: Field, random: Random) -> Cell:
    note = "" if field.prefilled else random.choice(("", "", "a note", "=a note"))
    chance = random.random()
    if chance < 0.25:
        return BLANK
    if chance < 0.4 and not field.prefilled:
        reason = random.choice(list(Reason))
        return Cell(reason=reason, note=note, due="2027-03-31" if reason is Reason.PENDING and random.random() < 0.5 else "")
    if field.type.numeric:
        return Cell(value=random.randrange(0, 5000), flags=random.choice(("", "", "", Flag.ESTIMATED, "BP")), note=note)
    if field.type is FieldType.CODE:
        return Cell(value=random.choice(list(form.codelists[field.codelist].by_id)), note=note)
    values = {
        FieldType.DATE: f"2025-0{random.randint(1, 9)}-1{random.randint(0, 9)}",
        FieldType.YES_NO: random.choice("YN"),
        FieldType.REFERENCE: random.randbytes(6).hex(),
        FieldType.TEXT: random.choice(DANGEROUS),
    }
    return Cell(value=values[field.type], note=note)


# Reading back: the convention of the workbook, in as few lines as it can be said.


def read_back(data: bytes, form: Form, spoken: Language, *, across: bool = False) -> dict[Place, Cell]:
    book = load_workbook(BytesIO(data), data_only=True)
    found: dict[Place, Cell] = {}
    for sheet in book.worksheets:
        if sheet.title == FACTS_SHEET:
            continue
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        codes = [str(code) for code in rows[CODES_ROW] if code is not None]
        records = [dict(zip(codes, row, strict=False)) for row in rows[FIRST_ROW:]]
        if codes[0] == "question":
            country = tuple(sheet.title.split(".")[1:])
            triples = [
                (within(str(one["question"]), country), one["answer"], one["reason"], one["note"])
                for one in records
                if one["question"]
            ]
        elif across and sheet.title == "Q":
            triples = [
                (within(code, (str(one["country"]),)), one[code], one.get(f"{code}.reason"), None)
                for one in records
                for code in codes[2:]
                if not code.endswith(".reason")
            ]
        else:
            triples = list(of_table(form.tables[sheet.title], codes, records))
        for place, answer, reason, note in triples:
            field = form.tables[place.table].by_id[place.field]
            cell = read_cell(answer, reason, note, field, form.codelists.get(field.codelist), spoken)
            if field.calculation is None and cell != BLANK:
                found[place] = cell
    return found


def within(code: str, country: tuple[str, ...]) -> Place:
    place = Place.parse(code)
    return place._replace(key=(*country, *place.key))


def of_table(table: Table, codes: list[str], records: list[dict[str, Any]]) -> Iterator[tuple[Place, Any, Any, Any]]:
    keys = codes[: codes.index(table.fields[0].id)]
    keys = [key for key in keys if not key.endswith(".name")]
    for record in records:
        for field in table.fields:
            key = tuple(str(record[code]).partition(" ")[0] for code in keys)
            yield (
                Place(table.id, key, field.id),
                record[field.id],
                record.get(f"{field.id}.reason"),
                record.get(f"{field.id}.note"),
            )


def read_cell(answer: Any, reason: Any, note: Any, field: Field, codes: CodeList | None, spoken: Language) -> Cell:
    cell = BLANK
    if isinstance(answer, datetime):
        cell = Cell(value=answer.date().isoformat())
    elif isinstance(answer, int | float):
        cell = Cell(value=round(answer * 10**field.places))
    elif answer is not None:
        whole = str(answer).replace("_x0009_", "\t").replace("_x005F_", "_")
        first = whole.partition(" ")[0]
        coded = first in codes.by_id if codes is not None else field.type is FieldType.YES_NO and first in ("Y", "N")
        cell = read_entry(first if coded else whole, field, spoken, codes).cell
    if reason:
        letters, _, rest = str(reason).partition(" ")
        cell = Cell(reason=Reason(letters), due=rest if rest[:1].isdigit() else "")
    return replace(cell, note=str(note)) if note else cell


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_answer_is_read_back_as_it_stands(form: Form, code: str) -> None:
    spoken = language(code, assets.resources() / "texts", assets.forms() / "2026" / "texts")
    for seed in range(2):
        answers = invented(form, Random(seed))
        data = workbook_of(source_with(form, answers, spoken=spoken))
        assert read_back(data, form, spoken) == answers.cells


def test_every_answer_but_notes_is_read_back_from_the_sheet_with_questions_across(source: Source, form: Form) -> None:
    data = workbook_of(source, Choice(across=True))
    book = load_workbook(BytesIO(data), read_only=True)
    assert "Q" in book.sheetnames
    assert not any(name.startswith("D.") for name in book.sheetnames)
    back = read_back(data, form, Language(), across=True)
    dossier = {
        place for place in back if place.key[:1] and place.key[0] in COUNTRIES and form.tables[place.table].shape != "grid"
    }
    assert len(dossier) > 300
    for place, cell in source.answers.cells.items():
        assert replace(back.get(place, BLANK), note="") == replace(cell, note=""), place


def test_a_blank_workbook_holds_last_years_answers_and_none_of_this_year(source: Source, form: Form) -> None:
    blank = replace(source, blank=True)
    data = workbook_of(blank, Choice(blank=True))
    prefilled = {place for place in source.answers.cells if form.tables[place.table].by_id[place.field].prefilled}
    assert set(read_back(data, form, Language())) == prefilled
    sheet = load_workbook(BytesIO(data))["T01"]
    codes = [cell.value for cell in sheet[CODES_ROW + 1]]
    column = codes.index("RD.last") + 1
    assert source.last is not None
    cell = source.last.cell(Place("T01", ("GN",), "RD"))
    shown = sheet.cell(FIRST_ROW + 1, column).value
    assert shown == (cell.value if not cell.flags else shown)
    assert sheet.cell(FIRST_ROW + 1, column).protection.locked


def test_only_what_was_chosen_is_in_the_workbook(source: Source) -> None:
    def names(choice: Choice) -> list[str]:
        return load_workbook(BytesIO(workbook_of(source, choice)), read_only=True).sheetnames

    assert names(Choice(tables=("T01",))) == ["T01", FACTS_SHEET]
    dossier = load_workbook(BytesIO(workbook_of(source, Choice(("B",), ("GN",)))))["D.GN"]
    assert {"B.B0_01", "B0_02[CH].chosen"} <= {cell.value for cell in dossier["A"]}
    guinea = names(Choice(countries=("GN",)))
    assert "D.GN" in guinea
    assert "D.ML" not in guinea
    assert "D" not in guinea
    sheet = load_workbook(BytesIO(workbook_of(source, Choice(("T01",), ("GN", "XK")))))["T01"]
    assert [cell.value for cell in sheet["A"]][FIRST_ROW:] == ["GN", "XK"]
    with pytest.raises(NotInRound):
        names(Choice(tables=("T99",)))
    with pytest.raises(NotInRound):
        names(Choice(countries=("US",)))


def test_the_workbook_says_what_it_is(whole: bytes, form: Form) -> None:
    book = load_workbook(BytesIO(whole))
    facts = {row[0]: row[1] for row in book[FACTS_SHEET].iter_rows(values_only=True) if row[0]}
    assert facts == {
        "format": "readmission-answers 1",
        "form": form.id,
        "edition": "2026",
        "structure": form.structure,
        "round": "round",
        "state": "BE",
        "language": "en",
        "made": "2026-11-24",
    }
    assert book[FACTS_SHEET].sheet_state == "hidden"
    for sheet in book.worksheets[:-1]:
        assert "REHEARSAL" in str(sheet["A2"].value)


def test_structure_is_locked_and_answers_are_open(whole: bytes, form: Form) -> None:
    book = load_workbook(BytesIO(whole))
    assert book.security.lockStructure
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        for row in sheet.iter_rows(max_row=FIRST_ROW):
            assert all(cell.protection.locked for cell in row)
    sheet = book["T02"]
    codes = {cell.value: cell.column for cell in sheet[CODES_ROW + 1]}
    opened = {code for code, column in codes.items() if column and not sheet.cell(FIRST_ROW + 1, column).protection.locked}
    asked = [field.id for field in form.tables["T02"].fields if field.calculation is None]
    assert opened == {f"{field}{part}" for field in asked for part in ("", ".reason", ".note")}
    dossier = book["D.GN"]
    assert not dossier.cell(FIRST_ROW + 2, 3).protection.locked
    assert dossier.cell(FIRST_ROW + 2, 2).protection.locked


def test_every_answer_with_a_list_has_its_drop_down(whole: bytes, form: Form) -> None:
    book = load_workbook(BytesIO(whole))
    dossier = book["D.ML"]
    offered = drop_downs(book, "D.ML")
    for row in range(FIRST_ROW + 1, dossier.max_row + 1):
        if not dossier.cell(row, 1).value:
            continue
        place = Place.parse(str(dossier.cell(row, 1).value))
        field = form.tables[place.table].by_id[place.field]
        if field.codelist and field.calculation is None:
            codes = [text.partition(" ")[0] for text in offered[f"C{row}"]]
            assert codes == list(form.codelists[field.codelist].by_id)
        if field.calculation is None and not field.prefilled:
            assert [text.partition(" ")[0] for text in offered[f"D{row}"]] == [reason.value for reason in Reason]


def drop_downs(book: Workbook, name: str) -> dict[str, list[str]]:
    found = {}
    for rule in book[name].data_validations.dataValidation:
        if rule.type != "list":
            continue
        title, _, cells = rule.formula1.rpartition("!")
        texts = [str(row[0].value) for row in book[title][cells.replace("$", "")]]
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                found[f"{get_column_letter(column)}{row}"] = texts
    return found


def test_headings_are_said_in_the_readers_language_above_stable_codes(form: Form, source: Source) -> None:
    french = language("fr", assets.resources() / "texts", assets.forms() / "2026" / "texts")
    sheet = load_workbook(BytesIO(workbook_of(replace(source, language=french), Choice(("T01",)))))["T01"]
    english = load_workbook(BytesIO(workbook_of(source, Choice(("T01",)))))["T01"]
    assert [cell.value for cell in sheet[CODES_ROW + 1]] == [cell.value for cell in english[CODES_ROW + 1]]
    column = [cell.value for cell in sheet[CODES_ROW + 1]].index("RD") + 1
    assert english.cell(HEADINGS_ROW + 1, column).value == "Return decisions (decisions)"
    assert sheet.cell(HEADINGS_ROW + 1, column).value not in (None, "Return decisions (decisions)")
    assert "(" in str(sheet.cell(HEADINGS_ROW + 1, column).value)


def test_pages_are_set_up_for_print(whole: bytes) -> None:
    book = load_workbook(BytesIO(whole))
    for sheet in book.worksheets[:-1]:
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.print_title_rows == f"${HEADINGS_ROW + 1}:${CODES_ROW + 1}"
        foot: Any = sheet.oddFooter
        assert "&P / &N" in foot.right.text
        assert sheet.freeze_panes


def test_no_answer_becomes_a_formula(whole: bytes, source: Source, form: Form) -> None:
    book = load_workbook(BytesIO(whole))
    formulas = 0
    texts = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    assert isinstance(cell.value, ArrayFormula) is (cell.row == TOTALS_ROW + 1)
                    assert cell.row == TOTALS_ROW + 1 or cell.protection.locked
                elif sheet.title != FACTS_SHEET and isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    texts.add(cell.value)
                    assert cell.data_type == "s"
                    assert cell.quotePrefix, "typing Enter in the cell must not make it one either"
    assert formulas > 50
    assert {text for text in DANGEROUS if text[0] in "=+-@"} <= texts
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]
        assert not any(b"cmd|" in archive.read(name) for name in archive.namelist() if "sheets/" in name)


def test_a_formula_in_an_answer_would_be_noticed() -> None:
    # The control of the test above: openpyxl makes a formula of such a text.
    book = Workbook()
    book.worksheets[0]["A1"] = DANGEROUS[0]
    target = BytesIO()
    book.save(target)
    assert load_workbook(BytesIO(target.getvalue())).worksheets[0]["A1"].data_type == "f"


def test_formulas_carry_the_values_that_we_compute(whole: bytes, source: Source) -> None:
    assert compared(whole, whole, source) > 50


@needs_office
def test_libreoffice_opens_the_workbook_and_calculates_what_we_compute(whole: bytes, source: Source, tmp_path: Path) -> None:
    emptied = without_results(whole)
    assert not any(results(emptied).values()), "the control: nothing is there before it calculates"
    assert compared(whole, saved_again(emptied, tmp_path), source) > 50


def results(data: bytes) -> dict[tuple[str, str], Any]:
    places = [
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    values = load_workbook(BytesIO(data), data_only=True)
    return {(title, address): values[title][address].value for title, address in places}


def compared(whole: bytes, calculated: bytes, source: Source) -> int:
    """How many formulas were compared with what the engine computes, sums of what is filled in with the answers."""
    values = load_workbook(BytesIO(calculated), data_only=True)
    count = 0
    for title, address in results(whole):
        sheet = load_once(whole)[title]
        cell = sheet[address]
        shown = values[title][address].value
        if cell.row == TOTALS_ROW + 1:
            code = sheet.cell(CODES_ROW + 1, cell.column).value
            cells = [source.answers.cell(Place(title, (country,), str(code))).value for country in COUNTRIES]
            assert shown == sum(value for value in cells if isinstance(value, int)), (title, address)
        else:
            place = place_of(sheet, cell.row, cell.column)
            field = source.form.tables[place.table].by_id[place.field]
            value = source.session.value(place)
            found = round(float(shown) * 10**field.places) if isinstance(shown, int | float) else None
            assert found == value, (title, address)
        count += 1
    return count


def load_once(data: bytes, _known: dict[bytes, Workbook] = {}) -> Workbook:  # noqa: B006 - read once for all its formulas
    if data not in _known:
        _known[data] = load_workbook(BytesIO(data))
    return _known[data]


def place_of(sheet: Any, row: int, column: int) -> Place:
    if sheet.cell(CODES_ROW + 1, 1).value == "question":
        return within(str(sheet.cell(row, 1).value), tuple(sheet.title.split(".")[1:]))
    return Place(sheet.title, (str(sheet.cell(row, 1).value),), str(sheet.cell(CODES_ROW + 1, column).value))


def test_a_list_has_empty_rows_with_identifiers_of_their_own(whole: bytes, source: Source) -> None:
    sheet = load_workbook(BytesIO(whole))["R1"]
    rows = [row for row in sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True) if row[0] is None]
    assert len(rows) == 20
    identifiers = {str(row[2]) for row in rows}
    assert len(identifiers) == 20
    assert not identifiers & {key[-1] for key in source.session.rows("R1")}
    offered = drop_downs(load_workbook(BytesIO(whole)), "R1")
    assert [text[:2] for text in offered[f"A{sheet.max_row}"]] == list(COUNTRIES)


def test_a_text_that_no_cell_can_hold_is_refused(form: Form) -> None:
    for text, refused in (("x" * 40_000, TextTooLong), ("a\uffffb", TextUnwritable)):
        answers = Answers.of({Place("T13", ("GN",), "NOTE"): Cell(value=text)})
        with pytest.raises(refused):
            workbook_of(source_with(form, answers), Choice(("T13",)))


@pytest.mark.xdist_group("rehearsal")
def test_a_declaration_is_written_into_a_new_file_only(rehearsal: Rehearsal, tmp_path: Path) -> None:
    target = tmp_path / "answers.xlsx"
    told: list[int] = []
    with rehearsal.stage.open(rehearsal.stage.declaration("BE", 2016), OFFICER_SLOT, readonly=True) as filling:
        book = write_answers_workbook(filling, target, progress=lambda _what, done, of: told.append(of - done))
        assert {sheet.name for sheet in book.sheets} >= {"D", "T01", *(f"D.{country}" for country in filling.round.countries)}
        assert told == list(reversed(range(len(book.sheets))))
        tables = filling.form.tables
        mine = {place: cell for place, cell in filling.answers.cells.items() if tables[place.table].origin is Origin.MINISTRY}
        assert read_back(target.read_bytes(), filling.form, filling.language) == mine
        before = target.read_bytes()
        with pytest.raises(FileTaken):
            write_answers_workbook(filling, target)
        assert target.read_bytes() == before


@pytest.mark.xdist_group("rehearsal")
def test_findings_go_back_to_the_cells_from_which_the_answers_came(rehearsal: Rehearsal, tmp_path: Path) -> None:
    given, marked = tmp_path / "answers.xlsx", tmp_path / "marked.xlsx"
    with rehearsal.stage.open(rehearsal.stage.unfinished, OFFICER_SLOT, readonly=True) as filling:
        write_answers_workbook(filling, given)
        cells = cells_of(given.read_bytes())
        count = write_findings_workbook(filling, given, marked, cells)
        places = {place for finding in filling.all_findings() for place in finding.places} & cells.keys()
        assert count == len(places) > 0
        book = load_workbook(marked)
        for place in places:
            sheet, address = cells[place]
            assert book[sheet][address].comment is not None
            assert book[sheet][address].fill.fgColor.rgb in ("FFFFC7CE", "FFFFEB9C")
        assert book["Findings"].max_row > len(places)
        assert book.security.lockStructure
        with pytest.raises(FileTaken):
            write_findings_workbook(filling, given, marked, cells)


def cells_of(data: bytes) -> dict[Place, tuple[str, str]]:
    found = {}
    for sheet in load_workbook(BytesIO(data)).worksheets:
        codes = [str(cell.value) for cell in sheet[CODES_ROW + 1]]
        for row in range(FIRST_ROW + 1, sheet.max_row + 1):
            first = sheet.cell(row, 1).value
            if codes[0] == "question" and first:
                found[within(str(first), tuple(sheet.title.split(".")[1:]))] = (sheet.title, f"C{row}")
            elif codes[:3] == ["country", "country.name", "RD"]:
                found[Place(sheet.title, (str(first),), "RD")] = (sheet.title, f"C{row}")
    return found


@pytest.mark.xdist_group("rehearsal")
def test_a_terminal_writes_a_part_in_another_language(rehearsal: Rehearsal, tmp_path: Path) -> None:
    folder, target = rehearsal.stage.declaration("BE", 2016), tmp_path / "part.xlsx"
    who = let_in(rehearsal.stage, folder, tmp_path)
    parts = ["--table", "T01", "--country", "MA", "--language", "fr"]
    done = CliRunner().invoke(app, ["workbook", str(folder), str(target), *parts, *who])
    assert done.exit_code == 0, done.output
    book = load_workbook(target)
    assert book.sheetnames == ["T01", FACTS_SHEET]
    assert book["T01"].cell(FIRST_ROW + 1, 2).value == "Maroc"
    assert book["T01"].max_row == FIRST_ROW + 1
    with pytest.raises(NotInRound):
        CliRunner().invoke(
            app, ["workbook", str(folder), str(tmp_path / "other.xlsx"), "--country", "US", *who], catch_exceptions=False
        )
