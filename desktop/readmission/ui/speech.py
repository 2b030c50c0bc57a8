"""The language that the window speaks: every sentence of `ui` goes through `say`."""

from typing import Final

from readmission.texts import Language

_SPOKEN: Final = [Language()]


def speak(language: Language) -> None:
    """Take a language for everything said from now on."""
    _SPOKEN[0] = language


def language() -> Language:
    """The language spoken now."""
    return _SPOKEN[0]


def say(english: str, **values: object) -> str:
    """A sentence of the window in the user's language, its named places filled in."""
    return _SPOKEN[0].say(english, "", **values)


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """A sentence of the window about a number of things."""
    return _SPOKEN[0].say_count(one, many, number, **values)


def since(moment: str) -> str:
    """A time of UTC that somebody left in a file, in words and at the time of this place; as it stands where it is no time."""
    from datetime import UTC, datetime  # noqa: PLC0415 - not before the first paint

    try:
        return language().moment(datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone())
    except ValueError:
        return moment
