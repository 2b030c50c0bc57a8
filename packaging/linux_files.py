"""What lies where on Linux: the files of a state's package, of the importer's, and of the portable archives."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from freeze import EPOCH, ROOT
from man_pages import packed, page, window_page
from publisher import Publisher
from states import State
from tree import Entry, file, link, of_folder

from readmission import __version__
from readmission.bundle.kit import StateKit, write_kit
from readmission.cli import importer, ministry

LINUX: Final = ROOT / "packaging" / "linux"
GUIDES: Final = ROOT / "packaging" / "guides"

# The importer has no window, and a ministry no PostgreSQL.
NOT_FOR_MINISTRIES: Final = (
    "readmission-importer",
    "_internal/psycopg_binary",
    "_internal/psycopg_binary.libs",
    "_internal/psycopg",
)
_QT: Final = ("PySide6", "shiboken6", "libQt6*", "libpyside6*", "libshiboken6*", "libicu*")
_SCREEN: Final = (
    "libxcb*",
    "libxkb*",
    "libX*",
    "libwayland*",
    "libfontconfig*",
    "libfreetype*",
    "libpng*",
    "libglib*",
    "libdbus*",
)
NOT_FOR_THE_IMPORTER: Final = ("readmission", "readmission-window", *(f"_internal/{name}" for name in (*_QT, *_SCREEN)))

_WINDOW_TEXT: Final = (
    "Opens the window in which the questionnaire on cooperation on readmission is filled in, checked, signed and exported. "
    "With a folder, asks for the password of the declaration in it; with a round pack, begins a new declaration. "
    "The program uses no network."
)


def programs(frozen: Path, below: str, leave_out: tuple[str, ...]) -> list[Entry]:
    """The frozen program without what a package has no use for."""
    return list(of_folder(frozen, below, leave_out))


def kit_entry(kit: StateKit, below: str) -> Entry:
    """What makes the program a state's: its kit, where the program looks for it."""
    return file(f"{below}/state/state.kit", write_kit(kit))


def ministry_desktop(publisher: Publisher) -> list[Entry]:
    """How the desktop knows the program: menu, icon, kinds of files, description, manual pages."""
    day = datetime.fromtimestamp(EPOCH, UTC).date().isoformat()
    described = (LINUX / "metainfo.xml").read_text(encoding="utf-8")
    for place, text in (("{version}", __version__), ("{date}", day), ("{publisher}", publisher.name)):
        described = described.replace(place, text)
    summary = "fill in, check and send the questionnaire on readmission"
    icon = ROOT / "resources" / "icons" / "readmission.svg"
    return [
        link("usr/bin/readmission", "../lib/readmission/readmission"),
        link("usr/bin/readmission-window", "../lib/readmission/readmission-window"),
        file("usr/share/applications/readmission-window.desktop", LINUX / "readmission-window.desktop"),
        file("usr/share/icons/hicolor/scalable/apps/readmission.svg", icon),
        file("usr/share/mime/packages/readmission.xml", LINUX / "readmission.xml"),
        file("usr/share/metainfo/eu.readmission.Window.metainfo.xml", described.encode()),
        file("usr/share/man/man1/readmission.1.gz", page("readmission", ministry.app, summary)),
        file(
            "usr/share/man/man1/readmission-window.1.gz", window_page("readmission-window", summary, _WINDOW_TEXT, "readmission")
        ),
    ]


def importer_desktop() -> list[Entry]:
    """The command and the manual page of the importer."""
    summary = "receive, assess and trace answers on readmission"
    return [
        link("usr/bin/readmission-importer", "../lib/readmission-importer/readmission-importer"),
        file("usr/share/man/man1/readmission-importer.1.gz", page("readmission-importer", importer.app, summary)),
    ]


def documents(package: str, bill: bytes, notice: str, publisher: Publisher) -> list[Entry]:
    """The documents that every Debian package has, with the guides and the list of components."""
    below = f"usr/share/doc/{package}"
    return [
        file(f"{below}/copyright", (LINUX / "copyright").read_bytes()),
        file(f"{below}/changelog.gz", packed(_changelog(package, publisher))),
        file(f"{below}/README.gz", packed(notice)),
        file(f"{below}/sbom.cdx.json.gz", packed(bill.decode())),
        *guides(below),
        file(f"usr/share/lintian/overrides/{package}", (LINUX / "overrides").read_bytes()),
    ]


def guides(below: str) -> list[Entry]:
    """The guides for administrators and users."""
    return [file(f"{below}/{guide.name}", guide) for guide in sorted(GUIDES.glob("*.md"))]


def notice(kit: StateKit, state: State, fingerprint: str) -> str:
    """What a package says of itself: for whom, with which roots, and whether it counts."""
    counts = (
        "REHEARSAL. The roots in this package were made where it was built. Nothing filled in with it counts."
        if kit.domain.value == "rehearsal"
        else "Production."
    )
    recipients = "\n".join(f"  {one.name}{' (escrow)' if one.escrow else ''}: {one.recipient.id}" for one in kit.recipients)
    return (
        f"Readmission {__version__} for {state.name} ({state.code})\n\n{counts}\n\n"
        f"Fingerprint of the roots (compare it on another way):\n  {fingerprint}\n"
        f"Languages: {', '.join(kit.languages)}\n"
        f"Markings: {', '.join(kit.marking.permitted)}; usual {kit.marking.default}\n"
        f"Receives: {kit.audience}\n{recipients}\n"
    )


def _changelog(package: str, publisher: Publisher) -> str:
    day = datetime.fromtimestamp(EPOCH, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return f"{package} ({__version__}) stable; urgency=medium\n\n  * Release {__version__}.\n\n -- {publisher.contact}  {day}\n"
