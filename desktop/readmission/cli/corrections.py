"""`readmission-importer correct`: ask a state to correct cells of its current bundle."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from readmission.answers.model import Place
from readmission.cli import terminal
from readmission.cli.terminal import Exit, PasswordFile, out
from readmission.tasks.correct import Request, correct
from readmission.tasks.keys import kit_anchors
from readmission.tasks.open_assessment import open_assessment
from readmission.tasks.open_desk import open_desk


def add_commands(app: typer.Typer) -> None:
    """Give the program this command."""
    app.command("correct")(ask_for_correction)


def ask_for_correction(
    target: Annotated[Path, typer.Argument(help="The reply to write, such as BE-1-correction.reply.")],
    *,
    database: Annotated[str, typer.Option("--database", help="The assessment's folder, or postgresql+psycopg://…")],
    kit: Annotated[Path, typer.Option("--kit", help="The desk's kit.")],
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
    out.print(f"{target}: {done.requests} requests about bundle {done.sequence} of {done.state}", markup=False)


def _request(text: str) -> Request:
    places, colon, words = text.partition(":")
    if not colon or not words.strip():
        out.print(f"Write cells, a colon and the text: {text}", markup=False)
        raise typer.Exit(Exit.COULD_NOT)
    return Request(tuple(Place.parse(place.strip()) for place in places.split(",")), words.strip())
