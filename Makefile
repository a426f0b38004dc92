# Two commands: `make run` and `make test`. Everything else is a part of them.
PYTHON ?= python3
PREPARE = $(PYTHON) -m bot.launcher.prepare
APP = .venv/bin/python
# Without compiled modules each start of Rasa compiles TensorFlow's sources again: 12 seconds of processor time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint check evaluate bench compare train lock staff report mutation coverage purge

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run:  ## install, build, train, migrate and start what is not up to date; Ctrl-C stops
	@$(PREPARE) all && $(APP) -m bot.launcher.run

test:  ## install what tests need and run them all
	@$(PREPARE) tests dialogue web model
	@$(APP) -m bot.launcher.webtests
	@$(APP) -m pytest -n auto --maxprocesses 4 --dist loadfile tests/unit tests/content tests/nlu tests/speed
	@$(APP) -m pytest --ignore tests/unit --ignore tests/content --ignore tests/nlu --ignore tests/speed --durations=10

lint:  ## style, types and citations
	@$(PREPARE) tests
	@$(APP) -m ruff check .
	@$(APP) -m mypy
	@if [ -f ../shared/tools/check_citations.py ]; then $(APP) ../shared/tools/check_citations.py knowledge/answers; fi

check: lint  ## the same, and the content: every file, citation and button
	@$(APP) -m pytest -q tests/content

evaluate:  ## how many of the development questions the trained model understands
	@$(PREPARE) dialogue model
	@$(APP) -m bot.launcher.evaluate

bench:  ## ours against stock Rasa, calculations and documents (QUICK=1 is short, EPOCHS=2 spares hours): docs/benchmarks.md
	@$(PREPARE) tests dialogue
	@$(APP) -m tests.speed --stock

compare:  ## every answer selector on the same questions (long; QUICK=1 is short): docs/answer-selector.md
	@$(PREPARE) tests dialogue
	@$(APP) -m bot.launcher.compare

# Cosmic Ray is wanted for nothing else, so it stays out of the lock files.
mutation:  ## which small changes to deadlines and jurisdiction no test notices (an hour)
	@$(PREPARE) tests
	@test -d var/mutation || $(APP) -m venv var/mutation
	@var/mutation/bin/pip install -q -r requirements/test.txt && var/mutation/bin/pip install -q cosmic-ray
	@var/mutation/bin/python -m tests.mutation >/dev/null

coverage:  ## branch coverage of the law as code; ends with 2 below 98 %
	@$(PREPARE) tests
	@$(APP) -m coverage run --branch --source=actions/procedure --data-file=var/coverage -m pytest -q tests/unit/actions/procedure
	@$(APP) -m coverage report --data-file=var/coverage --show-missing --skip-covered --fail-under=98

train:  ## train the dialogue model anew
	@$(PREPARE) dialogue retrain

purge:  ## report what is kept no longer; YES=1 clears it
	@if [ -f var/secrets.env ]; then set -a; . ./var/secrets.env; set +a; fi; \
	  TRACKER_URL="$${TRACKER_URL:-sqlite:///var/dialogue.db}" $(APP) -m actions.casework.purge $(if $(filter 1,$(YES)),--yes)

staff:  ## make the desk's first administrator, or let somebody in again
	@set -a; if [ -f var/secrets.env ]; then . ./var/secrets.env; fi; $(APP) -m bot.desk.staff

report:  ## figures of a year as table, chart, sheet and prose: YEAR=2026 [QUARTER=2] [PUBLIC=1] [PRACTICE=1]
	@$(APP) -m actions.casework.report "$(YEAR)" $(if $(QUARTER),--quarter "$(QUARTER)") \
		$(if $(PUBLIC),--public) $(if $(PRACTICE),--practice)

lock:  ## compile the hashed lock files from pyproject.toml
	@$(PREPARE) tests
	@$(APP) -m bot.launcher.lock
