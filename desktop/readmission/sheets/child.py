"""The process that reads files of strangers: it takes the bytes of one file, and gives its cells or the code of a refusal.

Before the bytes comes a line that says what is wanted: the cells of a table, with the usual code page of texts where there is one, or
the pages of a document. Whatever a file does to it, the program that started it goes on. It is started by `reading.py` and never by
hand.
"""

import gc
import json
import os
import sys
from typing import Final

from readmission.errors import ReadmissionError
from readmission.sheets.extract import extract, special
from readmission.sheets.limits import limit
from readmission.sheets.pdf_pages import pages_of
from readmission.sheets.refused_files import Excess, ReadingStopped, TooLarge

ARGUMENT: Final = "--read-answers"
READY: Final = b"R"
CELLS: Final = b"cells"
PAGES: Final = b"pages"
SECONDS: Final = {CELLS: 1.5, PAGES: 20.0}
MEMORY: Final = 450 << 20
MAX_ANSWER: Final = 48 << 20


def main() -> None:
    """Read the file that comes in by the standard input."""
    gc.disable()  # it lives for one file, and its memory is bounded
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    wanted, _, usual = sys.stdin.buffer.readline().rstrip(b"\n").partition(b" ")
    limit(MEMORY, SECONDS[wanted])
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), wanted, usual.decode("ascii")))
    sys.stdout.buffer.flush()
    os._exit(0)  # all that it has ends with it; nothing is to be put away cell by cell


def _answer(data: bytes, wanted: bytes, usual: str) -> bytes:
    try:
        taken = pages_of(data) if wanted == PAGES else extract(data, usual)
        found = json.dumps(taken, default=special, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(found) > MAX_ANSWER:
            raise TooLarge(what=Excess.TEXT)
    except ReadmissionError as refused:
        return json.dumps({"refused": refused.code, "details": refused.details}, default=str).encode()
    except MemoryError:
        return json.dumps({"refused": ReadingStopped.code, "details": {}}).encode()
    return found


if __name__ == "__main__":
    main()
