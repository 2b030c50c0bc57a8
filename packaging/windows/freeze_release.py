"""Freeze the program on a real Windows, as a release is made: `freeze_release.py TARGET` writes TARGET/dist/readmission.

From there all_states.py goes on with `--release`. What cannot be seen anywhere but on Windows is listed in WINDOWS.md.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import sbom
from freeze import PACKAGING, ROOT, freeze, make_environment, make_wheel, size_of
from icon import make_icon
from licences import write_licences

from readmission import __version__

_VERSION: Final = """VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}, 0), prodvers=({numbers}, 0)),
  kids=[
    StringFileInfo([StringTable("040904b0", [
      StringStruct("FileDescription", "Readmission"), StringStruct("ProductName", "Readmission"),
      StringStruct("FileVersion", "{version}"), StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x409, 1200])]),
  ],
)
"""


def main() -> int:
    """Freeze, take out what ministries do not get, and let the program check itself elsewhere."""
    if os.name != "nt":
        raise SystemExit("a release for Windows is frozen on Windows; payload.py makes a labelled test build elsewhere")
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True)
    python = make_environment(target / "environment", make_wheel(target / "wheel"))
    make_icon(ROOT / "resources" / "icons" / "readmission.svg", target / "readmission.ico")
    numbers = __version__.replace(".", ", ")
    (target / "version.txt").write_text(_VERSION.format(numbers=numbers, version=__version__), encoding="utf-8")
    program = freeze(python, PACKAGING / "readmission.spec", target)
    (program / "readmission-importer.exe").unlink()
    shutil.copy(target / "readmission.ico", program)
    write_licences(target / "environment" / "Lib" / "site-packages", ROOT / "LICENSE", program / "LICENCES.txt")
    parts = [*sbom.locked_packages(target / "environment"), sbom.python_itself(platform.python_version())]
    (program / sbom.FILE).write_bytes(sbom.bill("readmission", parts))
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / "else where" / "readmission"
        shutil.copytree(program, moved)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run([moved / "readmission.exe", "self-check"], cwd=folder, env=environment, check=True)
    print(f"{program}: {size_of(program) / 1e6:.0f} MB, checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
