"""Forty-five countries in two days: the core costs at most two key presses an answer, counted on the published form."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from readmission.ui.main_window import MainWindow
from readmission.ui.pages.questions import QuestionsPage
from ui.busiest import Keyboard, answer_all
from ui.rehearsed import begin, courier

# Above this many decisions a country is in the scope of the round; it makes about forty-five countries for the state.
SCOPE = 65
FULL = 39
REPORT = Path(__file__).resolve().parents[2] / "build" / "profile.json"


def declared(window: MainWindow, folder: Path, scope: int) -> int:
    """Open a new declaration of the published form; says how many countries it has."""
    delivered = courier(folder, scope_threshold=scope)
    begun = begin(delivered, folder / "BE", "anna")
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.take(begun.open("anna"))
    assert window.desk is not None
    return len(window.desk.countries)


@pytest.fixture
def opened_window(window: MainWindow) -> Iterator[MainWindow]:
    yield window
    window.close_declaration()


def figures(keyboard: Keyboard, page: QuestionsPage, full: int) -> dict[str, object]:
    counters = [page.desk.counters(country) for country in page.desk.countries]
    presses, answers = sum(keyboard.presses.values()), sum(keyboard.answers.values())
    given = sum(each.core_answered for each in counters)
    return {
        "countries": len(counters),
        "full dossiers": full,
        "core answers owed": sum(each.core_owed for each in counters),
        "core answers given": given,
        "key presses": presses,
        "answers": answers,
        # The counters take the stages of a country for one answer and a place of a ranking for none.
        "key presses a core answer": round(presses / given, 2),
        "key presses an answer": round(presses / answers, 2),
        "key presses an answer if every figure were typed": round((presses + keyboard.saved) / answers, 2),
        "by kind": {
            kind: {
                "presses": keyboard.presses[kind],
                "answers": keyboard.answers[kind],
                "an answer": round(keyboard.presses[kind] / keyboard.answers[kind], 2) if keyboard.answers[kind] else None,
            }
            for kind in sorted(keyboard.presses)
        },
    }


def test_a_few_dossiers_are_answered_whole_from_the_keyboard(opened_window: MainWindow, tmp_path: Path) -> None:
    count = declared(opened_window, tmp_path, 2000)
    keyboard, page = answer_all(opened_window, count - 1)
    found = figures(keyboard, page, count - 1)
    assert found["core answers given"] == found["core answers owed"], found
    assert keyboard.presses["choices"] <= 2 * keyboard.answers["choices"]
    assert keyboard.presses["figures"] > keyboard.answers["figures"]


@pytest.mark.slow
def test_the_busiest_profile_costs_at_most_two_key_presses_an_answer(opened_window: MainWindow, tmp_path: Path) -> None:
    count = declared(opened_window, tmp_path, SCOPE)
    assert count >= FULL
    keyboard, page = answer_all(opened_window, FULL)
    found = figures(keyboard, page, FULL)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    assert found["core answers given"] == found["core answers owed"], found
    assert sum(keyboard.presses.values()) <= 2 * int(str(found["core answers given"])), found
    # Even where nothing comes out of a register and every figure is typed.
    assert sum(keyboard.presses.values()) + keyboard.saved <= 2 * sum(keyboard.answers.values()), found
    assert keyboard.presses["choices"] == keyboard.answers["choices"], found
