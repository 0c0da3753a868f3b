# What you can say: `make` lists it. Windows without make: py deploy/setup.py, then .venv\Scripts\hartcity open
PYTHON ?= $(firstword $(shell command -v python3) $(shell command -v python) $(shell command -v python3.11))
BIN := .venv/bin
# Options for what is started, e.g. make lab ARGS="--port 9999", make test ARGS="-k email"
ARGS ?=
# A file's tests share a server, so they stay together; the long ones, in a browser, come first.
SIDE_BY_SIDE := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help env lab demo test bench build site check lock

help: ## Say what there is
	@echo "Hart City. What you can say:"
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

env:
	@test -n "$(PYTHON)" || { echo "There is no Python here: install 3.11 or newer from python.org or your package manager." >&2; exit 1; }
	@$(PYTHON) deploy/setup.py

lab: env .venv/notebooks.stamp ## Set up and open the course in JupyterLab: student, instructor, practice
	@$(BIN)/hartcity open $(ARGS)

.venv/notebooks.stamp: $(wildcard course/units/*.* notebooks/*.ipynb scenarios/lessons/*.yml) course/hartcity/cli/build.py course/hartcity/cli/pages.py | env
	@$(BIN)/hartcity build >/dev/null && touch $@

demo: env ## Take an invented class of 24 through the whole grading cycle
	@$(BIN)/hartgrader demo $(ARGS)

test: env ## Run every test, in a real browser too
	@chromium=$$($(BIN)/python deploy/browser.py) && HART_CHROMIUM="$$chromium" $(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

bench: env ## Measure, and print one small table
	@chromium=$$($(BIN)/python deploy/browser.py) && HART_CHROMIUM="$$chromium" $(BIN)/python tests/bench $(ARGS)

build: env ## Make the notebooks, the handouts and the wheel
	@$(BIN)/hartcity build
	@$(BIN)/hartcity handouts
	@$(BIN)/python -m hatchling build -t wheel

site: env ## Make the course without a server, in dist/site; ARGS=--serve shows it
	@$(BIN)/python deploy/site/build.py $(ARGS)

check: env ## Check style, import contracts and content
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/hartcity check

lock: env ## Pin every package anew in requirements.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra lab --extra site --extra dev --generate-hashes --universal --upgrade \
		--python-version 3.11 --no-emit-index-url --no-header --output-file requirements.lock
	@$(BIN)/python deploy/site/build.py --lock
