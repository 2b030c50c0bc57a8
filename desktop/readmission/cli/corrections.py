"""`readmission-importer correct` and `corrections`: ask a state to correct cells of its current bundle, and see what was answered."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from readmission.answers.model import Place
from readmission.canonical import Json
from readmission.cli import terminal
from readmission.cli.terminal import Exit, JsonFile, KitFile, PasswordFile, count, out
from readmission.tasks.correct import Request, correct
from readmission.tasks.follow_corrections import ANSWERED, Followed, Standing, follow_corrections
from readmission.tasks.keys import kit_anchors
from readmission.tasks.open_assessment import open_assessment
from readmission.tasks.open_desk import open_desk


def add_commands(app: typer.Typer) -> None:
    """Give the program these commands."""
    app.command("correct")(ask_for_correction)
    app.command("corrections")(list_corrections)


def ask_for_correction(
    target: Annotated[Path, typer.Argument(help="The reply to write, such as BE-1-correction.reply.")],
    *,
    database: Annotated[str, typer.Option("--database", help="The assessment's folder, or postgresql+psycopg://…")],
    kit: KitFile,
    desk_keys: Annotated[Path, typer.Option(help="The key file that signs replies.")],
    identity: Annotated[Path, typer.Option(help="The receiving identity.")],
    state: Annotated[str, typer.Option(help="The state whose current bundle is to be corrected.")],
    deadline: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Until when.")],
    ask: Annotated[
        list[str], typer.Option("--ask", help="Cells and what about them: “T01[GN].RD,T01[GN].RD_F: please explain”.")
    ],
    round_id: Annotated[str, typer.Option("--round", help="The round; not needed where there is only one.")] = "",
    password_file: PasswordFile = None,
) -> None:
    """Write a correction request: cells, text, deadline; signed, and sealed for the state alone."""
    opener = terminal.opener(password_file, None)
    requests = [_request(text) for text in ask]
    with open_assessment(database if "://" in database else Path(database), kit_anchors(kit), opener) as assessing:
        done = correct(
            assessing,
            open_desk(kit, desk_keys, identity, opener),
            target,
            state=state,
            round_id=round_id or assessing.only_round(),
            requests=requests,
            deadline=deadline.date(),
        )
    out.print(f"{target}: {count(done.requests, 'request')} about bundle {done.sequence} of {done.state}", markup=False)


def list_corrections(
    *,
    database: Annotated[str, typer.Option("--database", help="The assessment's folder, or postgresql+psycopg://…")],
    kit: KitFile,
    round_id: Annotated[str, typer.Option("--round", help="The round; not needed where there is only one.")] = "",
    open_only: Annotated[bool, typer.Option("--open", help="Only what waits for an answer.")] = False,
    password_file: PasswordFile = None,
    json_file: JsonFile = None,
) -> int:
    """The correction requests that were sent, and which are answered; ends with 1 while one is overdue."""
    opener = terminal.opener(password_file, None)
    with open_assessment(database if "://" in database else Path(database), kit_anchors(kit), opener) as assessing:
        found = follow_corrections(assessing, round_id or assessing.only_round())
    shown = [one for one in found if not open_only or one.standing not in ANSWERED]
    for one in shown:
        out.print(_line(one), markup=False)
    waiting = sum(one.standing not in ANSWERED for one in found)
    out.print(f"{count(len(found), 'request')}, {waiting} waiting for an answer.", markup=False)
    terminal.write_json(json_file, [_entry(one) for one in shown])
    return Exit.TO_ANSWER_FOR if any(one.standing is Standing.OVERDUE for one in found) else Exit.DONE


def _line(one: Followed) -> str:
    standing = {
        Standing.OPEN: f"open until {one.sent.deadline}",
        Standing.OVERDUE: f"overdue since {one.sent.deadline}",
        Standing.CHANGED: f"answered by number {one.answered_by}, changed: {', '.join(one.changed)}",
        Standing.UNCHANGED: f"answered by number {one.answered_by}, nothing changed",
    }[one.standing]
    return f"{one.state} number {one.sequence}, {', '.join(one.asked.places)}: {one.asked.text} ({standing})"


def _entry(one: Followed) -> Json:
    return {
        "state": one.state,
        "sequence": one.sequence,
        "sent": one.sent.sent_at,
        "deadline": one.sent.deadline,
        "reply": one.sent.reply,
        "places": list(one.asked.places),
        "text": one.asked.text,
        "standing": one.standing.value,
        "answered_by": one.answered_by,
        "changed": list(one.changed),
    }


def _request(text: str) -> Request:
    places, colon, words = text.partition(":")
    if not colon or not words.strip():
        out.print(f"Write cells, a colon and the text: {text}", markup=False)
        raise typer.Exit(Exit.COULD_NOT)
    return Request(tuple(Place.parse(place.strip()) for place in places.split(",")), words.strip())
