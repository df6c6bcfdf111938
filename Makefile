# Everything a person does with this project. `make` alone lists it.
SHELL := /bin/bash
# Some machines forbid it for all; then each process here would compile thousands of modules anew.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run dev test changed everything tiers check lint types bench faults fuzz launch reset doctor messages screenshots docs

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Installed anew only when the lock file changes. Hashes: nothing but what was reviewed. uv takes a third of pip's
# time, but reads none of pip's settings: where it reaches no index, pip may.
INSTALL = $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes -r
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r

.venv/.uv: requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' $< >.venv/uv.txt
	@$(PIP) .venv/uv.txt
	@touch $@

.venv/.runtime: requirements.txt .venv/.uv
	@echo "Installing (once)..."
	@$(INSTALL) $< || $(PIP) $<
	@touch $@

.venv/.tools: requirements-dev.txt .venv/.runtime
	@echo "Installing the tools for tests (once)..."
	@$(INSTALL) $< || $(PIP) $<
	@touch $@

run: .venv/.runtime ## start the site: PORT=8000, DEMO_PASSWORD=... for the demo accounts
	@$(MANAGE) letters_keys make
	@exec $(MANAGE) serve

dev: .venv/.runtime ## the same, restarting when the code changes, with Django's error pages
	@$(MANAGE) letters_keys make
	@DEBUG=1 exec $(MANAGE) serve

test: .venv/.tools ## what every change must pass: ARGS="tests/letters -x", DATABASE_URL=postgres://...
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

changed: .venv/.tools ## the tests that the change since origin/main can break
	@$(BIN)/python -m tests.changed $(ARGS)

everything: .venv/.tools ## all there is, on both databases, with faults, fuzz and launch; a table at its end
	@$(BIN)/python -m tests.everything

tiers: .venv/.tools ## which tests protect every change, which wait for `make everything`, and why
	@$(BIN)/python -m tests.tiers

check: .venv/.tools ## lint, types, templates, migrations, translations
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "ruff format . would change files"; exit 1; }
	@$(BIN)/djlint --quiet --lint home prisoner_pages letters
	@$(MANAGE) check --settings cms.settings.test
	@$(MANAGE) makemigrations --check --dry-run --settings cms.settings.test
	@$(MANAGE) messages --check --settings cms.settings.test

# Reads only what has changed since; of a fresh clone everything, in some 15 s.
types:
	@$(BIN)/mypy

faults: .venv/.tools ## tests that break things: database, mail, storage, killed workers
	@FAULT_RUNS=20 $(BIN)/python -m pytest --full -m faults $(ARGS)

fuzz: .venv/.tools ## bad inputs and invented ones, with many more examples
	@HYPOTHESIS_PROFILE=many $(BIN)/python -m pytest --full -m fuzz $(ARGS)

# As root: a mount namespace of its own holds the machine that is made and thrown away.
launch: .venv/.tools ## install both sides on a bare Debian that is thrown away, and go through the first day
	@LAUNCH=1 unshare --mount --pid --fork --mount-proc $(BIN)/python -m pytest --full -x tests/launch $(ARGS)

bench: .venv/.tools ## measure against the stock project, as ratios
	@$(BIN)/python bench/bench.py $(ARGS)

messages: .venv/.tools ## bring the interface strings up to the sources (no gettext needed)
	@$(MANAGE) messages --settings cms.settings.test

screenshots: .venv/.tools ## take the pictures of docs/img anew, from a demo of its own
	@$(BIN)/python -m docs.screenshots

docs: .venv/.tools ## write what docs tell from the code: its picture, its list of folders, its size, who may do what
	@$(BIN)/python -m docs.developers

doctor: .venv/.runtime ## look over this machine: what is amiss and how to mend it
	@$(MANAGE) doctor

reset: .venv/.runtime ## back to an empty site; YES=1 when letters would be lost
	@$(MANAGE) reset
