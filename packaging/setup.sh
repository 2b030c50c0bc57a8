#!/usr/bin/env bash
# Make .venv and install what the system lacks; a second run does nothing that is done.
set -euo pipefail
cd "$(dirname "$0")/.."

# Libraries that Qt loads, a PostgreSQL server, and the tools that open our files in tests without us.
packages=(libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4
    libxcb-keysyms1 libxcb-xkb1 libxcb-shape0 xvfb xauth fonts-dejavu-core postgresql unzip openssl util-linux age strace)

# Node opens our files with an age implementation that is not ours; a Node from elsewhere will do.
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
# LibreOffice opens our workbooks and calculates them (200 MB, 40 s): for the slow programmes; the tests use it wherever it is.
[[ ${PROVE:-} ]] && packages+=(libreoffice-calc-nogui)
python3 -c "import ensurepip" 2>/dev/null || packages+=(python3-venv)

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
if ((${#missing[@]})); then
    if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing system packages: ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "These system packages are missing; please have them installed: ${missing[*]}" >&2
        exit 1
    fi
fi

[[ -x .venv/bin/python ]] || python3 -m venv .venv
echo "Installing Python packages from packaging/locks/develop.txt"
.venv/bin/python -m pip install --quiet --require-hashes --requirement packaging/locks/develop.txt
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
touch .venv/ready
