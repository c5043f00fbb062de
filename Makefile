# Python 3.11 or newer and make are all that is needed. `make desk` opens the desk, `make test` is what CI runs.
# Another Python: make desk PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST_FLAGS ?= -n auto
# Bytecode is compiled at installation; without it the first start takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help desk test coverage check lock locale docs pictures bench wheel clean
.DELETE_ON_ERROR:

help:
	@echo "make desk    open the desk (a demo store is made if there is none)"
	@echo "make test    everything CI runs: style, types, arrows between modules, tests on both databases"
	@echo "make coverage  the tests again, and which lines no test runs"
	@echo "make check   style, types and arrows only"
	@echo "make bench   what is measured, as ratios"
	@echo "make locale  collect the texts, merge them into the catalogues, compile these"
	@echo "make docs    write the pages of keys from the list they work by"
	@echo "make pictures  take the pictures in docs/ anew"
	@echo "make lock    resolve the dependencies anew"
	@echo "make wheel   build dist/deskapp-*.whl"
	@echo "make clean   remove what was made, except the store"

# --- what is installed -------------------------------------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "deskapp needs Python 3.11 or newer with venv (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: locks/run.lock locks/build.lock pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing from the lock (about a minute, once) ..."
	$(PIP) install --require-hashes -r locks/run.lock
	$(PIP) install --require-hashes -r locks/build.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q deskapp
	@touch $@

$(VENV)/.dev: locks/dev.lock $(VENV)/.run
	@echo "Installing what the tests need ..."
	$(PIP) install --require-hashes -r locks/dev.lock
	@touch $@

CATALOGUES := $(wildcard data/locale/*/LC_MESSAGES/deskapp.po)
$(VENV)/.catalogues: $(CATALOGUES) $(VENV)/.run
	$(BIN)/python hatch_build.py
	@touch $@

# --- what people use ---------------------------------------------------------------------------------------------

# A demo store is made only where no store is chosen by hand and none is in the platform's data folder.
HAS_STORE := from deskapp import paths, settings; raise SystemExit(not (settings.load().database or paths.store_file().exists()))
desk: $(VENV)/.catalogues
	@$(BIN)/python -c '$(HAS_STORE)' || $(BIN)/deskapp demo
	@$(BIN)/deskapp

check: $(VENV)/.dev $(VENV)/.catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

# Apart from `make test`: watching every line takes its time.
coverage: check
	$(BIN)/python -m pytest $(PYTEST_FLAGS) --cov --cov-report=term

bench: $(VENV)/.dev $(VENV)/.catalogues
	$(BIN)/python -m benchmarks

wheel: $(VENV)/.run
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

# --- what maintainers renew --------------------------------------------------------------------------------------

# Versions and hashes for every platform, no addresses. UV_INDEX_URL and the like are the environment's business.
RESOLVE = $(VENV)/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links
EXTRAS = --extra pg --extra pdf --extra printer --extra xlsx
lock: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip --quiet install "uv>=0.9"
	@mkdir -p locks
	$(RESOLVE) $(LOCK_FLAGS) $(EXTRAS) --extra parquet --group dev --output-file locks/dev.lock pyproject.toml
	$(RESOLVE) $(EXTRAS) --constraint locks/dev.lock --output-file locks/run.lock pyproject.toml
	$(RESOLVE) --group build --constraint locks/dev.lock --output-file locks/build.lock

LOCALE := data/locale
locale: $(VENV)/.dev
	$(BIN)/pybabel --quiet extract --keywords "_ N_" --add-comments "Note:" --no-location --sort-output --width 120 \
		--project deskapp --output $(VENV)/deskapp.pot deskapp
	@for language in zh_Hans zh_Hant ko; do \
		test -f $(LOCALE)/$$language/LC_MESSAGES/deskapp.po || \
		$(BIN)/pybabel --quiet init -D deskapp -l $$language -i $(VENV)/deskapp.pot -d $(LOCALE); \
		$(BIN)/pybabel --quiet update -D deskapp -l $$language -i $(VENV)/deskapp.pot -d $(LOCALE) \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120; done
	$(BIN)/python hatch_build.py

docs: $(VENV)/.catalogues
	@mkdir -p docs/keys
	@for language in en zh_Hans zh_Hant ko; do \
		$(BIN)/deskapp --lang $$language keys --markdown --usual > docs/keys/$$language.md || exit; done

pictures: $(VENV)/.dev $(VENV)/.catalogues
	$(BIN)/python -m pictures

clean:
	rm -rf $(VENV) dist build htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find data -name '*.mo' -delete
