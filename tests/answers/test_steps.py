from readmission.answers.journal import Entry, EntryKind
from readmission.answers.steps import StepKind, StepStatus, StepSummary, statuses, summaries


def entry(number: int, step: int, kind: EntryKind, place: str = "T01[GN].RD", new: str = '{"value":1}') -> Entry:
    return Entry(number, step, "2026-03-01T10:00:00.000000Z", 1, kind, place, "{}", new, "why")


def test_a_step_says_what_it_touched() -> None:
    entries = [
        entry(1, 1, EntryKind.STATE, "", '"filling"'),
        entry(2, 2, EntryKind.CELL, "T01[GN].RD"),
        entry(3, 2, EntryKind.CELL, "T01[GN].RD_M"),
        entry(4, 2, EntryKind.ROW, "R1[GN/k4]", "true"),
        entry(5, 3, EntryKind.UNDO, "step 2", "2"),
        entry(6, 3, EntryKind.CELL),
    ]
    moment = "2026-03-01T10:00:00.000000Z"
    assert list(summaries(entries)) == [
        StepSummary(1, moment, 1, StepKind.OTHER, 0, 0, 0, "", "why"),
        StepSummary(2, moment, 1, StepKind.EDIT, 0, 2, 1, "T01[GN].RD", "why"),
        StepSummary(3, moment, 1, StepKind.UNDO, 2, 1, 0, "T01[GN].RD", "why"),
    ]


def outcome(*steps: str) -> dict[int, str]:
    entries = []
    for number, step in enumerate(steps, start=1):
        kind, _, about = step.partition(" ")
        if about:
            entries.append(entry(2 * number, number, EntryKind(kind), f"step {about}", about))
        entries.append(entry(2 * number + 1, number, EntryKind.STATE if kind == "state" else EntryKind.CELL))
    return {number: str(status) for number, status in statuses(summaries(entries)).items()}


def test_undo_goes_back_from_the_latest_and_redo_forward_again() -> None:
    assert outcome("edit", "edit", "undo 2", "undo 1") == {1: StepStatus.UNDONE, 2: StepStatus.UNDONE}
    assert outcome("edit", "edit", "undo 2", "undo 1", "redo 1") == {1: StepStatus.DONE, 2: StepStatus.UNDONE}


def test_a_new_edit_ends_what_could_be_redone() -> None:
    assert outcome("edit", "edit", "undo 2", "edit") == {1: StepStatus.DONE, 2: StepStatus.DROPPED, 4: StepStatus.DONE}


def test_a_step_about_something_else_is_in_nobodys_way() -> None:
    assert outcome("edit", "undo 1", "state", "redo 1") == {1: StepStatus.DONE}
