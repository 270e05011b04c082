# Everything from a clone needs only Python >= 3.11 and make. `make` alone prints what there is.

PYTHON := $(or $(DUNWELL_PYTHON),python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-virtualenv
LOCKED := --no-compile --require-hashes --only-binary :all:
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check format docs mutants bench bench-full lock build clean

help:  ## Print this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME)  ## Run the daemon on http://127.0.0.1:8025; without settings of yours, with the demo portfolio
	@set -e; if [ -z "$$DUNWELL_CONFIG" ] && [ ! -e dunwell.toml ]; then \
	  export DUNWELL_CONFIG=config/demo.toml; $(BIN)/dunwell demo; fi; \
	exec $(BIN)/dunwell run

test: $(DEV)  ## Run the whole test suite on SQLite and PostgreSQL
	@$(BIN)/pytest -n $(WORKERS)

check: $(DEV)  ## Check format, lint, types, who imports whom, and that the docs are up to date
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted; run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q tests/docs

format: $(DEV)  ## Format the code and mend what the linter can
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

docs: $(RUNTIME)  ## Make docs/settings.md, docs/rulebook.md, docs/cases.md and docs/law-coverage.md anew
	@$(BIN)/dunwell config reference > docs/settings.md
	@$(BIN)/dunwell rules --page > docs/rulebook.md
	@$(BIN)/python -m tests.unit.compliance.cases > docs/cases.md
	@$(BIN)/python -m tests.docs.law_coverage > docs/law-coverage.md

mutants: $(DEV)  ## Change the rulebook in 7,000 places and count what the tests notice; takes an hour or two
	@$(BIN)/mutmut run --max-children $(WORKERS)
	@$(BIN)/python -m tests.mutant_score

bench: $(DEV)  ## Measure, in under 15 minutes; prints a table and writes bench/results/latest.json
	@$(BIN)/python -m bench

bench-full: $(DEV)  ## Measure with the 10-million runs and the soak too
	@$(BIN)/python -m bench --full

build: $(DEV)  ## Make the wheel in dist/
	@$(BIN)/hatchling build -t wheel

lock:  ## Pin the dependencies of pyproject.toml anew, with hashes; needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links pyproject.toml --group build -o requirements/runtime.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links pyproject.toml --group build --group dev \
	  -c requirements/runtime.txt -o requirements/dev.txt

clean:  ## Delete what make made; your data in var/ stays
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache mutants

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Dunwell needs Python 3.11 or newer; name one: make DUNWELL_PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python requirements/runtime.txt pyproject.toml
	@echo "Installing what Dunwell needs into $(VENV)/ ..."
	@$(INSTALL) $(LOCKED) -r requirements/runtime.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.txt
	@echo "Installing what the tests need into $(VENV)/ ..."
	@$(INSTALL) $(LOCKED) -r requirements/dev.txt
	@touch $@
