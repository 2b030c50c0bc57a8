"""`readmission`: what a ministry does, on a terminal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from readmission import assets
from readmission.answers.finding import Finding
from readmission.answers.model import Place
from readmission.cli import evidence, head, incoming, papers, release, safekeeping, terminal
from readmission.cli.opening import As, only_slot, open_as
from readmission.cli.people import slots_app
from readmission.cli.self_check import check_program
from readmission.cli.speech import TEXTS, known, spoken
from readmission.cli.terminal import Exit, IdentityFile, JsonFile, KitFile, PasswordFile, count, out
from readmission.tasks.add_reference import add_reference, drop_reference
from readmission.tasks.answers_workbook import Choice, write_answers_workbook
from readmission.tasks.carry_over import carry_over, write_carry_over
from readmission.tasks.dump import dump_declaration
from readmission.tasks.fill import Filling, entered
from readmission.tasks.import_answers import apply, preview
from readmission.tasks.keys import install_certificate, kit_anchors, kit_facts, new_keys, open_keys, request_certificate
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.sdmx import write_sdmx
from readmission.tasks.settle import confirm, open_warnings, settle
from readmission.texts import Language, language

app = terminal.program("Fill in, check and send the readmission questionnaire.")
keys_app = typer.Typer(no_args_is_help=True, help="A person's signing keys.")
app.add_typer(keys_app, name="keys")
papers.add_commands(app)
safekeeping.add_commands(app)
head.add_commands(app)
release.add_commands(app)
evidence.add_commands(app)
app.add_typer(slots_app, name="slots")

KeyFile = Annotated[Path, typer.Option("--key", help="The key file.")]


@app.command("new")
def new(
    pack: Path,
    folder: Path,
    kit: KitFile,
    name: Annotated[str, typer.Option(help="Your name.")],
    function: Annotated[str, typer.Option(help="Your function.")] = "case officer",
    short: Annotated[str, typer.Option(help="The name of your slot.")] = "officer",
    password_file: PasswordFile = None,
) -> None:
    """Make a declaration from a round pack."""
    opener = terminal.opener(password_file, None, twice=True)
    _tell_made(new_declaration(pack, kit, folder, [Person(name, function, short, password=opener.password)]))


@app.command("carry-over")
def carry_over_declaration(
    old: Path,
    pack: Path,
    folder: Path,
    *,
    kit: KitFile,
    name: Annotated[str, typer.Option(help="Your name.")],
    function: Annotated[str, typer.Option(help="Your function.")] = "case officer",
    short: Annotated[str, typer.Option(help="The name of your slot.")] = "officer",
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Begin this year's declaration from last year's, which the same password opens, with a report."""
    opener = terminal.opener(password_file, None)
    with open_filling(old, slot=slot or only_slot(old), password=opener.password, readonly=True) as before:
        made = carry_over(before, pack, kit, folder, [Person(name, function, short, password=opener.password)])
    with open_filling(folder, slot=made.slots[0], password=opener.password, readonly=True, language=spoken()) as filling:
        report = write_carry_over(made, filling, filling.language)
    _tell_made(made)
    lost = sum(line.fate.lost for line in made.lines)
    out.print(
        f"{count(len(made.lines), 'answer')} of last year; taken into this year's: {len(made.begun)}; without a place: {lost}.",
        markup=False,
    )
    if made.attached:
        names = ", ".join(f"{one.name} ({one.place})" for one in made.attached)
        out.print(f"Evidence is of its year and is not carried over: {names}", markup=False)
    out.print(f"Report: {report}", markup=False)
    return Exit.TO_ANSWER_FOR if lost else Exit.DONE


