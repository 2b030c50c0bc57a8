# Every target sets up what it needs; the recipes live in packaging/.
.DEFAULT_GOAL := demo
PYTHON := .venv/bin/python
export LC_ALL := C.UTF-8
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test run bench foreign journey profile prove kit package package-test package-windows setup

demo: setup  ## play a whole rehearsal: two rounds, every step from round pack to report
	.venv/bin/readmission-importer rehearse build/rehearsal

test: setup  ## format, lint, types, import contracts and all tests
	packaging/check.sh

run: setup  ## open the window on the demo's declaration
	.venv/bin/readmission-window build/rehearsal/declaration

bench: setup  ## our figures beside a peer's, measured in the same run
	$(PYTHON) tests/bench/run.py build/bench.json

foreign: setup  ## make foreign FOLDER=...: every reader on every file of a folder, what became of it, its work and its memory
	$(PYTHON) tests/bench/foreign_files.py "$(FOLDER)"

journey: setup  ## a ministry's whole way through the window, from outside the program; pictures in build/journey
	packaging/journey.sh

profile: setup  ## play the busiest profile from the keyboard and count key presses into build/profile.json
	.venv/bin/pytest tests/ui/test_busiest_profile.py -m slow

prove: setup  ## the slow programmes: more kills, more random cases
	packaging/prove.sh

kit: setup  ## a rehearsal's authority, the signed kit of every state, and a round pack
	$(PYTHON) packaging/kits.py build/kits

package: setup  ## one freeze, its self-check, and packages for 31 states and the Commission
	$(PYTHON) packaging/build.py

package-test: setup  ## install the packages in a clean root and drive them
	packaging/package_tools.sh
	packaging/windows/tools.sh
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q tests/installers

package-windows: setup kit  ## a labelled test build for Windows, both installers for 31 states, exercised under Wine
	packaging/windows/tools.sh
	packaging/windows/make.sh build/windows

setup: .venv/ready
.venv/ready: packaging/setup.sh packaging/locks/develop.txt pyproject.toml
	packaging/setup.sh
