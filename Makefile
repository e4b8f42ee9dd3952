# The habits of Vigie. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
CLIENTS := .clients/venv/.ready
NODE_CLIENTS := .clients/node_modules/.ready

.DEFAULT_GOAL := help
.PHONY: help run test test-kill test-clients lint types docs bench score clean lock

help: ## list these habits
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(READY): requirements.lock requirements-bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Vigie needs Python 3.11 to 3.13, and $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=/path/to/python3.12")'
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed: on Debian, apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat -e .
	@touch $@

run: $(READY) ## the whole house on this machine (ONCE=1: stop after the table; WEB=live or FILE.warc.gz: another web)
	$(BIN)/vigie run $(if $(ONCE),--once) $(if $(WEB),--web $(WEB))

# Files side by side, each file's tests in one process: they wait for processes and clocks more than they work.
test: $(READY) ## every test: real PostgreSQL, real Airflow, real HTTP, loopback only (ARGS="-n0 tests/feeds": some, one by one)
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

test-kill: $(READY) ## kill -9 at 200 points of a life, and every process of the house in the middle of a run (35 minutes)
	VIGIE_KILL_POINTS=200 VIGIE_KILL_MATRIX=1 $(BIN)/python -m pytest tests/pipeline/test_kill_points.py tests/rehearsal $(ARGS)

$(CLIENTS): requirements-clients.lock | $(READY)
	@$(PYTHON) -m venv --without-pip --clear .clients/venv
	$(BIN)/uv pip sync -q --python .clients/venv/bin/python --require-hashes --compile-bytecode requirements-clients.lock
	@touch $@

$(NODE_CLIENTS): tests/clients/programs/package.json tests/clients/programs/package-lock.json
	@mkdir -p .clients/node_modules
	@cp tests/clients/programs/package.json tests/clients/programs/package-lock.json .clients/
	@cd .clients && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.ready \
	|| echo "no npm, or no packages for it: the clients in JavaScript are NOT run"

test-clients: $(READY) $(CLIENTS) $(NODE_CLIENTS) ## the programs that others read feeds with, on what we publish (ARGS=--write-table: docs/clients.md)
	$(BIN)/python -m pytest tests/clients $(ARGS)

lint: $(READY) ## ruff, and the catalogues
	$(BIN)/ruff check .
	$(BIN)/vigie sources lint --catalogue sources
	$(BIN)/vigie sources lint --catalogue sources/simulated

types: $(READY) ## mypy --strict on all of it
	$(BIN)/mypy

docs: $(READY) ## write the generated pages of docs/ again
	$(BIN)/vigie docs

bench: $(READY) ## ratios against named peers, both in one run
	$(BIN)/python -m pipeline.bench

score: $(READY) ## accuracy beside other libraries (docs/quality.md; LARGE=1: also a million records), 60 days of a simulated year (docs/scorecard.md)
	$(BIN)/vigie score --write $(if $(LARGE),--large)
	$(BIN)/vigie score year --days 14 --seed 7 --write
	$(BIN)/vigie score year --days 60 --write

clean: ## remove all state (var/); the environment stays
	@if [ -x $(BIN)/vigie ]; then $(BIN)/vigie stop --quiet || true; fi
	rm -rf var

lock: ## resolve the dependencies again (operators of the project only)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra production -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-production.lock
