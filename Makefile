# What there is to run: make help. A machine needs Python 3.11 or newer, make and git, nothing else.

PYTHON ?= python3
UV ?= uv
# options of JupyterLab, for instance LAB=--no-browser
LAB ?=
VENV := .venv
BIN := $(VENV)/bin
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
READY := $(VENV)/civlib-installed

# Text is UTF-8 whatever the machine's locale; packages from outside .venv stay outside.
export PYTHONUTF8 := 1
export PYTHONNOUSERSITE := 1
unexport PYTHONPATH

PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help setup figures test lint rehearsal lab lock clean

help:
	@echo 'make figures   execute the notebooks in order; write notebooks, figures and gallery'
	@echo 'make test      lint, types, tests, and the notebooks once more in build/rehearsal'
	@echo 'make lab       open the notebooks in JupyterLab'
	@echo 'make lint      lint and types only'
	@echo 'make lock      compile the lock files from pyproject.toml (needs uv; UPGRADE=1 for newer versions)'
	@echo 'make clean     remove .venv, build and caches'
	@echo 'Each builds .venv first if need be. Another Python: make figures PYTHON=python3.12'

setup: $(READY)

# All packages, at the versions and with the hashes of the lock. Two of them ship only as source; what builds them is
# pinned in its own lock and installed first, and --no-build-isolation keeps pip from fetching anything else for it.
$(VENV)/packages-installed: requirements-build.lock requirements.lock
	@command -v $(PYTHON) > /dev/null || { echo 'There is no $(PYTHON) here: install Python 3.11 or newer, or name it: make PYTHON=…'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "civlib needs Python 3.11 or newer, $(PYTHON) is %d.%d; name another: make PYTHON=..." % sys.version_info[:2])'
	@echo 'Building $(VENV) from requirements.lock: about a minute, most of it downloads'
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo '$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu install python3-venv'; exit 1; }
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --require-hashes --no-build-isolation -r requirements.lock
	@touch $@

$(READY): $(VENV)/packages-installed pyproject.toml
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

figures: $(READY)
	$(BIN)/python -m civlib.publishing.notebooks $(NOTEBOOKS)
	$(BIN)/python -m civlib.publishing.gallery figures

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/mypy

# The notebooks run on one core while lint, types and tests run on the other. What the tests say is shown when both are
# done, so that it stands last.
test: $(READY)
	@mkdir -p build
	@echo 'Lint, types and tests run beside the notebooks and are shown after them'
	@failed=; { $(BIN)/ruff check || failed="$$failed lint"; \
	   $(BIN)/mypy || failed="$$failed types"; \
	   $(BIN)/python -m pytest || failed="$$failed tests"; \
	   [ -z "$$failed" ] || { echo "make test: failed in$$failed"; exit 1; }; } > build/tests.log 2>&1 & \
	tests=$$! notebooks=; \
	trap 'kill $$tests 2> /dev/null; exit 1' INT TERM; \
	$(MAKE) --no-print-directory rehearsal || notebooks=failed; \
	wait $$tests || tests=failed; \
	cat build/tests.log; \
	[ "$$notebooks" != failed ] || echo 'make test: the notebooks failed, see above the tests'; \
	[ "$$notebooks" != failed ] && [ "$$tests" != failed ]

# The notebooks from an empty figures folder in a copy, so that the work tree stays as it is. What they write must be
# what is committed, to the byte. Off CI that is only said, for another processor may round a last digit otherwise.
REHEARSAL := build/rehearsal
rehearsal: $(READY)
	@rm -rf $(REHEARSAL)
	@mkdir -p $(REHEARSAL)/tests $(REHEARSAL)/figures
	@cp -R seeds notebooks $(REHEARSAL)
	@cp -R tests/gold $(REHEARSAL)/tests
	$(BIN)/python -m civlib.publishing.notebooks $(addprefix $(REHEARSAL)/,$(NOTEBOOKS))
	$(BIN)/python -m civlib.publishing.gallery $(REHEARSAL)/figures
	@same=yes; for folder in notebooks figures seeds; do \
		diff -rq -x .ipynb_checkpoints $$folder $(REHEARSAL)/$$folder || same=no; \
	done; \
	if [ $$same = no ]; then \
		echo 'What the notebooks write is not what is in the work tree: run make figures, look at the change, commit it'; \
		[ -z "$$CI" ] || exit 1; \
	fi

lab: $(READY)
	$(BIN)/jupyter lab notebooks $(LAB)

# One version of each package for every supported Python (--fork-strategy fewest), and no address of where it came from.
# --only-binary lets no third package come as source unnoticed.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)
lock:
	@command -v $(UV) > /dev/null || { echo 'The locks are compiled by uv: install it, or name it: make lock UV=…'; exit 1; }
	$(COMPILE) --group build --output-file requirements-build.lock
	$(COMPILE) --extra test --only-binary :all: --no-binary jieba --no-binary fontmeta \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
