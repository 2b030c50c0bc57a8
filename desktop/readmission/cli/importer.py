"""`readmission-importer`: what the Commission does, on a terminal."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.assessment.result import Circulation
from readmission.cli import corrections, evidence, forms, rounds, terminal
from readmission.cli.opening import As, only_slot
from readmission.cli.self_check import check_program
from readmission.cli.speech import spoken
from readmission.cli.terminal import Exit, JsonFile, KitFile, PasswordFile, count, out
from readmission.tasks.assess import Assessed, assess_round, write_report, write_result
from readmission.tasks.commission_part import CommissionPart, commission_part_of
from readmission.tasks.dump import dump_assessment
from readmission.tasks.keys import Opener, kit_anchors
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import Assessing, create_assessment, open_assessment
from readmission.tasks.open_desk import open_desk
from readmission.tasks.progress import Progress, silent
from readmission.tasks.receive import Ending, Reception, receive
from readmission.tasks.rehearsal.play import Rehearsal, rehearse
from readmission.tasks.rehearsal.stage import PASSWORD, Stage
from readmission.tasks.trace import figures, trace

app = terminal.program("Receive, assess and trace answers on readmission.")
app.add_typer(forms.app, name="form")
app.add_typer(rounds.app, name="round")
corrections.add_commands(app)
evidence.add_importer_commands(app)

Database = Annotated[str, typer.Option("--database", help="The assessment's folder, or postgresql+psycopg://…")]
RoundId = Annotated[str, typer.Option("--round", help="The round; not needed where there is only one.")]


@app.command("receive")
def receive_files(
    files: list[Path],
    database: Database,
    kit: KitFile,
    replies: Annotated[Path, typer.Option(help="Where receipts go.")],
    desk_keys: Annotated[Path, typer.Option(help="The key file that signs receipts.")],
    identity: Annotated[Path, typer.Option(help="The receiving identity.")],
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> int:
    """Receive bundles; each file ends on its own."""
    opener = terminal.opener(password_file, None)
    with terminal.progress() as tell, _opened(database, kit, opener, tell) as assessing:
        desk = open_desk(kit, desk_keys, identity, opener)
        received = receive(assessing, files, desk, replies, tell)
    for one in received:
        out.print(_line(one), markup=False)
    terminal.write_json(
        json_file,
        [{"file": one.file, "ending": one.ending.value, "state": one.state, "manifest": one.manifest} for one in received],
    )
    return Exit.TO_ANSWER_FOR if any(one.ending is Ending.REFUSED for one in received) else Exit.DONE


@app.command("database")
def make_database(
    database: Database, kit: KitFile, packs: Annotated[list[Path], typer.Option("--pack")], password_file: PasswordFile = None
) -> None:
    """Make an assessment with the packs of its rounds."""
    opener = terminal.opener(password_file, None, twice=True)
    with create_assessment(_target(database), kit_anchors(kit), opener) as assessing:
        for pack in packs:
            out.print(f"Round {assessing.add_round(pack).id} added.", markup=False)


@app.command("assess")
def assess(
    *,
    database: Database,
    kit: KitFile,
    report: Annotated[Path, typer.Option(help="The report to write.")],
    round_id: RoundId = "",
    before: Annotated[str, typer.Option("--compare-with", help="The round of the year before.")] = "",
    circulation: Annotated[
        Circulation, typer.Option(help="shared: without what states keep to the Commission and without small figures.")
    ] = Circulation.COMMISSION,
    part: Annotated[Path | None, typer.Option("--part-c", help="The folder of the Commission's own part of the round.")] = None,
    slot: As = "",
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> None:
    """Compute indicators and classes, and write the report."""
    opener = terminal.opener(password_file, None)
    with terminal.progress() as tell, _opened(database, kit, opener, tell) as assessing:
        chosen = round_id or assessing.only_round()
        own = None if part is None else _part(part, slot or only_slot(part), opener, chosen)
        assessed = _assessed(assessing, chosen, before, circulation, own, tell)
        tell("Writing the report", 0, 1)
        write_report(assessed, report, language=assessing.wording(chosen, spoken()))
        if json_file is not None:
            write_result(assessed, json_file)
        tell("Writing the report", 1, 1)
    out.print(f"Report: {report}", markup=False)


@app.command("trace")
def trace_figure(
    figure: Annotated[str, typer.Argument(help="Such as IND_c/GN; without one, all figures are listed.")] = "",
    *,
    database: Database,
    kit: KitFile,
    round_id: RoundId = "",
    before: Annotated[str, typer.Option("--compare-with")] = "",
    password_file: PasswordFile = None,
) -> None:
    """Lead a figure back to the signed cells."""
    with open_assessment(_target(database), kit_anchors(kit), terminal.opener(password_file, None)) as assessing:
        assessed = _assessed(assessing, round_id, before)
    for line in trace(assessed, figure) if figure else figures(assessed):
        out.print(line, markup=False)


@app.command("dump")
def dump(database: Database, kit: KitFile, password_file: PasswordFile = None) -> None:
    """Everything that was received, line by line."""
    with open_assessment(_target(database), kit_anchors(kit), terminal.opener(password_file, None)) as assessing:
        for line in dump_assessment(assessing):
            out.out(line, highlight=False)


@app.command("self-check")
def check_installation() -> int:
    """Try everything that the program brings along; says what it tried."""
    return check_program(with_window=False)


@app.command("rehearse")
def rehearse_round(
    folder: Path, states: Annotated[list[str] | None, typer.Option("--state", help="A state; without one, all of them.")] = None
) -> None:
    """Play a whole invented round, from the first key to the last report."""
    with terminal.progress() as tell:
        done = rehearse(Stage(folder), tuple(states or ()), tell)
    for line in _summary(done):
        out.print(line, markup=False)


def main() -> None:
    """Run `readmission-importer`."""
    terminal.run(app)


def _opened(database: str, kit: Path, opener: Opener, tell: Progress) -> Assessing:
    """The assessment; a password takes its time, and so do the forms of many rounds."""
    tell("Opening the assessment", 0, 1)
    assessing = open_assessment(_target(database), kit_anchors(kit), opener)
    tell("Opening the assessment", 1, 1)
    return assessing


def _target(database: str) -> Path | str:
    return database if "://" in database else Path(database)


def _assessed(
    assessing: Assessing,
    round_id: str,
    before: str,
    circulation: Circulation = Circulation.COMMISSION,
    part: CommissionPart | None = None,
    progress: Progress = silent,
) -> Assessed:
    chosen = round_id or assessing.only_round()
    previous = assess_round(assessing, before, circulation=circulation, progress=progress).text if before else None
    return assess_round(assessing, chosen, previous=previous, circulation=circulation, part=part, progress=progress)


def _part(folder: Path, slot: str, opener: Opener, round_id: str) -> CommissionPart:
    with open_filling(folder, slot=slot, password=opener.password, identity=opener.identity, readonly=True) as filling:
        return commission_part_of(filling, round_id)


def _line(one: Reception) -> str:
    about = f"{one.state} {one.round} number {one.sequence}" if one.state else ""
    why = f" {spoken().explain(one.error)}" if one.error else ""
    differs = f" {count(one.differences, 'finding differs', 'findings differ')}" if one.differences else ""
    return f"{one.file}: {one.ending} {about}{differs}{why}".rstrip()


def _summary(done: Rehearsal) -> list[str]:
    lines = ["REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT", ""]
    for created in done.rounds:
        year = created.round.year
        received = done.received[year]
        asked = count(len(created.round.scope), "country", "countries")
        lines.append(f"Round {created.round.id}: {asked}, {count(len(done.played[year]), 'state')}.")
        borderline = [entry.country for entry in created.round.scope if entry.borderline]
        nearby = [entry.country for entry in created.scope.nearby]
        lines.append(f"  inside the rounding band: {', '.join(borderline) or 'none'} (in); {', '.join(nearby) or 'none'} (out)")
        lines += [
            f"  {count(len([one for one in received if one.ending is ending]), 'file')} {ending}"
            for ending in Ending
            if any(one.ending is ending for one in received)
        ]
        lines += [f"  {one.file}: refused with {one.error.code}" for one in received if one.error]
        lines += [
            f"  {played.state} found its mistakes: {', '.join(played.found)}" for played in done.played[year] if played.found
        ]
    years = sorted(done.received)
    lines += ["", *(f"Report {year}:   {done.stage.report(year)}" for year in years)]
    lines += [f"Bundles:       {done.stage.root / 'bundles'}", f"Declaration:   {done.stage.unfinished} (make run opens it)"]
    return [*lines, f"Password:      {PASSWORD}"]
