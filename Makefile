# The README's two commands are `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SEED ?= seeds/conflict.txt
PUBLISHED ?= 2020-11-20

.PHONY: demo test lint types floors unit wheel test-all bench clean

demo: $(VENV)/.demo
	$(BIN)/summarizer run $(SEED) --published $(PUBLISHED)

test: lint types floors unit

test-all: test wheel

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev
	$(BIN)/mypy

floors: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/pytest

# The suite once more, against the wheel, in an environment and a folder that know nothing of this one.
wheel: $(VENV)/.dev
	$(BIN)/python tests/against_wheel.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.startup

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
