"""`readmission head-review`: the countries as the head sees them, approved or sent back."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.cli.opening import As, open_as
from readmission.cli.terminal import Exit, PasswordFile, count, out
from readmission.tasks.head_review import CountryReview, approve_countries, country_reviews, send_back


def add_commands(app: typer.Typer) -> None:
    """Give the program this command."""
    app.command("head-review")(head_review)


def head_review(
    folder: Path,
    *,
    approve: Annotated[list[str] | None, typer.Option(help="A country to approve as it stands; may be given again.")] = None,
    back: Annotated[list[str] | None, typer.Option("--send-back", help="A country to send back; may be given again.")] = None,
    comment: Annotated[str, typer.Option(help="What is to be looked at again.")] = "",
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Each country with verdict, changes and warnings; first approve or send back those named."""
    with open_as(folder, slot, password_file, readonly=not (approve or back)) as filling:
        if approve:
            approve_countries(filling, approve)
        if back:
            send_back(filling, back, comment)
        reviews = country_reviews(filling)
    for review in reviews:
        out.print(_line(review), markup=False)
    return Exit.DONE if all(review.approved for review in reviews) else Exit.TO_ANSWER_FOR


def _line(review: CountryReview) -> str:
    verdict = (
        "not judged" if review.reviewed is None else f"{review.reviewed.verdict}{'' if review.stands else ', changed since'}"
    )
    looked = f"{len(review.changes)} changed" if review.looked else "new"
    warnings = f"{count(len(review.settled), 'warning')} explained, {len(review.open_warnings)} open"
    comment = f": {review.reviewed.comment}" if review.reviewed is not None and review.reviewed.comment else ""
    return f"{review.country} {verdict}; {looked}; {warnings}{comment}"
