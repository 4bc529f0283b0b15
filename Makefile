# Everything a newcomer or a machine may ask of this tree. `make` alone prints the list.
.DEFAULT_GOAL := help
.PHONY: help install demo test lint style bench lock words map clean
RUN := .venv/bin
# A thousand modules are read by a dozen processes: whoever reads one first compiles it for the others.
unexport PYTHONDONTWRITEBYTECODE
# What failed beside others is told, and run once more by itself: a fault fails again, a machine that was too busy does not.
ALONE = $(RUN)/python -m pytest --last-failed --last-failed-no-failures=none

help: ## Print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

install: ## Make ready what a service runs: packages and their compiled code, nothing for tests
	@tools/venv.sh requirements.lock
	@$(RUN)/python -m compileall -qq -j 0 batonpass town $$($(RUN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') || true

demo: ## Run Batonpass with an invented company on this machine; ARGS="…" is passed on
	@tools/venv.sh requirements.lock
	@$(RUN)/batonpass demo $(ARGS)

test: style ## Run every check and every test; ARGS="…" is passed to pytest
	@tools/chromium.sh
	@$(RUN)/python -m compileall -q batonpass town tests
	tools/beside.sh $(RUN)/pyright '$(ALONE)' $(RUN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

lint: style ## Run the checks that need no running program: style, form and types
	$(RUN)/pyright

style:
	@tools/venv.sh requirements.lock requirements-dev.lock
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

bench: ## Measure the numbers that Batonpass promises; ARGS="…" is passed on
	@tools/venv.sh requirements.lock requirements-dev.lock
	$(RUN)/python bench/run.py $(ARGS)

lock: ## Pin the dependencies anew after pyproject.toml has changed; ARGS=--upgrade takes newer ones
	@tools/venv.sh requirements.lock
	@tools/lock.sh $(ARGS)

words: ## Bring the translations up to date with the texts of the pages, and compile them
	@tools/words.sh

map: ## Bring the maps of the files up to date: a file that is new, a question that changed
	@$(RUN)/python tools/file_map.py

clean: ## Remove what make has made; no data of yours
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find batonpass tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
