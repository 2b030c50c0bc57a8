"""Hand the declaration, or a part of it, to colleagues as a workbook that they fill in without the program."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from readmission.sheets.answers_book import FORMAT, Book, Sheet
from readmission.tasks.files import FileTaken, write_whole
from readmission.tasks.fill import Filling
from readmission.tasks.progress import Progress, silent
from readmission.tasks.workbook.choice import Choice, Chosen, chosen
from readmission.tasks.workbook.formulas import Addresses, Formulas
from readmission.tasks.workbook.grids import addresses_of, grid_sheet, plan_grid
from readmission.tasks.workbook.questions import across_sheet, question_sheet, questions_of, sheet_name
from readmission.tasks.workbook.questions import addresses_of as addresses_of_questions
from readmission.tasks.workbook.source import Source

EVERYTHING: Final = Choice()
__all__ = ["Choice", "answers_book", "source_of", "write_answers_workbook"]


def write_answers_workbook(filling: Filling, target: Path, choice: Choice = EVERYTHING, progress: Progress = silent) -> Book:
    """Write a workbook with the answers as they stand into a new file; raises NotInRound or FileTaken before any work."""
    from readmission.sheets.answers_out import write_answers  # noqa: PLC0415 - only who works with workbooks pays for it

    if target.exists():
        raise FileTaken(str(target))
    now = datetime.now(UTC)
    book = answers_book(source_of(filling, blank=choice.blank), choice, now)
    write_whole(target, write_answers(book, now, lambda name, done, of: progress(f"sheets: {name}", done, of)))
    return book


def source_of(filling: Filling, *, blank: bool = False) -> Source:
    """The declaration as a workbook's sheets ask for it."""
    return Source(
        form=filling.form,
        round=filling.round,
        state=filling.declaration.member_state,
        language=filling.language,
        session=filling.session,
        answers=filling.answers,
        last=filling.last,
        blank=blank,
    )


def answers_book(source: Source, choice: Choice, made: datetime) -> Book:
    """What stands in the workbook of a declaration."""
    parts = chosen(source.form, source.round, choice)
    # Each workbook has the drop-downs that it uses.
    source = replace(source, lists={}, entries={})
    sheets = _sheets(source, parts, _lines(source, made), across=choice.across)
    heading = f"{source.labels.state(source.state)} · {source.round.id}"
    return Book(
        title=heading,
        facts=(
            ("format", FORMAT),
            ("form", source.form.id),
            ("edition", source.form.edition),
            ("structure", source.form.structure),
            ("round", source.round.id),
            ("state", source.state),
            ("language", source.language.code),
            ("made", made.date().isoformat()),
        ),
        lists=dict(source.lists),
        sheets=sheets,
        foot=" · ".join(part for part in (heading, _rehearsal(source), source.round.marking) if part),
        refusal=source.language.say("This is not one of the answers that the questionnaire offers here."),
    )


def _sheets(source: Source, parts: Chosen, lines: tuple[str, ...], *, across: bool) -> list[Sheet]:
    general = questions_of(source.form, parts.general)
    dossier = questions_of(source.form, parts.dossier)
    grids = [plan_grid(source, table, parts.countries) for table in parts.tables]
    addresses: Addresses = addresses_of_questions(general, sheet_name(()), ())
    for grid in grids:
        addresses |= addresses_of(grid)
    if not across:
        for country in parts.countries:
            addresses |= addresses_of_questions(dossier, sheet_name((country,)), (country,))
    formulas = Formulas(source.form, addresses, _parameters(source))
    sheets = [question_sheet(source, general, (), formulas, lines)] if general else []
    if dossier and across:
        sheets.append(across_sheet(source, dossier, parts.countries, lines))
    elif dossier:
        sheets += [question_sheet(source, dossier, (country,), formulas, lines) for country in parts.countries]
    return sheets + [grid_sheet(source, grid, formulas, lines) for grid in grids]


def _parameters(source: Source) -> dict[str, int]:
    return {name: source.round.parameters.get(name, default.value) for name, default in source.form.parameters.items()}


def _lines(source: Source, made: datetime) -> tuple[str, str]:
    say = source.language.say
    about = (
        source.labels.state(source.state),
        say("reporting year {year}", year=source.round.year),
        source.round.id,
        _rehearsal(source),
        source.round.marking,
        source.language.day(made.date()),
    )
    return " · ".join(part for part in about if part), say(
        "Fill in the coloured and the framed cells: coloured ones are owed, framed ones are offered. 0 is a number; where you have "
        "none, choose a reason. Save the workbook and hand it back; the program reads it and shows every change first."
    )


def _rehearsal(source: Source) -> str:
    return source.language.say("REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT") if source.round.rehearsal else ""
