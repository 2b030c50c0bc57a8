"""D5: a disk that is full costs the step that did not fit, and nothing else."""

from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.store.declaration import Declaration
from readmission.store.refusals import MediumFull


def limit(declaration: Declaration, *, spare: int) -> None:
    """Let the database have so many more pages; SQLite then says what it says of a full disk."""
    with declaration._database.bare() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")


def test_a_step_that_does_not_fit_is_refused_whole_and_work_goes_on_when_there_is_space_again(declaration: Declaration) -> None:
    kept = {}
    refused = 0
    for spare in range(20):
        limit(declaration, spare=spare)
        for number in range(100):
            place = Place("T01", (f"C{spare:02d}",), f"F{number:02d}")
            cell = Cell("text " * 100)
            try:
                declaration.commit(Changes((Edit(place, BLANK, cell),)), person=1, why="")
            except MediumFull:
                refused += 1
                break
            kept[place] = cell
        assert declaration.answers().cells == kept
    assert refused == 20
    limit(declaration, spare=10_000)
    declaration.commit(Changes((Edit(Place("A", (), "TXT"), BLANK, Cell("after")),)), person=1, why="")
    declaration.verify()
