"""`readmission-importer form`: the questionnaire itself, checked, compared and handed to people and programs."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli import terminal
from readmission.cli.speech import spoken
from readmission.cli.terminal import Exit, JsonFile, count, out
from readmission.form.schema import form_schema
from readmission.tasks.check_form import check_form
from readmission.tasks.compare_forms import compare_folders
from readmission.tasks.data_structure import write_data_structure
from readmission.tasks.form_workbook import read_workbook, write_workbook
from readmission.tasks.preview_form import preview_form
from readmission.tasks.rule_cards import write_rule_cards
from readmission.tasks.try_form import try_form
from readmission.tasks.xlsform import read_xlsform, write_xlsform

app = typer.Typer(no_args_is_help=True, help="The questionnaire.")


@app.command("check")
def form_check(folder: Path) -> None:
    """Everything that is wrong with a form, at once."""
    form = check_form(folder)
    out.print(
        f"{form.title}: {count(len(form.tables), 'table')}, {count(len(form.rules), 'rule')}. Structure {form.structure}",
        markup=False,
    )


@app.command("schema")
def schema() -> None:
    """The JSON Schema of a form's files, with which editors complete and check."""
    out.out(form_schema().decode(), end="", highlight=False)


@app.command("compare")
def compare(old: Path, new: Path, json_file: JsonFile = None) -> None:
    """Explain what changed from one edition to another, and what it means for answers."""
    comparison = compare_folders(old, new)
    for chapter in comparison.chapters:
        out.print(chapter.title, markup=False, style="bold")
        for statement in chapter.statements:
            out.print(f"  {statement}", markup=False)
        out.print()
    out.print(comparison.verdict, markup=False)
    terminal.write_json(
        json_file,
        {
            "same_structure": comparison.same_structure,
            "same_texts": comparison.same_texts,
            "chapters": [
                {"title": chapter.title, "sentences": [str(statement) for statement in chapter.statements]}
                for chapter in comparison.chapters
            ],
        },
    )


@app.command("workbook")
def workbook(
    source: Annotated[Path, typer.Argument(help="The form's folder; with --read the workbook.")],
    target: Annotated[Path, typer.Argument(help="The workbook to write; with --read a new folder.")],
    read: Annotated[bool, typer.Option("--read", help="Read the workbook and write the form's folder.")] = False,
) -> None:
    """Write a form as one workbook for people who do not write YAML, or read it back."""
    if read:
        form = read_workbook(source, target)
        out.print(f"{target}: {form.title}. Structure {form.structure}", markup=False)
        return
    written = write_workbook(source, target)
    out.print(f"{target}: {written.form.title}. Structure {written.form.structure}", markup=False)
    for name in written.laid_out_anew:
        out.print(f"{name} will be laid out anew when the workbook is read back; its digest will differ.", markup=False)


@app.command("xlsform")
def xlsform(
    source: Annotated[Path, typer.Argument(help="The form's folder; with --read the survey's workbook.")],
    target: Annotated[Path, typer.Argument(help="The survey's workbook to write; with --read a new folder.")],
    read: Annotated[bool, typer.Option("--read", help="Take the structure of a survey over into a new folder.")] = False,
    json_file: JsonFile = None,
) -> None:
    """Write the qualitative part of a form as a survey (XLSForm) for other programs, or take a survey's structure over."""
    omitted = read_xlsform(source, target).omitted if read else write_xlsform(source, target).omitted
    out.print(f"{target}: {'not taken over' if read else 'left out'}: {len(omitted)}", markup=False)
    for omission in omitted:
        out.print(f"  {omission.place} {omission.what}: {omission.why}", markup=False)
    terminal.write_json(json_file, {"omitted": [{"place": part.place, "what": part.what, "why": part.why} for part in omitted]})


@app.command("dsd")
def data_structure(folder: Path, target: Path) -> None:
    """Write the data structure of a form's numbers for statistical offices (SDMX-ML 3.0)."""
    found = write_data_structure(folder, target)
    out.print(
        f"{target}: {count(len(found.structures), 'data structure')}, {count(len(found.codelists), 'code list')}", markup=False
    )
    for first, second in found.clashes:
        out.print(f"  {first} and {second} have the same coordinates.", markup=False)
    if found.clashes:
        raise typer.Exit(1)


@app.command("cards")
def rule_cards(folder: Path, target: Path) -> None:
    """Write the cards of all checks as one page: what each wants, why, and from which source."""
    out.print(f"{target}: {count(write_rule_cards(folder, target, spoken()), 'check')}", markup=False)


@app.command("try")
def try_out(
    folder: Path,
    worlds: Annotated[int, typer.Option(help="How often the form is filled in.", min=1)] = 1000,
    seed: Annotated[int, typer.Option(help="Another number draws other answers.")] = 1,
    json_file: JsonFile = None,
) -> int:
    """Fill a form with invented answers and show which of its rules ever speak up."""
    with terminal.progress() as tell:
        trial = try_form(folder, worlds, seed, tell)
    for one in trial.counts:
        out.print(f"{one.rule:<24} passed {one.passed:>8} failed {one.failed:>8} not applicable {one.undecided:>8}", markup=False)
    out.print(f"Never failed: {', '.join(trial.silent) or 'none'}", markup=False)
    out.print(f"Never passed: {', '.join(trial.insatiable) or 'none'}", markup=False)
    terminal.write_json(
        json_file,
        [{"rule": one.rule, "passed": one.passed, "failed": one.failed, "not_applicable": one.undecided} for one in trial.counts],
    )
    return Exit.TO_ANSWER_FOR if trial.silent or trial.insatiable else Exit.DONE


@app.command("preview")
def preview(
    folder: Path,
    into: Annotated[Path, typer.Option("--into", help="A new folder for the invented round and declaration.")],
    state: Annotated[str, typer.Option(help="The state whose declaration is shown.")] = "BE",
    open_window: Annotated[bool, typer.Option("--window/--no-window", help="Open the window on it.")] = True,
) -> None:
    """Open a form as a ministry sees it, in an invented round."""
    shown = preview_form(folder, into, state)
    out.print(f"Declaration: {shown.folder}\nPassword:    {shown.password}", markup=False)
    if open_window:
        terminal.open_window(shown.folder)
