# make run    the main job, offline, on what the repository ships
# make test   the tests, without network
# make browser  the tests of report.html in Chromium, which must be there
# make check  ruff, mypy --strict, import layers, doctests
# make fix    let ruff mend what it can
# make bench  speed and memory beside the peers, as ratios
# make faults what each backend does when its service or program fails, as a table
# make bench-million  a million segments scored, with the memory a segment
# make parity     every number of sacrebleu's paired tests, bit for bit; needs TOOLKIT_DATA
# make docs   write the generated parts of docs/ anew
# make facts      what the check of facts finds in planted errors; needs TOOLKIT_DATA
# make planted    what it finds in errors of our own, and flags without them; needs TOOLKIT_DATA
# make facts-bullets  what the check of bullets flags, sound and with planted errors; needs TOOLKIT_DATA
# make power      what the verdicts find and make up, by the number of articles; needs TOOLKIT_DATA
# make agreement  the verdicts beside people's rankings; needs TOOLKIT_DATA
# make trust      the place of each metric: beside people, and on minimal pairs; needs TOOLKIT_DATA
# make bullets-agreement  the bullet scores beside people's judgment; needs TOOLKIT_DATA
# make bullets    bullets beside lead-3, LexRank, TextRank and the oracle; needs TOOLKIT_DATA
# make readings   what readers said of lines, and the weights in extractive that follow; needs TOOLKIT_DATA
# make bullets-sample SEED=1  50 random bullets with their sentences and beginnings, to be read; needs TOOLKIT_DATA
# make bullets-blind SEED=1   50 in their boxes among 50 of a newsroom's, whose is not said; needs TOOLKIT_DATA
#
# Each does its own set-up in .venv, once. PYTHON names another Python 3.11 or later.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
SEED ?= 1
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test browser check fix bench bench-million faults parity docs facts planted power agreement trust bullets \
	readings bullets-sample bullets-blind bullets-agreement facts-bullets clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp
	$(BIN)/toolkit run --offline

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -rs -n auto --dist loadfile

browser: $(VENV)/dev.stamp
	TOOLKIT_BROWSER=required $(BIN)/python -m pytest -rs tests/reporters/test_browser.py

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py toolkit

fix: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

faults: $(VENV)/dev.stamp
	$(BIN)/python -m tests.translators.fault_table

bench-million: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.million

parity: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.parity

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py

facts planted power agreement trust bullets readings: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.$@

bullets-sample: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.bullets_sample $(SEED)

bullets-blind: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.bullets_blind $(SEED)

bullets-agreement: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.bullets_agreement

facts-bullets: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.facts_bullets

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is not on the path; install Python 3.11, or name yours: make PYTHON=python3 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "setting up .venv from constraints.txt (once; a few minutes on a slow line)"
	$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP_INSTALL) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis ./*.egg-info
