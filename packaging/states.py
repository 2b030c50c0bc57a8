"""The states that get a package, as the newest published form lists them: code, name in its languages, official languages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.languages import get_official_languages

from readmission import assets
from readmission.bundle.trust import COMMISSION_STATE
from readmission.form.reader import form_files, read_form
from readmission.statistics.country_codes import read_country_codes
from readmission.texts import ENGLISH, read_catalogue

LOCALES: Final = Path(__file__).resolve().parent / "locales.txt"


@dataclass(frozen=True, slots=True)
class State:
    """A reporting state; its own languages come first, English last."""

    code: str
    names: dict[str, str]
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its English name."""
        return self.names[ENGLISH]


def reporting_states() -> tuple[State, ...]:
    """All states of the newest form, in its order."""
    folder = max(path.parent for path in assets.forms().glob("*/form.yaml"))
    form = read_form(form_files(folder))
    catalogues = {path.stem: read_catalogue(path.read_bytes()) for path in sorted((folder / "texts").glob("*.po"))}
    assert form.states
    found = []
    for code in form.codelists[form.states].codes:
        context = f"{form.states}.{code.id}.label"
        names = {language: texts[context, code.label] for language, texts in catalogues.items() if (context, code.label) in texts}
        found.append(State(code.id, {ENGLISH: code.label, **names}, _languages(code.id)))
    return tuple(found)


def commission() -> State:
    """The Commission's desk, which has a kit of its own."""
    return State(COMMISSION_STATE, {ENGLISH: "European Commission"}, (ENGLISH, *_spoken()))


def _languages(code: str) -> tuple[str, ...]:
    eurostat = read_country_codes((assets.forms() / "reference" / "eurostat_codes.csv").read_bytes())
    iso = {ours: theirs for theirs, ours in eurostat.items()}.get(code, code)
    known = LOCALES.read_text(encoding="utf-8").split()
    official = [language for language in get_official_languages(iso, de_facto=True) if language in known]
    return (*(language for language in official if language != ENGLISH), ENGLISH)


def _spoken() -> tuple[str, ...]:
    """The languages, besides English, that the program itself speaks."""
    return tuple(sorted(path.stem for path in (assets.resources() / "texts").glob("*.po")))
