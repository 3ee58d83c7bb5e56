# Two commands: `make run` shows the site, `make test` proves it. Both install what they need.
.PHONY: setup run test check bench lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed

setup: $(RUN_STAMP)

# uv itself comes from the same lock, so that nothing is installed unpinned.
$(RUN_STAMP): requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@grep -A99 '^uv==' requirements/run.txt | awk 'NR>1 && /^[a-z]/{exit} {print}' > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements/dev.txt
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

run: setup
	@exec $(BIN)/newsstand run

test: $(DEV_STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/run.sh $(ARGS)

check: $(DEV_STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/check.sh

bench: $(DEV_STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m bench

# Names, versions and hashes only: no address of a registry is ever written.
lock: $(DEV_STAMP)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml --group build -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) build *.egg-info
