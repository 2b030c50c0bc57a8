"""A form tried out with invented answers: every rule gets its turn, and the same seed gives the same counts."""

from pathlib import Path

from readmission import assets
from readmission.checks.trial import Tried
from readmission.tasks.try_form import Trial, try_form

FORM = assets.forms() / "2025"

SILENT = """
  ZZ1:
    severity: I
    table: T01
    when: RD > 10 and RD < 5
    check: RD == 0
    message: Never said.
    why: A rule whose condition can never hold.
    reference: A test
    passing:
      - T01[GN].RD: 1
    failing:
      - T01[GN].RD: 1
"""


def tried(folder: Path, worlds: int, seed: int = 1) -> Trial:
    return try_form(folder, worlds, seed, lambda *_: None)


def test_the_same_seed_gives_the_same_counts() -> None:
    counts = tried(FORM, worlds=10).counts
    assert tried(FORM, worlds=10).counts == counts
    assert tried(FORM, worlds=10, seed=2).counts != counts


def test_a_rule_that_can_never_speak_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "form"
    for path in FORM.rglob("*.yaml"):
        target = folder / path.relative_to(FORM)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    with (folder / "rules" / "format.yaml").open("a", encoding="utf-8") as rules:
        rules.write(SILENT)
    trial = tried(folder, worlds=20)
    assert "ZZ1" in trial.silent
    assert "ZZ1" in trial.insatiable


def test_each_row_of_each_world_is_counted_once() -> None:
    trial = tried(FORM, worlds=4)
    (one,) = [count for count in trial.counts if count.rule == "W04"]
    assert isinstance(one, Tried)
    assert one.passed + one.failed + one.undecided == 4 * 4
