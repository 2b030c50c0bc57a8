#!/usr/bin/env bash
# The whole gate, in the order in which a fault is found soonest.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen
.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/lint-imports
.venv/bin/pytest --numprocesses 2 --dist loadgroup -m "not slow" "$@"
