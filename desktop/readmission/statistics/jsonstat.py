"""JSON-stat 2.0: one cube, its values by their place in it; the last dimension varies fastest."""

import json
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final, NoReturn

from readmission.errors import Phrase, StatisticsError
from readmission.statistics.columns import NotUtf8
from readmission.statistics.observations import Observation, read_flags, read_moment, read_period, read_value
from readmission.statistics.source import Source

MAX_DIMENSIONS: Final = 30

_TIME: Final = ("time", "time_period")
_PLACE: Final = re.compile(r"[0-9]{1,15}", re.ASCII)


class NotJsonStat(StatisticsError):
    """A JSON file is no cube of figures."""

    code: ClassVar[str] = "RF-07"
    happened: ClassVar[str] = "The file is no data set in JSON-stat 2.0: {why}."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Take the file as it was published, or download the data set in another format."


def is_json(head: str) -> bool:
    """Whether a file that begins with this text is JSON."""
    return head.lstrip("\ufeff \t\r\n").startswith("{")


def read_jsonstat(source: Source, dataset: str) -> Iterator[Observation]:
    """The figures that are stated, in the order of the cube; `dataset` where the file itself does not say it."""
    cube = _cube(source)
    ids = _texts(cube.get("id"), source, "id")
    codes = [_categories(cube, name, source) for name in ids]
    size = cube.get("size")
    if size != [len(part) for part in codes]:
        _refuse(source, Phrase("“size” does not fit the dimensions"))
    if not 0 < len(ids) <= MAX_DIMENSIONS or len(set(ids)) != len(ids):
        _refuse(source, Phrase("its dimensions are none, too many or not different"))
    times = [place for place, name in enumerate(ids) if name.casefold() in _TIME]
    if len(times) != 1:
        _refuse(source, Phrase("it has no dimension of time"))
    updated = read_moment(_moment(cube), source.name, 1)
    called = _called(cube) or dataset
    values, status = _by_place(cube.get("value"), source, "value"), _by_place(cube.get("status", {}), source, "status")
    total = math.prod(len(part) for part in codes)
    for place in sorted({*values, *status}):
        if place >= total:
            _refuse(source, Phrase("place {place} is outside of the cube", place=place))
        picked = _picked(place, codes)
        flags = status.get(place, "")
        if not isinstance(flags, str):
            _refuse(source, Phrase("the status of place {place} is no text", place=place))
        yield Observation(
            called,
            {name.casefold(): code for at, (name, code) in enumerate(zip(ids, picked, strict=True)) if at not in times},
            read_period(picked[times[0]], source.name, 1),
            _number(values.get(place), source),
            read_flags(flags, source.name, 1),
            updated,
            place,
        )


def _cube(source: Source) -> dict[str, Any]:
    try:
        found = json.loads(
            source.whole().decode("utf-8-sig"),
            parse_constant=lambda text: _refuse(source, Phrase("{text} is no number", text=text)),
        )
    except UnicodeDecodeError as error:
        raise NotUtf8(source.name, offset=error.start) from None
    except (ValueError, RecursionError) as error:
        _refuse(source, str(error)[:120])
    if not isinstance(found, dict) or found.get("class", "dataset") != "dataset" or "dimension" not in found:
        _refuse(source, Phrase("there is no data set in it"))
    return found


def _categories(cube: dict[str, Any], name: str, source: Source) -> list[str]:
    """The codes of a dimension in order; a single one may stand in the labels alone."""
    dimensions = cube["dimension"]
    category = (
        dimensions.get(name, {}).get("category")
        if isinstance(dimensions, dict) and isinstance(dimensions.get(name), dict)
        else None
    )
    if not isinstance(category, dict):
        _refuse(source, Phrase("dimension “{name}” has no categories", name=name[:40]))
    index = category.get("index", category.get("label"))
    if isinstance(index, list):
        return _texts(index, source, name)
    if not isinstance(index, dict):
        _refuse(source, Phrase("dimension “{name}” has no codes", name=name[:40]))
    if "index" not in category:
        return list(index)
    if sorted(index.values(), key=str) != sorted(range(len(index)), key=str):
        _refuse(source, Phrase("the places of dimension “{name}” are not those of its codes", name=name[:40]))
    return sorted(index, key=lambda code: int(index[code]))


def _by_place(found: Any, source: Source, what: str) -> dict[int, Any]:
    if isinstance(found, list):
        return {place: value for place, value in enumerate(found) if value is not None}
    if isinstance(found, dict) and all(_PLACE.fullmatch(place) for place in found):
        return {int(place): value for place, value in found.items()}
    return _refuse(source, Phrase("“{what}” is neither a list nor by places", what=what))


def _picked(place: int, codes: Sequence[Sequence[str]]) -> list[str]:
    picked = []
    for part in reversed(codes):
        place, at = divmod(place, len(part))
        picked.append(part[at])
    return picked[::-1]


def _number(value: Any, source: Source) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        _refuse(source, Phrase("a value is no number"))
    if isinstance(value, float) and not value.is_integer():
        _refuse(source, Phrase("{value} is no number of persons", value=value))
    return read_value(str(int(value)) if isinstance(value, float) else str(value), source.name, 1)


def _called(cube: dict[str, Any]) -> str:
    extension = cube.get("extension")
    said = extension.get("id") if isinstance(extension, dict) else None
    return said.casefold().partition("__custom")[0] if isinstance(said, str) else ""


def _moment(cube: dict[str, Any]) -> str:
    said = cube.get("updated")
    return said if isinstance(said, str) else ""


def _texts(found: Any, source: Source, what: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        _refuse(source, Phrase("“{what}” is no list of texts", what=what[:40]))
    return list(found)


def _refuse(source: Source, why: str) -> NoReturn:
    raise NotJsonStat(source.name, why=why)
