#!/usr/bin/env bash
# The test build, the installers of all states, and what they do under Wine: make.sh TARGET
set -euo pipefail
cd "$(dirname "$0")/../.."
.venv/bin/python packaging/windows/payload.py "$1"
.venv/bin/python packaging/windows/all_states.py "$1"
.venv/bin/python packaging/windows/qt_tests.py "$1"
packaging/windows/exercise.sh "$1"
