# One verb per chore. Every verb calls setup first, which is quick when all is there. The lanes are in CONTRIBUTING.md.
.PHONY: setup setup-checks demo quick check check-format check-lint check-types check-layers check-structure \
	check-regexes check-templates check-readable test slow soak times golden bench templates docs design-check gallery pictures onlyoffice
PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest
ON_TWO = -n 2 --dist worksteal

setup:
	@tools/setup.sh

setup-checks:
	@tools/setup.sh checks

demo: setup
	@$(PYTHON) tools/demo.py

quick: setup-checks
	@$(PYTHON) tools/quick.py

check: setup-checks
	@$(MAKE) --no-print-directory -j 2 --output-sync check-types check-templates check-readable check-format check-lint check-layers \
		check-structure
	@$(MAKE) --no-print-directory check-regexes  # alone, since it measures time

check-format:
	.venv/bin/ruff format --check .

check-lint:
	.venv/bin/ruff check .

check-types:
	.venv/bin/pyright

check-layers:
	.venv/bin/lint-imports

check-structure:
	$(PYTHON) tools/structure.py

check-regexes:
	$(PYTHON) tools/regexes.py

check-templates:
	$(PYTHON) tools/make_templates.py --check

check-readable:
	$(PYTHON) tools/readability.py

test: check
	$(PYTEST) $(ON_TWO) -m "not slow"

slow: setup-checks
	$(PYTEST) $(ON_TWO) -m slow

# by hand: random documents by the hundred, then every property test with other cases, $(ROUNDS) times
ROUNDS ?= 20
soak: setup-checks
	DOCGEN_RANDOM_DOCUMENTS=$${DOCGEN_RANDOM_DOCUMENTS:-300} $(PYTEST) $(ON_TWO) tests/test_only_what_is_printed.py
	for round in $$(seq $(ROUNDS)); do CI= $(PYTEST) $(ON_TWO) -m hypothesis --hypothesis-seed=$$round || exit 1; done

times: setup-checks
	PYTHONPATH=tools $(PYTEST) $(ON_TWO) -p measure_tests
	$(PYTHON) tools/measure_tests.py

golden: setup-checks
	$(PYTEST) tests/test_golden.py tests/test_audience.py tests/test_pictures.py --update $(ON_TWO)

docs: setup
	$(PYTHON) -m sphinx --fail-on-warning --keep-going --quiet -b html -c docs/site -d build/doctrees . build/site
	@echo build/site/docs/index.html

gallery: setup-checks
	@$(PYTHON) tools/gallery.py

pictures: setup-checks
	$(PYTHON) tools/make_pictures.py

# the second program to look at Office files with: AGPL, 100 MB, in an environment of its own below the user's cache folder
onlyoffice: setup
	@$(PYTHON) tools/onlyoffice.py install

design-check: setup-checks demo
	$(PYTHON) tools/design_check.py out/*/*/*.docx out/*/*/*.pptx out/*/*/*.pdf

templates: setup
	$(PYTHON) tools/make_templates.py

bench: setup
	@$(PYTHON) -m benchmarks $(BENCH)
