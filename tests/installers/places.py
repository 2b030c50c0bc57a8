"""Where the build leaves what these tests try."""

from freeze import ROOT

OUT = ROOT / "build" / "package" / "out"
KITS = ROOT / "build" / "kits"
