"""Where Eurostat's country codes differ from ISO 3166-1 or say more than it: EL, UK, Kosovo, China with Hong Kong."""

import re
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, read_lines

COLUMNS: Final = ("iso2", "eurostat", "note")
_CODE: Final = re.compile(r"[A-Z]{2}", re.ASCII)


def read_country_codes(data: bytes, *, name: str = "") -> dict[str, str]:
    """Eurostat's code by ISO code; raises an error with the line when a code is odd or stands twice."""
    codes: dict[str, str] = {}
    for line, row in read_lines(data, COLUMNS, name):
        iso, eurostat = row["iso2"], row["eurostat"]
        if not (_CODE.fullmatch(iso) and _CODE.fullmatch(eurostat)):
            raise LineUnreadable(
                name,
                line=line,
                why=Phrase("“{iso}” and “{eurostat}” are not two country codes", iso=iso[:10], eurostat=eurostat[:10]),
            )
        if iso in codes or eurostat in codes.values():
            raise LineUnreadable(
                name, line=line, why=Phrase("{iso} or {eurostat} stands in the file twice", iso=iso, eurostat=eurostat)
            )
        codes[iso] = eurostat
    return codes
