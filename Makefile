# make run: everything at http://localhost:8000 (another port: make run PORT=8001)
# make test: all tests, on SQLite and on PostgreSQL (some: make test ARGS="-k calendar")

BASE_PYTHON := $(shell command -v python3.11 || command -v python3)
PYTHON := .venv/bin/python
PURE := tasks/extraction tasks/lights.py tasks/departments.py tasks/collectives.py tasks/differences.py tasks/matching.py \
	reports/workdays.py reports/deadlines.py
LOCK := .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11

export PIP_DISABLE_PIP_VERSION_CHECK := 1
ifdef PORT
export PORT
endif

.PHONY: run test lint lock messages fixtures accuracy

run: .venv/run.done
	@$(PYTHON) manage.py up

test: .venv/dev.done
	@$(PYTHON) tests/run.py $(ARGS)

lint: .venv/dev.done
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m djlint --lint --quiet templates
	$(PYTHON) -m mypy $(PURE)

lock: .venv/dev.done
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

# Reads the texts of pages and code into the catalogue (needs GNU gettext).
messages: .venv/dev.done
	$(PYTHON) manage.py makemessages --locale zh_Hans --no-location --no-obsolete --no-wrap \
		--ignore .venv --ignore var --ignore staticfiles --ignore tests
	$(PYTHON) manage.py compilemessages --locale zh_Hans

fixtures: .venv/run.done
	$(PYTHON) manage.py make_fixture --all

accuracy: .venv/run.done
	$(PYTHON) manage.py score_extraction

.venv/run.done: requirements.txt
.venv/dev.done: requirements-dev.txt
.venv/%.done:
	@$(BASE_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 is needed.")'
	@echo "Installing $< into .venv (about a minute, only when it has changed)"
	@$(BASE_PYTHON) -m venv .venv
	@.venv/bin/pip install --quiet --require-hashes -r $<
	@touch $@
