#!/usr/bin/env bash
# The slow programmes: as many kills, cases and orders as a night allows.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen PROVE=1
command -v soffice >/dev/null || packaging/setup.sh
.venv/bin/pytest --numprocesses 2 --dist loadgroup "$@"
