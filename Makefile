# The README's two commands are `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SEED ?= seeds/conflict.txt
PUBLISHED ?= 2020-11-20

# What needs a model server, a cluster or a browser.
HEAVY := tests/browser tests/corpus/test_ray.py tests/engines/llm/test_llamacpp.py
LIGHT := $(addprefix --ignore=,$(HEAVY))

.PHONY: demo test lint types floors unit test-all heavy wheel eval bench docs clean

demo: $(VENV)/.demo
	$(BIN)/summarizer run $(SEED) --published $(PUBLISHED)

test: lint types floors unit

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev
	$(BIN)/mypy

floors: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/pytest $(LIGHT)

test-all: test heavy wheel

heavy: $(VENV)/.all
	SUMMARIZER_TESTS_REQUIRE_ALL=1 $(BIN)/pytest $(HEAVY)

# The suite once more, against the wheel, in an environment and a folder that know nothing of this one.
wheel: $(VENV)/.dev
	$(BIN)/python tests/against_wheel.py $(LIGHT)

# The embedded engine on the labelled documents, and whether a release may go out with what came of it.
eval: $(VENV)/.dev
	@mkdir -p build
	$(BIN)/summarizer eval run evals --model builtin/rules --out build/rules.json
	$(BIN)/summarizer eval gate build/rules.json --against evals/baselines \
		--markdown build/rules.md --junit build/rules.xml --json build/gate.json

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.grounding
	$(BIN)/python -m benchmarks.audit

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@

$(VENV)/.all: $(VENV)/.dev
	$(PIP) install -c constraints.txt -e ".[dev,test-all]"
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