@app.command()
def check(folder: Path, slot: As = "", password_file: PasswordFile = None, json_file: JsonFile = None) -> int:
    """All findings, the blocking ones first."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        findings = filling.all_findings()
        for finding in findings:
            out.print(_line(filling, finding), markup=False)
        counted = filling.counting.total()
        blocking = sum(finding.severity.blocks for finding in findings)
        out.print(
            f"{count(len(findings), 'finding')}, {blocking} of them blocking. "
            f"Core {counted.core_answered} of {counted.core_owed} answered.",
            markup=False,
        )
        terminal.write_json(
            json_file,
            [
                {
                    "rule": finding.rule,
                    "severity": finding.severity.value,
                    "places": [str(place) for place in finding.places],
                    "message": filling.message(finding),
                }
                for finding in findings
            ],
        )
    return Exit.TO_ANSWER_FOR if blocking else Exit.DONE


@app.command("set")
def set_value(folder: Path, place: str, value: str, slot: As = "", password_file: PasswordFile = None) -> None:
    """Put a value at a place, such as T01[GN].RD 432."""
    with open_as(folder, slot, password_file) as filling:
        where = Place.parse(place)
        step = filling.enter({where: entered(filling, where, value)}, why="entered at the terminal")
        for finding in step.added:
            out.print(_line(filling, finding), markup=False)


@app.command("reference")
def reference(
    folder: Path,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Downloads of Eurostat: TSV, SDMX-CSV, JSON-stat, CSV, workbook.")
    ] = None,
    *,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last update of files that do not say it.")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Go back to the figures of the round.")] = False,
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Compare with a newer download of the published figures; the bundle then carries them."""
    with open_as(folder, slot, password_file) as filling:
        if drop:
            drop_reference(filling)
            out.print("The figures of the round are in use again.")
            return Exit.DONE
        added = add_reference(filling, files or [], updated=None if as_of is None else as_of.replace(tzinfo=UTC))
    unmapped = False
    for report in added.files:
        out.print(
            f"{report.name}: {report.format}, {count(report.used, 'figure')} used, {report.outside} not asked for", markup=False
        )
        for dimension, text, number in report.unmapped:
            unmapped = True
            out.print(f"  not mapped: {dimension} “{text}”, {count(number, 'figure')}", markup=False)
    out.print(
        f"{count(len(added.new), 'reference cell is', 'reference cells are')} new, {len(added.changed)} changed.", markup=False
    )
    return Exit.TO_ANSWER_FOR if unmapped else Exit.DONE


