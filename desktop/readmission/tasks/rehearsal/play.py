"""Play a rehearsal from the first key to the last report.

Ministries play side by side in processes of their own; the Commission receives what they sent, in an order that no ministry chose,
together with files that it must refuse.
"""

import multiprocessing
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.model import Cell, Place
from readmission.errors import Phrase, TaskError
from readmission.form.model import FieldType
from readmission.form.reader import form_files, read_form
from readmission.tasks.assess import assess_round, write_report
from readmission.tasks.create_round import CreatedRound
from readmission.tasks.fill import Filling
from readmission.tasks.keys import open_keys
from readmission.tasks.open_assessment import Assessing, create_assessment
from readmission.tasks.progress import Progress, silent
from readmission.tasks.receive import Ending, Reception, receive
from readmission.tasks.rehearsal import mischief
from readmission.tasks.rehearsal.commission import Commission
from readmission.tasks.rehearsal.invention import Invention, read_invention
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT, Ministry, Played
from readmission.tasks.rehearsal.stage import HEAD, OFFICER, YEARS, Stage, form_folder, invention_file, round_id
from readmission.texts import Language

WORKERS: Final = 2


class RehearsalFailed(TaskError):
    """A rehearsal did not go as a round must go."""

    code: ClassVar[str] = "TA-43"
    happened: ClassVar[str] = "The rehearsal of {year} did not go as it must: {why}."
    unharmed: ClassVar[str] = "What was played so far lies in its folder."
    remedy: ClassVar[str] = "Look at the files named."


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal left: the rounds, what each ministry did, how each file ended, and where things are."""

    stage: Stage
    rounds: tuple[CreatedRound, ...]
    played: Mapping[int, tuple[Played, ...]]
    received: Mapping[int, tuple[Reception, ...]]


def rehearse(stage: Stage, states: Sequence[str] = (), progress: Progress = silent) -> Rehearsal:
    """Play two rounds on a stage, whose folder is emptied first if it holds an earlier rehearsal."""
    _empty(stage)
    invention = _invention(YEARS[0])
    form = read_form(form_files(form_folder(YEARS[0])))
    names = form.codelists[invention.states]
    chosen = tuple(states) or tuple(names.by_id)
    progress("Making the trust domain", 0, 1)
    commission = Commission(stage, invention, form_folder)
    for state in chosen:
        commission.kit(state, names)
    rounds = tuple(commission.round(year, chosen) for year in YEARS)
    progress("Making the trust domain", 1, 1)
    played: dict[int, tuple[Played, ...]] = {}
    received: dict[int, tuple[Reception, ...]] = {}
    previous: bytes | None = None
    with create_assessment(stage.assessment, commission.authority.anchors, stage.opener) as assessing:
        for year in YEARS:
            assessing.add_round(stage.pack(year))
            played[year] = _play_ministries(stage, commission, chosen, year, progress)
            received[year] = _receive(stage, commission, assessing, chosen, year, progress)
            progress(f"{year}: the Commission's own part", 0, 1)
            part = commission.fill_own_part(year)
            progress(f"{year}: the Commission's own part", 1, 1)
            assessed = assess_round(assessing, round_id(year), previous=previous, part=part)
            previous = assessed.text
            write_report(assessed, stage.report(year), language=Language(), reception=received[year])
    progress("Leaving one declaration to open", 0, 1)
    _leave_unfinished(stage, chosen, _invention(YEARS[-1]))
    progress("Leaving one declaration to open", 1, 1)
    return Rehearsal(stage, rounds, played, received)


def _empty(stage: Stage) -> None:
    root = stage.root
    if root.exists():
        if any(root.iterdir()) and not stage.authority.is_dir():
            raise RehearsalFailed(str(root), year="", why=Phrase("the folder holds something else"))
        shutil.rmtree(root)
    root.mkdir(parents=True)


def _play_ministries(
    stage: Stage, commission: Commission, states: Sequence[str], year: int, progress: Progress
) -> tuple[Played, ...]:
    first = year == YEARS[0]
    _in_parallel(_begin, stage, states, year, progress, f"{year}: declarations made")
    if first:
        for number, state in enumerate(states):
            progress(f"{year}: certificates issued", number, len(states))
            commission.certify(state)
    return tuple(_in_parallel(_play, stage, states, year, progress, f"{year}: ministries that answered"))


def _in_parallel(
    work: Callable[[Stage, str, int], Played | None],
    stage: Stage,
    states: Sequence[str],
    year: int,
    progress: Progress,
    what: str,
) -> list[Played]:
    # Fresh processes: a fork would share open databases and the window system.
    context = multiprocessing.get_context("spawn")
    done: dict[str, Played] = {}
    with ProcessPoolExecutor(min(WORKERS, len(states)), mp_context=context) as pool:
        running = {pool.submit(work, stage, state, year): state for state in states}
        progress(what, 0, len(states))
        for number, finished in enumerate(as_completed(running), start=1):
            played = finished.result()
            if played is not None:
                done[running[finished]] = played
            progress(what, number, len(states))
    return [done[state] for state in states if state in done]


def _begin(stage: Stage, state: str, year: int) -> None:
    ministry = Ministry(stage, state, _invention(year))
    if year == YEARS[0]:
        ministry.begin(year)
        ministry.ask_for_certificates()
    else:
        ministry.begin(year, ministry.last_year(year - 1))


def _play(stage: Stage, state: str, year: int) -> Played:
    ministry = Ministry(stage, state, _invention(year))
    if year == YEARS[0]:
        ministry.install()
    return ministry.play(year, mistaken=year == YEARS[-1])


def _invention(year: int) -> Invention:
    return read_invention(invention_file(year))


def _receive(
    stage: Stage, commission: Commission, assessing: Assessing, states: Sequence[str], year: int, progress: Progress
) -> tuple[Reception, ...]:
    """Receive what was sent, with everything that must not get in and what comes twice or late."""
    bundles = {state: stage.bundle(state, year, 1) for state in states}
    slow = states[-1]
    newer = _sent_again(stage, slow, year)
    order = [bundles[state] for state in states if state != slow] + [newer]
    random.Random(year).shuffle(order)  # noqa: S311 - any order must do
    bad = _mischief(stage, commission, states[0], year)
    files = [*bad, *order, order[0], bundles[slow]]
    told: Progress = lambda what, done, of: progress(f"{year}: {what}", done, of)  # noqa: E731
    received = receive(assessing, files, commission.desk(), stage.replies(year), told)
    _must(year, "what is forged, cut or foreign is refused", all(one.ending is Ending.REFUSED for one in received[: len(bad)]))
    _must(year, "every bundle merges", all(one.ending is Ending.MERGED for one in received[len(bad) : len(bad) + len(order)]))
    _must(year, "what comes twice changes nothing", received[-2].ending is Ending.DUPLICATE)
    _must(year, "an older bundle is superseded", received[-1].ending is Ending.SUPERSEDED)
    _must(year, "both sides find the same", not any(one.differences for one in received))
    return received


def _sent_again(stage: Stage, state: str, year: int) -> Path:
    """One state corrects a text after it sent, and its second file overtakes the first."""
    with stage.open(stage.declaration(state, year), OFFICER_SLOT) as filling:
        change = _corrected_text(filling)
    Ministry(stage, state, _invention(year)).play_again(year, change)
    return stage.bundle(state, year, 2)


def _corrected_text(filling: Filling) -> dict[Place, Cell]:
    for place, cell in sorted(filling.answers.cells.items()):
        field = filling.form.tables[place.table].by_id[place.field]
        if field.type is FieldType.TEXT and isinstance(cell.value, str) and not place.key:
            return {place: Cell(value=f"{cell.value} (corrected)")}
    raise RehearsalFailed(year=filling.round.year, why=Phrase("no text to correct"))


def _mischief(stage: Stage, commission: Commission, state: str, year: int) -> list[Path]:
    folder = stage.root / "bundles" / str(year)
    keys = [open_keys(stage.keys(state, role), stage.opener) for role in (OFFICER, HEAD)]
    with stage.open(stage.declaration(state, year), OFFICER_SLOT, readonly=True) as filling:
        return [
            mischief.forged(filling, commission.recipients, folder / "forged.bundle"),
            mischief.truncated(stage.bundle(state, year, 1), folder / "truncated.bundle"),
            mischief.of_another_round(
                filling, keys, commission.authority.anchors, commission.recipients, folder / "wrong-round.bundle"
            ),
        ]


def _leave_unfinished(stage: Stage, states: Sequence[str], invention: Invention) -> None:
    state = invention.unfinished if invention.unfinished in states else states[0]
    ministry = Ministry(stage, state, invention)
    ministry.leave_unfinished(YEARS[-1], ministry.last_year(YEARS[0]))


def _must(year: int, what: str, holds: bool) -> None:
    if not holds:
        raise RehearsalFailed(year=year, why=Phrase("it does not hold that {what}", what=what))
