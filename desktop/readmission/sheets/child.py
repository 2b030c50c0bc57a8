"""The process that reads files of strangers: it takes the bytes of one file, and gives its cells or the code of a refusal.

Before the bytes comes a line with the usual code page of texts, or an empty one. Whatever a file does to it, the program that started
it goes on. It is started by `reading.py` and never by hand.
"""

import gc
import json
import os
import sys
from typing import Final

from readmission.errors import ReadmissionError
from readmission.sheets.extract import extract, special
from readmission.sheets.limits import limit
from readmission.sheets.refused_files import Excess, ReadingStopped, TooLarge

ARGUMENT: Final = "--read-answers"
READY: Final = b"R"
SECONDS: Final = 1.5
MEMORY: Final = 450 << 20
MAX_ANSWER: Final = 48 << 20


def main() -> None:
    """Read the file that comes in by the standard input."""
    limit(MEMORY, SECONDS)
    gc.disable()  # it lives for one file, and its memory is bounded
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    usual = sys.stdin.buffer.readline().decode("ascii").strip()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), usual))
    sys.stdout.buffer.flush()
    os._exit(0)  # all that it has ends with it; nothing is to be put away cell by cell


def _answer(data: bytes, usual: str) -> bytes:
    try:
        found = json.dumps(extract(data, usual), default=special, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
        if len(found) > MAX_ANSWER:
            raise TooLarge(what=Excess.TEXT)
    except ReadmissionError as refused:
        return json.dumps({"refused": refused.code, "details": refused.details}, default=str).encode()
    except MemoryError:
        return json.dumps({"refused": ReadingStopped.code, "details": {}}).encode()
    return found


if __name__ == "__main__":
    main()
