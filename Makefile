# Two commands matter: `make run` and `make test`. Everything is installed into .venv from the lock files.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile

.PHONY: run test check rows lock screenshots bench torture clean

run: .venv/.run
	@exec $(BIN)/mingcha serve --demo --port $(PORT)

# Two at a time; a story that a busy machine held up is told once more. PYTEST=… runs only that.
test: check
ifdef PYTEST
	@$(BIN)/python -m pytest $(PYTEST)
else
	@$(BIN)/python -m pytest tests --numprocesses 2 --dist loadfile
	@$(BIN)/python -m pytest e2e --numprocesses 2 --dist loadgroup
endif

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m e2e.browser

rows: .venv/.dev
	@$(BIN)/python -m tests.rows

screenshots: .venv/.dev
	@$(BIN)/python -m e2e.screenshots

# Measures and prints the table: BENCH=full (a quarter of an hour), quick (two minutes), servers, collected or crammed; WRITE=1 renews docs/bench.md.
BENCH ?= full
bench: .venv/.dev
	@$(BIN)/python -m bench $(BENCH) $(if $(WRITE),--write)

# Tortures the phone against the server for long; SEED=… repeats a run that failed, JOBS is the number of worlds at a time.
RUNS ?= 30000
JOBS ?= 2
torture: .venv/.dev
	@$(BIN)/python -m e2e.torture --runs $(RUNS) --jobs $(JOBS) $(if $(SEED),--seed $(SEED))

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Mingcha needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Call: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || (echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1)

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# Renews both lock files; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
