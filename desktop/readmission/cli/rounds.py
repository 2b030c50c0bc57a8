"""`readmission-importer round`: rounds on a terminal."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from readmission.canonical import Json
from readmission.cli import terminal
from readmission.cli.terminal import Exit, JsonFile, PasswordFile, count, out
from readmission.form.round import Dates
from readmission.tasks.round_from_files import SCOPE_DATASET, OrderedRound, RoundOrder, create_round_from_files

app = typer.Typer(no_args_is_help=True, help="Rounds.")

SHOWN = 20
DAY = "%Y-%m-%d"
Day = Annotated[datetime, typer.Option(formats=[DAY], metavar="DAY")]


@app.callback()
def rounds() -> None:
    """Rounds."""


@app.command("create")
def create(
    target: Path,
    *,
    form: Annotated[Path, typer.Option("--form", help="The folder of the form.")],
    round_id: Annotated[str, typer.Option("--id", help="The identifier of the round.")],
    year: Annotated[int, typer.Option(help="The reporting year.")],
    kit: Annotated[Path, typer.Option(help="The desk's kit: domain, receivers, markings, lists of withdrawn certificates.")],
    desk_keys: Annotated[Path, typer.Option(help="The key file that signs the pack.")],
    reference: Annotated[
        list[Path],
        typer.Option("--reference", help="A download of Eurostat (TSV, SDMX-CSV, JSON-stat, CSV, workbook) or our own extract."),
    ],
    opens: Day,
    deadline: Day,
    late_deadline: Day,
    freeze: Day,
    state: Annotated[list[str] | None, typer.Option("--state", help="A state; without one, all of the form.")] = None,
    organisation: Annotated[str, typer.Option(help="Who signs, in words.")] = "",
    scope_dataset: Annotated[str, typer.Option(help="The data set from which the scope is computed.")] = SCOPE_DATASET,
    as_of: Annotated[datetime | None, typer.Option(formats=[DAY], help="The last update of files that do not say it.")] = None,
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> int:
    """Create a round: its scope and each state's reference figures come from the files."""
    order = RoundOrder(
        id=round_id,
        year=year,
        form_folder=form,
        kit=kit,
        keys=desk_keys,
        references=tuple(reference),
        dates=Dates(opens.date(), deadline.date(), late_deadline.date(), freeze.date()),
        states=tuple(state or ()),
        organisation=organisation,
        scope_dataset=scope_dataset,
        updated=None if as_of is None else as_of.replace(tzinfo=UTC),
    )
    made = create_round_from_files(order, target, terminal.opener(password_file, None))
    for line in _lines(made):
        out.print(line, markup=False)
    terminal.write_json(json_file, _document(made))
    unmapped = any(True for report in made.files for _ in report.unmapped)
    return Exit.TO_ANSWER_FOR if unmapped or made.created.scope.unavailable else Exit.DONE


def _lines(made: OrderedRound) -> Iterable[str]:
    scope = made.created.scope
    for report in made.files:
        updated = report.updated.strftime(DAY) if report.updated else "date not said"
        yield f"{report.name}: {report.format}, {updated}, {count(report.used, 'figure')} used, {report.outside} not asked for"
        unmapped = list(report.unmapped)
        for dimension, text, number in unmapped[:SHOWN]:
            yield f"  not mapped: {dimension} “{text}”, {count(number, 'figure')}"
        if len(unmapped) > SHOWN:
            yield f"  and {len(unmapped) - SHOWN} more; --json writes all of them"
    for covered in made.created.coverage:
        states = ", ".join(f"{number} {state.value}" for state, number in sorted(covered.states.items()))
        yield f"{covered.table}.{covered.field}: {states}; {covered.available} with a number"
    if made.absent:
        yield f"No file holds: {', '.join(made.absent)}"
    if scope.unavailable:
        yield f"Without figures for the scope: {', '.join(scope.unavailable)}"
    yield f"{count(len(scope.entries), 'country', 'countries')} above {scope.threshold}"
    yield f"Pack {made.created.pack}, manifest {made.created.manifest_sha512[:16]}"


def _document(made: OrderedRound) -> Json:
    return {
        "manifest": made.created.manifest_sha512,
        "countries": [entry.country for entry in made.created.scope.entries],
        "without_figures": [*made.created.scope.unavailable],
        "absent": [*made.absent],
        "files": [
            {
                "name": report.name,
                "sha512": report.sha512,
                "format": report.format,
                "updated": report.updated.isoformat() if report.updated else None,
                "used": report.used,
                "outside": report.outside,
                "unmapped": [
                    {"dimension": dimension, "text": text, "figures": number} for dimension, text, number in report.unmapped
                ],
            }
            for report in made.files
        ],
        "coverage": [
            {
                "table": covered.table,
                "field": covered.field,
                "available": covered.available,
                **{state.value: number for state, number in covered.states.items()},
            }
            for covered in made.created.coverage
        ],
    }