@app.command("fill")
def fill_from_files(
    folder: Path,
    *,
    files: Annotated[list[Path], typer.Option("--from", help="A workbook or CSV file; give it once for each.")],
    only_preview: Annotated[bool, typer.Option("--preview", help="Show what would change, and change nothing.")] = False,
    read_as: Annotated[list[str] | None, typer.Option(help="How to read what has two readings: . or , and dmy or mdy.")] = None,
    prefer: Annotated[str, typer.Option(help="The file whose value holds where files differ, or: present.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Empty the cells that are blank in the files.")] = False,
    slot: As = "",
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> int:
    """Read workbooks and CSV files: show or apply what they change, as one step."""
    with open_as(folder, slot, password_file, readonly=only_preview) as filling:
        shown = preview(filling, files)
        incoming.tell(filling, shown)
        terminal.write_json(json_file, incoming.as_json(filling, shown))
        if not only_preview:
            step = apply(filling, shown, incoming.choices_of(shown, read_as or (), prefer, remove=remove))
            out.print(f"{count(len(step.changes.edits), 'cell')} changed in one step; “undo” takes it back.", markup=False)
    open_ = only_preview and (shown.questions or shown.conflicts)
    return Exit.DONE if shown.whole and not open_ else Exit.TO_ANSWER_FOR


@app.command()
def undo(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Take the latest step back."""
    with open_as(folder, slot, password_file) as filling:
        step = filling.undo()
        out.print("There is nothing to take back." if step is None else f"Taken back: {count(len(step.changes.edits), 'cell')}.")


@app.command()
def journal(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """The steps of a declaration: who, when, where and why."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        for entry in filling.declaration.journal():
            out.print(f"{entry.number} {entry.moment} person {entry.person} {entry.kind} {entry.place} {entry.why}", markup=False)


@app.command()
def dump(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """The facts as text."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        out.out(dump_declaration(filling), end="")


@app.command("sdmx")
def sdmx(folder: Path, target: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """The numbers as SDMX-CSV 2.0, for statistical offices."""
    with open_as(folder, slot, password_file, readonly=True) as filling:
        written = write_sdmx(filling, target)
    out.print(f"{count(written, 'figure')}: {target}", markup=False)


@app.command("workbook")
def workbook(
    folder: Path,
    target: Path,
    *,
    table: Annotated[list[str] | None, typer.Option(help="A table, such as T01; give it once for each. None means all.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="A country, such as GN; give it once for each. None means all.")
    ] = None,
    across: Annotated[bool, typer.Option("--across", help="Dossiers on one sheet: countries down, questions across.")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="Without the answers given so far.")] = False,
    chosen: Annotated[str, typer.Option("--language", help="The language of headings and guidance; else the terminal's.")] = "",
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Tables and dossiers as a workbook for colleagues, present answers filled in."""
    words = _language(chosen) if chosen else spoken()
    choice = Choice(tuple(table or ()), tuple(country or ()), across, blank)
    with open_as(folder, slot, password_file, readonly=True, words=words) as filling, terminal.progress() as tell:
        book = write_answers_workbook(filling, target, choice, tell)
    out.print(f"{target}: {count(len(book.sheets), 'sheet')}", markup=False)


@app.command("settle")
def settle_warnings(
    folder: Path,
    rule: Annotated[str, typer.Option(help="The rule whose warnings are closed.")],
    code: Annotated[str, typer.Option(help="The reason, from the list of comment codes.")],
    text: Annotated[str, typer.Option(help="The explanation.")],
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Close all open warnings of a rule; a second reader confirms them."""
    with open_as(folder, slot, password_file) as filling:
        chosen = [finding for finding in open_warnings(filling) if finding.rule == rule]
        settle(filling, chosen, code=code, text=text)
        out.print(f"{count(len(chosen), 'warning closed; it waits', 'warnings closed; they wait')} for a second reader.")


@app.command("confirm")
def confirm_settled(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Read, as second reader, what others settled."""
    with open_as(folder, slot, password_file) as filling:
        unread = [settled for settled in filling.declaration.settlements() if settled.read_by is None]
        confirm(filling, unread)
        out.print(f"{count(len(unread), 'settled warning')} confirmed.")


@keys_app.command("new")
def keys_new(key: Path, password_file: PasswordFile = None, identity_file: IdentityFile = None) -> None:
    """Make signing keys."""
    new_keys(key, terminal.opener(password_file, identity_file, twice=True))
    out.print(f"Keys made in {key}. The file never leaves you.", markup=False)


@keys_app.command("request")
def keys_request(
    key: Path,
    target: Path,
    name: Annotated[str, typer.Option()],
    organisation: Annotated[str, typer.Option()],
    kit: KitFile,
    password_file: PasswordFile = None,
    identity_file: IdentityFile = None,
) -> None:
    """Write the certificate request for the authority."""
    keys = open_keys(key, terminal.opener(password_file, identity_file))
    fingerprint = request_certificate(keys, target, name=name, organisation=organisation, **kit_facts(kit))
    out.print(f"Send {target}, and compare this by telephone: {fingerprint}", markup=False)


@keys_app.command("install")
def keys_install(
    key: Path,
    certificate: Path,
    kit: KitFile,
    password_file: PasswordFile = None,
    identity_file: IdentityFile = None,
) -> None:
    """Put the certificates beside the keys they belong to."""
    opener = terminal.opener(password_file, identity_file)
    install_certificate(open_keys(key, opener), key, opener, certificate, kit_anchors(kit))
    out.print("Installed.")


@app.command("self-check")
def check_installation() -> int:
    """Try everything that the program brings along; says what it tried."""
    return check_program(with_window=True)


def _language(code: str) -> Language:
    if code not in known():
        raise typer.BadParameter(f"one of {', '.join(known())}", param_hint="--language")
    return language(code, assets.resources() / TEXTS)


def _tell_made(made: Created) -> None:
    out.print(f"Made {made.folder}. It opens as {made.slots[0]}.", markup=False)
    out.print(f"Print this recovery identity and lock it away; it is shown this once:\n{made.recovery}", markup=False)


def _line(filling: Filling, finding: Finding) -> str:
    return f"{finding.severity} {finding.rule} {' '.join(map(str, finding.places))}: {filling.message(finding)}"


def main() -> None:
    """Run `readmission`."""
    terminal.run(app)
