# Everything a newcomer needs. `make` alone prints this help.
PYTHON ?= python3
VENV := .venv
HEARING := .venv-speech
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= auto
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help install run test lint types check bench simulate understanding speech train docs lock format

help: ## print this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.runtime ## create .venv with the locked dependencies and the command .venv/bin/frontdesk

run: $(VENV)/.runtime ## serve: the demo clinic, or your own with FRONTDESK_CLINIC and Twilio's credentials in .env
	@$(BIN)/frontdesk serve

test: $(VENV)/.dev ## the whole suite on SQLite and on a real PostgreSQL (WORKERS=n, ARGS="-k stop")
	@$(BIN)/pytest -q -n $(WORKERS) $(ARGS)

lint: $(VENV)/.dev ## style and layers: ruff, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(VENV)/.dev ## types: mypy strict
	@$(BIN)/mypy

check: lint types ## all that can be said without running anything: what CI does before the tests

bench: understanding $(VENV)/.dev ## the next, then turns a second, p50 and p99 against a constant view, on SQLite and PostgreSQL
	@$(BIN)/python -m bench $(ARGS)

simulate: $(VENV)/.dev ## a clinic's month over the real webhook, judged by an observer (ARGS="--people 150 --days 30 --seed 7")
	@$(BIN)/python -m tests.month $(ARGS)

understanding: $(VENV)/.dev ## how well utterances are understood, beside other parsers (DATA=folder of public utterances)
	@$(BIN)/python -m bench.understanding $(if $(DATA),--data $(DATA))
	@$(if $(DATA),$(BIN)/python -m bench.dialogs --data $(DATA))

speech: $(VENV)/.dev ## have our own sentences spoken and heard over a telephone (needs Debian's flite; downloads 400 MB once)
	@command -v flite >/dev/null || { echo "flite is not installed: on Debian, apt-get install flite"; exit 2; }
	@$(MAKE) --no-print-directory $(HEARING)/.installed
	@$(BIN)/python -m bench.speech --record $(HEARING)/bin/python

train: $(VENV)/.dev ## learn the weights of acts and of danger anew (DATA=folder with the public utterances)
	@$(BIN)/python -m bench.training --data $(DATA)
	@$(BIN)/python -m bench.training.danger --data $(DATA)

docs: $(VENV)/.runtime ## draw the state machines into docs/flows.md and write docs/conversations.md from the golden talks
	@$(BIN)/frontdesk flows --format markdown > docs/flows.md
	@$(BIN)/python -m tests.conversations > docs/conversations.md

format: $(VENV)/.dev ## let ruff put everything in order
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# The lock is made with uv (`pip install uv`, anywhere; or UV=/path/to/uv) and installed with plain pip.
# Change a bound in pyproject.toml, run `make lock`, read the difference, commit both. `make lock UPGRADE=1` takes newer ones.
lock: ## resolve pyproject.toml anew into requirements/*.txt, with hashes (needs uv; UPGRADE=1 for newer versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build pyproject.toml -o requirements/runtime.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build --group test --group lint -c requirements/runtime.txt \
		pyproject.toml -o requirements/dev.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group speech -o requirements/speech.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Frontdesk needs Python 3.11 or newer; say which one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) …"
	@$(PIP) install -qq --require-hashes -r requirements/runtime.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "Installing what the tests and checks need …"
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@touch $@

$(HEARING)/.installed: requirements/speech.txt
	@echo "Installing the recogniser into $(HEARING) …"
	@$(PYTHON) -m venv $(HEARING)
	@$(HEARING)/bin/python -m pip --disable-pip-version-check install -qq --require-hashes -r requirements/speech.txt
	@touch $@
