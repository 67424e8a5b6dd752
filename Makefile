# What one does in a clone: `make` lists it. Whatever needs .venv sets it up first.

PYTHON := python3
BIN := .venv/bin
READY := .venv/.ready

# uv installs what we need: the one that is here, or one from PyPI in .venv.
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := $(BIN)/uv
UV_HERE := $(UV)
endif

# `make book VERBOSE=1` shows all that the programs print which do the work.
VERBOSE :=

# What the installers print is shown, by its end, where one of them fails.
define QUIETLY
quietly() { \
  if test -n '$(VERBOSE)'; then "$$@"; return; fi; \
  log=$$(mktemp); "$$@" >"$$log" 2>&1; status=$$?; \
  if test $$status != 0; then \
    echo "This step failed: installing what the book needs. Its last lines:"; echo; \
    tail -n 20 "$$log"; \
  fi; \
  rm -f "$$log"; return $$status; }; quietly
endef

# What can be checked without running a test.
define STATIC
$(BIN)/ruff check
$(BIN)/ruff format --check
$(BIN)/mypy
$(BIN)/workshop check
endef

.PHONY: help book site epub lab check test bench screenshots constraints clean

help:
	@awk -F ': .*## ' '/^[a-z]+: .*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

book: $(READY) ## build the book and serve it on this machine
	@$(BIN)/workshop book $(if $(VERBOSE),--verbose)

site: $(READY) ## build the book into the folder site/, to be published
	@$(BIN)/workshop site $(if $(VERBOSE),--verbose)

epub: $(READY) ## write the book into one file for an e-reader, dist/tinyflask.epub
	@$(BIN)/workshop epub

lab: $(READY) ## open your copies of the notebooks in JupyterLab
	@$(BIN)/workshop lab

check: $(READY) ## the daily round: style, types, the book, the framework's tests
	$(STATIC)
	$(BIN)/pytest -n auto --few-stages --ignore tests/book --ignore tests/site

test: $(READY) ## check everything anew, in a browser too
	@rm -rf .cache/ran
	$(STATIC)
	$(BIN)/pytest -n auto --dist loadgroup

bench: $(READY) ## compare the framework's speed with six others
	$(BIN)/python -m benchmarks

screenshots: site ## take the README's pictures anew
	$(BIN)/python docs/screenshots.py

constraints: $(READY) ## put the newest versions that fit together into constraints.txt
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --no-annotate --no-header --group dev pyproject.toml -o constraints.txt

clean: ## remove what was built
	rm -rf site dist chapters/assets/built chapters/reference chapters/*/code.md chapters/*/core.md chapters/*/*.zip

$(READY): pyproject.toml constraints.txt | $(UV_HERE)
	@echo 'Installing what the book needs into .venv. The first time takes a minute.'
	@test -x $(BIN)/python || { $(QUIETLY) $(UV) venv --python '>=3.11' .venv; }
	@$(QUIETLY) $(UV) pip install --python .venv -c constraints.txt -e . --group dev
	@touch $@

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "This needs Python 3.11 or newer, and $(PYTHON) is: `$(PYTHON) --version 2>&1`"; \
	  echo 'Name a newer one: make PYTHON=python3.13 book'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make a virtual environment.'; \
	  echo 'On Debian and Ubuntu: apt-get install python3-venv'; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(QUIETLY) $(BIN)/python -m pip install --constraint constraints.txt uv
