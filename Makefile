# `make run` starts Rapport, `make test` passes its tests, `make check` is what CI runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test prove lint check bench lock locales migration clean

run: .venv/ready
	@$(BIN)/rapport run

test: .venv/ready
	$(BIN)/python -m pytest $(ARGS)

# make prove ONLY=drain: the long proofs in full (RAPPORT_TEST_POSTGRES: those on PostgreSQL, too), or one of them
prove: .venv/ready
	$(BIN)/python -m tests.prove $(ONLY)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rapport needs Python 3.11 or newer.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up (once, a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

lock:
	uv pip compile pyproject.toml --extra fast --extra postgres --extra test --generate-hashes --universal \
		--no-emit-index-url --no-header --no-annotate --output-file requirements.lock

# make locales: what is said in the code, into every catalogue; make locales NEW=de begins one more
locales: .venv/ready
	$(BIN)/pybabel --quiet extract --keywords="_ N_ ngettext:1,2" --no-default-keywords --no-location --sort-output \
		--omit-header --output=locales/rapport.pot bot handlers reminders
	$(if $(NEW),$(BIN)/pybabel --quiet init --domain=rapport --input-file=locales/rapport.pot --output-dir=locales \
		--locale=$(NEW))
	$(BIN)/pybabel --quiet update --domain=rapport --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--input-file=locales/rapport.pot --output-dir=locales

# make migration MESSAGE="deals have a source": a first draft of what the models have gained, to be read and mended
migration: .venv/ready
	$(BIN)/python -m storage.maintenance.schema "$(MESSAGE)"

# make bench CLIENTS=1000000: how fast it is, on a base of that size (made once, and kept in data/benchmarks/)
CLIENTS ?= 100000
bench: .venv/ready
	$(BIN)/python -m benchmarks.base --clients $(CLIENTS)
	$(BIN)/python -m benchmarks.search --clients $(CLIENTS)
	$(BIN)/python -m benchmarks.texts --clients $(CLIENTS)
	$(BIN)/python -m benchmarks.chats --clients $(CLIENTS)
	$(BIN)/python -m benchmarks.nouns --clients $(CLIENTS)
	$(BIN)/python -m benchmarks.reminders
	$(BIN)/python -m benchmarks.readers
	$(BIN)/python -m benchmarks.start

clean:
	rm -rf .venv
