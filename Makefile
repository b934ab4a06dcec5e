# Sapa. `make run` brings the whole product up, `make test` runs all tests; both work from a fresh clone.

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(shell command -v python3.11 || command -v python3)

# With byte code the bot host starts in seconds; the environment may have switched it off.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED = false
export UV_COMPILE_BYTECODE = 1
export UV_LINK_MODE = copy

.PHONY: run test train check lint format types evaluate evaluate-stock chaos chaos-replicas machine \
	whatsapp-demo whatsapp-chaos whatsapp-mutate whatsapp-bench screenshots bench-widget bench-desk lock clean help

help:  ## lists the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: $(VENV)/.runtime  ## starts everything and prints where it is; Ctrl-C stops it
	@exec $(BIN)/python -m launch

train: $(VENV)/.runtime  ## trains the bot into models/ (nothing to do where the model is current)
	@$(BIN)/python -m bot.train

test: $(VENV)/.dev  ## runs all tests
	@$(BIN)/python -m bot.train
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

screenshots: $(VENV)/.dev  ## takes the pictures of the widget anew, into docs/images/widget/
	@$(BIN)/python -m pytest -q tests/widget/pictures.py

bench-widget: $(VENV)/.dev  ## measures bytes, requests and main-thread time of the widget into benchmarks/results/
	@$(BIN)/python -m pytest -q -s -p tests.conftest -p tests.handoff.conftest -p tests.widget.conftest benchmarks/widget_load.py

bench-desk: $(VENV)/.dev  ## measures the desk and its reports on a record of 200,000 messages
	@$(BIN)/python -m benchmarks.desk_load

check: lint test  ## format, lint, types and tests: what a change must pass

lint: $(VENV)/.dev types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy
	@if command -v npm >/dev/null; then [ -d node_modules/typescript ] || npm ci --silent; npx --no-install tsc -p jsconfig.json; \
	else echo "types: npm is not installed, so the browser modules are not checked"; fi

format: $(VENV)/.dev  ## formats the Python code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

evaluate: $(VENV)/.runtime  ## scores the trained bot: make evaluate DATA=file.jsonl
	@$(BIN)/python -m bot.train
	@$(BIN)/python -m bot.evaluation $(DATA)

# All sentences (SHARE=1) take stock Rasa hours on two cores.
evaluate-stock: SHARE ?= 0.15
evaluate-stock: $(VENV)/.runtime  ## the same beside stock Rasa, both trained on a share of the sentences too (SHARE=0.15)
	@$(BIN)/python -m bot.train
	@$(BIN)/python -m bot.evaluation $(DATA) --stock $(SHARE)

whatsapp-demo: $(VENV)/.dev  ## chat with the product "over WhatsApp" on a phone-like page, without a Meta account
	@exec $(BIN)/python -m tests.doubles.whatsapp_demo

whatsapp-chaos: $(VENV)/.dev  ## 500 WhatsApp messages through a bad day at Meta: sent, seen, lost, doubled, reordered
	@$(BIN)/python -m tests.doubles.graph_api.bad_day 500

whatsapp-mutate: $(VENV)/.dev  ## 10,000 mutated WhatsApp webhooks: none may be answered with 5xx or hide a good message
	@$(BIN)/python -m tests.doubles.graph_api.mutations 10000

whatsapp-bench: $(VENV)/.dev  ## how fast WhatsApp's webhook answers while 50 updates arrive in a second
	@$(BIN)/python -m benchmarks.whatsapp_webhook

chaos: $(VENV)/.dev  ## kills parts at random under 200 conversations: make chaos ARGS="--seconds 60 --seed 7"
	@$(BIN)/python -m bot.train
	@$(BIN)/python -m tests.chaos $(ARGS)

chaos-replicas: $(VENV)/.dev  ## the same against two replicas of each behind nginx, on PostgreSQL
	@$(BIN)/python -m bot.train
	@$(BIN)/python -m tests.chaos --replicas $(ARGS)

machine: $(VENV)/.dev  ## plays 100 random histories of the line instead of the few of `make test`
	@SAPA_MACHINE_EXAMPLES=$${SAPA_MACHINE_EXAMPLES:-100} $(BIN)/python -m pytest tests/handoff/test_the_line_machine.py

lock: $(BIN)/uv  ## resolves the requirements anew into the two lock files
	@$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -q -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.lock --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -q -o requirements-dev.lock

clean:  ## removes the environment, the model and everything written while running
	rm -rf $(VENV) node_modules var models/sapa.*

$(BIN)/uv:
	@echo "Set-up: making the environment with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Sapa needs Python 3.11 (Rasa 3.6 cannot run on another); found " + sys.version.split()[0])'
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

# The lock is complete and hashed, so nothing is resolved here: only what it names is installed. uv is run from another
# folder, because beside pyproject.toml its overrides ("certifi>=2025") would win over the lock as soon as there is a newer release.
UV_INSTALL = $(abspath $(BIN)/uv) --directory / pip install --quiet --compile-bytecode --python $(abspath $(BIN)/python) --no-deps --require-hashes
$(VENV)/.runtime: requirements.lock | $(BIN)/uv
	@echo "Set-up: installing $$(grep -c '^[a-z]' requirements.lock) packages"
	@$(UV_INSTALL) -r $(abspath requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock | $(BIN)/uv
	@echo "Set-up: installing $$(grep -c '^[a-z]' requirements-dev.lock) packages"
	@$(UV_INSTALL) -r $(abspath requirements-dev.lock)
	@touch $@ $(VENV)/.runtime
