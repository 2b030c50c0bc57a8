"""A ministry's way from the round pack to the reply, through the window alone: keys, and what a screen reader sees.

`ministry.py STAGE WORK PICTURES COMMISSION...`: the stage as `prepare.py` made it, a new folder to work in, where pictures go, and
the command by which the Commission receives a bundle. Ends with the number of keys that were pressed.
"""

import subprocess
import sys
import time
from pathlib import Path

import pyatspi

from journey.screen import Screen
from journey.tables import ask, hear, survive

PASSWORD = "rehearsal only"
OWN = "correct horse battery"
ENOUGH = 500


class Ministry:
    """The persons of a ministry at one machine."""

    def __init__(self, screen: Screen, stage: Path, work: Path) -> None:
        self.screen = screen
        self.stage = stage
        self.work = work
        self.folder = work / "BE 2016"
        self.bundle = work / "BE.bundle"

    def begin(self) -> None:
        """Make the declaration and prove the recovery identity."""
        see = self.screen
        see.find("New from a round pack…", pyatspi.ROLE_PUSH_BUTTON)
        see.picture("start")
        see.push("New from a round pack…")
        see.fill("Round pack", str(self.stage / "rounds" / "rehearsal-2016.round"))
        see.fill("State kit", str(self.stage / "kits" / "BE.kit"))
        see.fill("New, empty folder", str(self.folder))
        see.fill("Your name", "Anna Example")
        see.fill("Your function", "case officer")
        see.fill("Password", OWN)
        see.fill("Password again", OWN)
        see.picture("new-declaration")
        see.push("Create")
        shown = see.find("Recovery identity", pyatspi.ROLE_TEXT, wait=120)
        recovery = shown.queryText().getText(0, -1)
        see.push("I have it on paper: hide it and test it")
        see.fill("Recovery identity from the paper", recovery.strip())
        see.push("Open the declaration with it")
        see.push("Continue", wait=60)
        see.fill("Password", OWN)
        see.push("Open")
        see.find("REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT", wait=60)

    def sort(self) -> None:
        """Say for all countries at once that there were no cases."""
        see = self.screen
        self.turn_to("Sort")
        see.picture("sorting")
        table = see.find("Countries to sort", pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE_TABLE)
        see.focus(table)
        see.press("ctrl+a", "n")
        time.sleep(1)
        see.picture("sorted")

    def look_round(self) -> None:
        """Turn every page, take its picture, and hear whether each control says its name."""
        see = self.screen
        for page in (
            "Countries",
            "Core questions",
            "Overview",
            "Still owed",
            "People",
            "Journal",
            "Findings",
            "Review by the head",
        ):
            self.turn_to(page)
            see.picture(page.casefold().replace(" ", "-"))
            unnamed = see.unnamed()
            assert not unnamed, f"{page}: controls without a name: {unnamed}"
        self.search("Morocco")
        self.arrive("Morocco")
        see.picture("country")

    def type_figures(self) -> None:
        """Type a figure into a table and hear the cell say all it has to say."""
        see = self.screen
        self.search("T14O")
        table = see.until(self._shown_table, "a table")
        see.focus(table)
        see.press("ctrl+Home")
        see.type("12")
        see.press("Return")
        time.sleep(0.5)
        said = [one.name for one in see.walk(table, cells=True) if one.name][:400]
        assert any("12" in name for name in said), said[:20]
        see.picture("table")
        see.press("ctrl+z")
        # What is wrong is said as soon as one leaves the cell, by a notification.
        see.press("ctrl+Home")
        see.type("12 or so")
        see.press("Return")
        see.find("Error: “12 or so”", pyatspi.ROLE_NOTIFICATION)
        see.press("ctrl+z")

    def _shown_table(self) -> object:
        """The table of figures that is shown."""
        tables = (one for one in self.screen.walk() if one.getRole() == pyatspi.ROLE_TABLE)
        return next((table for table in tables if table.childCount), None)

    def hear_tables(self) -> None:
        """Hear every cell of some tables, and do to tables what has brought programs down under a screen reader."""
        see = self.screen
        heard = 0
        for page in ("T01", "T02", "T03R", "T04", "T09", "T11"):
            self.search(page)
            heard += hear(see.until(self._shown_table, "a table"))
        assert heard >= ENOUGH, f"only {heard} cells were heard"
        print(f"{heard} cells said row, column and value", flush=True)
        self.search("T01")
        moves = survive(see, see.until(self._shown_table, "a table"))
        assert moves >= ENOUGH, f"only {moves} moves were made"
        self.search("R5")
        self._lose_rows()
        assert see.application() is not None
        print(f"{moves} moves, rows and dialogues that went: the program is there", flush=True)

    def _lose_rows(self) -> None:
        """Take away rows, and a dialogue, that a screen reader still holds."""
        see = self.screen
        for _ in range(3):
            see.push("Add a row")
        table = see.until(self._shown_table, "the list of rows")
        held = [table.getChildAtIndex(number) for number in range(min(table.childCount, 60))]
        for _ in range(3):
            see.push("Remove the row")
            for node in held:
                ask(node)
        see.press("ctrl+F1")
        dialog = see.find("Keys", pyatspi.ROLE_DIALOG)
        held = list(see.walk(dialog))
        see.press("Escape")
        see.until(lambda: not see.there("Keys", pyatspi.ROLE_DIALOG), "the dialogue to go")
        for node in held:
            ask(node)

    def import_workbook(self) -> None:
        """Read the colleague's workbook, look at what it would change, and take it over as one step."""
        see = self.screen
        self.turn_to("Files")
        see.push("Read files…")
        self.name_file(self.stage / "colleague.xlsx")
        see.find("What the files would change", wait=60)
        see.picture("files")
        see.push("Take over")
        see.until(lambda: not see.there("What the files would change"), "the workbook to be taken over")

    def release(self) -> None:
        """Enrol both signers, freeze, sign twice, export, and write the courier sheet."""
        see = self.screen
        self.turn_to("Review and export")
        see.find("Nothing stands in the way.", wait=20)
        for role, words in (("officer", "prepared by"), ("head", "approved by")):
            see.push("Enrol a signer…")
            see.fill("Key file", str(self.stage / "ministries" / "BE" / f"{role}.key"))
            see.fill("Password of the key file", PASSWORD)
            see.fill("Role", words)
            see.push("Enrol")
            see.until(lambda: not see.there("Role", pyatspi.ROLE_TEXT), "the signer to be enrolled", 60)
        see.push("Freeze…")
        see.find("in review", wait=60)
        for role in ("officer", "head"):
            see.push("Approve…")
            see.fill("Key file", str(self.stage / "ministries" / "BE" / f"{role}.key"))
            see.fill("Password of the key file", PASSWORD)
            see.picture(f"approve-{role}")
            see.push("Sign")
            see.until(lambda: not see.there("Key file", pyatspi.ROLE_TEXT), "the signature", 60)
        see.push("Export…", wait=30)
        self.name_file(self.bundle)
        see.find("exported", wait=60)
        see.picture("exported")
        assert self.bundle.is_file()

    def read_replies(self, commission: list[str]) -> None:
        """Let the Commission answer, open the receipt, and go to the cell that is to be corrected."""
        see = self.screen
        subprocess.run([*commission, str(self.bundle)], check=True)
        (receipt,) = sorted((self.stage / "replies" / "2016").glob("*.reply"))
        for reply, state in ((receipt, "received"), (self.stage / "ask.reply", "correction requested")):
            self.turn_to("Replies")
            see.push("Open a reply…")
            self.name_file(reply)
            see.find(state, wait=60)
        see.picture("correction-asked")
        self.ask_for_the_cell()
        see.picture("at-the-cell")

    def ask_for_the_cell(self) -> None:
        """Go from the request to the answer that it is about."""
        see = self.screen
        asked = see.find("Correction requests; Enter goes to the cell")
        see.focus(asked)
        see.press("Down", "Return")
        self.arrive("General part")
        see.until(lambda: any(name.startswith("Return decisions") for name in see.focused()), "the cursor in the field")

    def turn_to(self, page: str) -> None:
        """Turn to a page by the list of pages and its first letters."""
        see = self.screen
        see.press("F6")
        pages = see.find("Pages", pyatspi.ROLE_LIST, pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE)
        names = [pages.getChildAtIndex(number).name for number in range(pages.childCount)]
        wanted = next(number for number, name in enumerate(names) if name == page or name.startswith(f"{page},"))
        see.press("Home")
        # Headings are passed over, and so they cost no key.
        for _ in range(len(names)):
            if pages.getChildAtIndex(wanted).getState().contains(pyatspi.STATE_FOCUSED):
                break
            see.press("Down")
        see.press("Return")
        self.arrive(page)

    def arrive(self, page: str) -> None:
        """Wait until a page is shown; it says its name around what it holds."""
        self.screen.find(page, pyatspi.ROLE_LAYERED_PANE)
        time.sleep(0.3)

    def search(self, words: str) -> None:
        """Find something by the box for everything, and go to the first thing found."""
        see = self.screen
        see.press("ctrl+f", "ctrl+a")
        see.type(words)
        time.sleep(0.7)
        see.press("Down", "Return")
        time.sleep(0.7)

    def name_file(self, path: Path) -> None:
        """Answer the dialogue for files."""
        see = self.screen
        see.find("File name:", wait=20)
        see.press("ctrl+a")
        see.type(str(path))
        see.press("Return")
        time.sleep(0.6)


def main(stage: Path, work: Path, pictures: Path, commission: list[str]) -> None:
    """Go the whole way."""
    screen = Screen("readmission", pictures)
    screen.until(screen.application, "the program", 60)
    ministry = Ministry(screen, stage, work)
    for step in (
        ministry.begin,
        ministry.sort,
        ministry.look_round,
        ministry.type_figures,
        ministry.hear_tables,
        ministry.import_workbook,
        ministry.release,
    ):
        step()
        print(f"{step.__name__}: {screen.keys} keys", flush=True)
    ministry.read_replies(commission)
    print(f"the whole way: {screen.keys} keys")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
