# Everything a newcomer or a build needs, each from a bare Debian 12 with Python 3.11.
#   make demo    the demo clinic in the browser         make test    the tests of a change
#   make check   format, lint, types, floors, spelling  make screens what only the running clinic shows
#   make bench   the benchmark table
#   make setup   only what running needs (.venv)        make dev     what testing and checking need, too
#   make lock    new hashed lock files                  make clean   away with everything made here
#   make catalogue-changes   what changed in the catalogue, and whose plans, into CHANGELOG.md
# A stamp file says that a step is done, so the second time costs next to nothing.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUNTIME := $(VENV)/.runtime-ready
DEV := $(VENV)/.dev-ready
WORKERS ?= 2
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup dev demo test screens check bench lock messages clean browser catalogue-changes

help:
	@sed -n '2,8s/^# \{0,3\}//p' Makefile

setup: $(RUNTIME)
dev: $(DEV)

$(BIN)/python:
	@sh tools/make-venv.sh $(VENV)

$(RUNTIME): requirements/clinic.txt pyproject.toml | $(BIN)/python
	@echo "Preparing $(VENV): what running needs"
	@$(PIP) install -qq --require-hashes -r requirements/clinic.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "Preparing $(VENV): what tests and checks need"
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(RUNTIME)
	@$(BIN)/openimt demo $(DEMO_ARGS)

browser:
	@sh tools/need-chromium.sh
	@sh tools/need-node.sh

test: $(DEV) browser
	@$(BIN)/python tools/run_tests.py --workers $(WORKERS) $(PYTEST_ARGS)

screens: $(DEV) browser
	@$(BIN)/python tools/run_tests.py --screens --workers $(WORKERS) $(PYTEST_ARGS)

check: $(DEV)
	@$(BIN)/python tools/check.py

bench: $(DEV)
	@$(BIN)/python -m benchmarks

catalogue-changes: $(DEV)
	@$(BIN)/python tools/catalogue_changes.py

messages: $(DEV)
	@$(BIN)/python tools/messages.py

lock:
	@sh tools/make-locks.sh

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/output
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
