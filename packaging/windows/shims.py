"""What Wine 8 lacks and every supported Windows has: test-only libraries for a Wine prefix, never for a payload.

`shims.py PAYLOAD PREFIX`: `icuuc.dll` and `mscms.dll` answer nothing to each call of Qt, `bcryptprimitives.dll` takes random bytes from
the library that Wine has, and `ucrtbase.dll` adds the complex numbers that numpy tries at import to Wine's own, which it calls for all
else. Needs `WINEDLLOVERRIDES=ucrtbase=n,b`. And a font: a prefix has none, and without one no text is drawn or has a width.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from pe import compile_library, exports, imports

_EMPTY: Final = ("icuuc.dll", "mscms.dll")
_RANDOM: Final = """#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return SystemFunction036(data, (ULONG)length); }
"""
# As a library of Windows takes and gives them: two floats in one register, two doubles behind a pointer.
_COMPLEX: Final = """#include <complex.h>
typedef struct { double r, i; } pair;
typedef struct { float r, i; } half;
#define IN(z) ((z).r + (z).i * I)
#define OUT(type, w) (type){creal(w), cimag(w)}
"""
_TO_PAIR: Final = ("cexp", "ccos", "ccosh", "csin", "csinh", "ctan", "ctanh")
_TO_ONE: Final = ("creal", "cimag", "carg", "cabs")
_WINE: Final = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
_BUILT_IN: Final = b"Wine builtin DLL"
# The font with which the tests of the layout run on Linux.
_FONTS: Final = Path("/usr/share/fonts/truetype/dejavu")


def main(payload: Path, prefix: Path) -> int:
    """Put the libraries and the font where Wine looks for its own."""
    system = prefix / "drive_c" / "windows" / "system32"
    asked: dict[str, set[str]] = {name: set() for name in _EMPTY}
    for library in (payload / "_internal").rglob("*"):
        if library.suffix in {".dll", ".pyd"}:
            found = imports(library)
            for name in _EMPTY:
                asked[name].update(found.get(name, ()))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, functions in asked.items():
            body = "".join(f"void *{function}(void) {{ return 0; }}\n" for function in sorted(functions))
            _make(work, system / name, body, dict.fromkeys(functions, ""))
        _make(work, system / "bcryptprimitives.dll", _RANDOM, {"ProcessPrng": ""}, "-ladvapi32")
        body, added = _complex()
        kept = {name: f"ucrtwine.{name}" for name in exports(_WINE) if name not in added}
        _make(work, system / "ucrtbase.dll", body, kept | added)
        # Wine would take its own library for the one of this name again, unless it is no longer marked as Wine's own.
        (system / "ucrtwine.dll").write_bytes(_WINE.read_bytes().replace(_BUILT_IN, bytes(len(_BUILT_IN)), 1))
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copy(_FONTS / name, prefix / "drive_c" / "windows" / "Fonts")
    return 0


def _complex() -> tuple[str, dict[str, str]]:
    """The functions on complex numbers in all three widths, and where each name leads: a long double is a double on Windows."""
    lines = [_COMPLEX]
    names: dict[str, str] = {}
    for kind, ending in (("pair", ""), ("half", "f")):
        lines += [f"{kind} my_{name}{ending}({kind} z) {{ return OUT({kind}, {name}(IN(z))); }}" for name in _TO_PAIR]
        lines += [f"{kind} my_cpow{ending}({kind} z, {kind} n) {{ return OUT({kind}, cpow(IN(z), IN(n))); }}"]
        one = "float" if ending else "double"
        lines += [f"{one} my_{name}{ending}({kind} z) {{ return {name}(IN(z)); }}" for name in _TO_ONE]
    for name in (*_TO_PAIR, *_TO_ONE, "cpow"):
        names |= {name: f"my_{name}", f"{name}f": f"my_{name}f", f"{name}l": f"my_{name}"}
    return "\n".join(lines), names


def _make(work: Path, target: Path, body: str, offered: dict[str, str], *libraries: str) -> None:
    source, definitions = work / "shim.c", work / "shim.def"
    source.write_text(body, encoding="ascii")
    lines = "".join(f"  {name}{f' = {to}' if to else ''}\n" for name, to in sorted(offered.items()))
    definitions.write_text(f"EXPORTS\n{lines}", encoding="ascii")
    target.unlink(missing_ok=True)
    compile_library(source, target, definitions, *libraries)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
