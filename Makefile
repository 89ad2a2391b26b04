# Everything sets itself up: python3 (3.11 or later), its venv module and make are enough.

VENV ?= .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(BIN)/python -m pip install --quiet --root-user-action=ignore

.PHONY: help demo test check thorough format bench clean

help:
	@echo "make demo    try coder-tui on a small study, built on the spot"
	@echo "make test    all checks: format, lint, types, contracts, tests"
	@echo "make bench   the measured ratios (takes some minutes)"
	@echo "make format  put the code into shape"
	@echo "make clean   remove the environment and the demo"

$(VENV)/.made:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coder-tui needs Python 3.11 or later; python3 is " + sys.version.split()[0])'
	python3 -m venv $(VENV)
	$(PIP_INSTALL) --upgrade pip
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP_INSTALL) --group dev
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	@$(PIP_INSTALL) --group bench && touch $@ || echo "pandas and scikit-learn cannot be installed: the bench leaves their rows out"

demo: $(VENV)/.run
	@$(BIN)/coder-tui demo --dir demo

test: check

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python sample_data/check_sample.py
	$(BIN)/python sample_data/simulate_coders.py --check
	$(BIN)/pytest --numprocesses 4 --dist worksteal

# Everything, the tests that take long among them, with more examples of each property.
thorough: $(VENV)/.dev
	EXAMPLES=60 $(BIN)/pytest --numprocesses 4 --dist worksteal -m 'thorough or not thorough'

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/importing.py
	$(BIN)/python bench/first_frame.py
	$(BIN)/python bench/latency.py
	$(BIN)/python bench/leaks.py
	$(BIN)/python bench/bootstrap.py
	$(BIN)/python bench/review.py
	$(BIN)/python bench/interaction.py

clean:
	rm -rf $(VENV) demo
