"""What is inside: a CycloneDX list of every component of the frozen program, and the licence text of each.

Python packages come from the metadata of the environment that was frozen and are those of the lock; libraries of the system are
found again by the Debian package that owns them.
"""

import ast
import hashlib
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from freeze import RUNTIME_LOCK

from readmission import __version__

# Not a random number: the same build has the same list.
_NAMESPACE: Final = uuid.UUID("c17fdc00-2d3a-35d7-8d15-8d0c3c5e7d3b")
# The list inside what is installed, where no other folder is set apart for it.
FILE: Final = "sbom.cdx.json"
# Qt's Python packages name their licence and bring no text; Debian keeps it for everyone.
_LESSER: Final = (Path("/usr/share/common-licenses/LGPL-3"), Path("/usr/share/common-licenses/GPL-3"))


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its licence as its makers state it."""

    name: str
    version: str
    purl: str
    licence: str
    texts: tuple[Path, ...] = ()

    def json(self) -> dict[str, object]:
        """As CycloneDX writes it."""
        found: dict[str, object] = {"type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version}
        if self.licence:
            found["licenses"] = [{"license": {"name": self.licence}}]
        return found | {"purl": self.purl}


def components(environment: Path, work: Path) -> list[Component]:
    """Everything that a frozen folder was made of; `work` is where the freeze left its lists."""
    frozen = _frozen(work)
    found = {component.purl: component for component in (*locked_packages(environment), *_debian_packages(frozen, environment))}
    found["python"] = python_itself(".".join(map(str, sys.version_info[:3])))
    return sorted(found.values(), key=lambda component: (component.name.casefold(), component.version))


def python_itself(version: str) -> Component:
    """The interpreter and its library."""
    return Component("python", version, f"pkg:generic/python@{version}", "PSF-2.0")


def bill(name: str, parts: list[Component], version: str = __version__) -> bytes:
    """The list of an artefact in CycloneDX 1.6."""
    return _bill(name, version, [part.json() for part in parts])


def renamed(text: bytes, name: str) -> bytes:
    """The list of an artefact that has the same components under another name."""
    said = json.loads(text)
    return _bill(name, said["metadata"]["component"]["version"], said["components"])


def _bill(name: str, version: str, listed: list[dict[str, object]]) -> bytes:
    digest = hashlib.sha256(json.dumps(listed).encode()).hexdigest()
    described = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest + name)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": listed,
        "dependencies": [{"ref": name, "dependsOn": sorted(str(part["purl"]) for part in listed)}],
    }
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()


def licences(parts: list[Component]) -> bytes:
    """The licence of every component, and its full text where it came with one."""
    lines = []
    for part in parts:
        lines += ["=" * 79, f"{part.name} {part.version}: {part.licence or 'see its text'}", ""]
        lines += [path.read_text(encoding="utf-8", errors="replace").strip() + "\n" for path in part.texts]
    return "\n".join(lines).encode()


def locked() -> dict[str, str]:
    """The versions of the lock by normalised name; a package locked twice for two Pythons has the one for this."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - a build needs it, nothing that imports this module does

    found = {}
    for line in RUNTIME_LOCK.read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            wanted = Requirement(line.rstrip("\\ "))
            if wanted.marker is None or wanted.marker.evaluate():
                found[_normal(wanted.name)] = next(iter(wanted.specifier)).version
    return found


def locked_packages(environment: Path) -> Iterator[Component]:
    """The packages of an environment that the lock names: what froze them is no part of what is shipped."""
    wanted = locked()
    site = next(environment.glob("lib/python*/site-packages"), environment / "Lib" / "site-packages")
    return (part for part in described(site) if wanted.get(part.name) == part.version)


def described(folder: Path) -> Iterator[Component]:
    """Every package whose `.dist-info` lies in a folder."""
    for inside in sorted(folder.glob("*.dist-info")):
        said = BytesParser().parsebytes((inside / "METADATA").read_bytes())
        name, version = _normal(str(said["Name"])), str(said["Version"])
        texts = tuple(sorted(path for path in inside.rglob("*") if path.is_file() and _is_licence(path)))
        licence = _licence(said)
        if not texts and "LGPL-3.0" in licence:
            texts = _LESSER
        yield Component(name, version, f"pkg:pypi/{name}@{version}", licence, texts)


def _debian_packages(frozen: Iterator[Path], environment: Path) -> Iterator[Component]:
    prefixes = (environment.resolve(), Path(sys.base_prefix).resolve())
    of_system = sorted({path.resolve() for path in frozen if not any(path.resolve().is_relative_to(one) for one in prefixes)})
    for path in of_system:
        owner = ""
        for name in (str(path), str(path).removeprefix("/usr")):
            done = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True, check=False)
            owner = owner or done.stdout.partition(": ")[0].partition(",")[0]
        if owner:
            version = _ask(["dpkg-query", "--show", "--showformat=${Version}", owner])
            name = owner.partition(":")[0]
            text = Path("/usr/share/doc") / name / "copyright"
            yield Component(name, version, f"pkg:deb/debian/{name}@{version}", "", (text,) if text.is_file() else ())


def _frozen(work: Path) -> Iterator[Path]:
    """The libraries that the freeze collected from anywhere."""
    for name in sorted(work.rglob("COLLECT-*.toc")):
        entries = ast.literal_eval(name.read_text(encoding="utf-8"))[0]
        yield from (Path(source) for _, source, kind in entries if kind == "BINARY")


def _licence(said: Message) -> str:
    classifiers = [value.rpartition(" :: ")[2] for value in said.get_all("Classifier", []) if value.startswith("License ::")]
    stated = said["License-Expression"] or ", ".join(classifiers) or said["License"] or ""
    return str(stated).strip().partition("\n")[0]


def _is_licence(path: Path) -> bool:
    return path.parent.name == "licenses" or path.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _ask(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
