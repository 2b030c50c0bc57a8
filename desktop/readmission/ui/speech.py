"""The language that the window speaks: every sentence of `ui` goes through `say`."""

from typing import Final

from readmission.texts import Language

_SPOKEN: Final = [Language()]
# What sentences call a number of things; a year or a person's number is never called so.
_COUNTED: Final = frozenset({"count", "done", "of"})


def speak(language: Language) -> None:
    """Take a language for everything said from now on."""
    _SPOKEN[0] = language


def language() -> Language:
    """The language spoken now."""
    return _SPOKEN[0]


def say(english: str, **values: object) -> str:
    """A sentence of the window in the user's language, its named places filled in; how many things there are is written as there."""
    written = {name: figure(value) if name in _COUNTED and isinstance(value, int) else value for name, value in values.items()}
    return _SPOKEN[0].say(english, "", **written)


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """A sentence of the window about a number of things."""
    return _SPOKEN[0].say_count(one, many, number, **values)


def figure(number: int) -> str:
    """A number of things as people of the user's language write it: 1 234."""
    return _SPOKEN[0].count(number)


def since(moment: str) -> str:
    """A time of UTC that somebody left in a file, in words and at the time of this place; as it stands where it is no time."""
    from datetime import UTC, datetime  # noqa: PLC0415 - not before the first paint

    try:
        return language().moment(datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone())
    except ValueError:
        return moment
