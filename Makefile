# One verb per chore. Every verb calls setup first, which is quick when all is there.
.PHONY: setup setup-checks demo check test golden bench templates ci design-check gallery pictures
PYTHON = .venv/bin/python

setup:
	@tools/setup.sh

setup-checks:
	@tools/setup.sh checks

demo: setup
	@$(PYTHON) tools/demo.py

check: setup-checks
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/pyright
	.venv/bin/lint-imports
	$(PYTHON) tools/regexes.py
	$(PYTHON) tools/make_templates.py --check

test: check
	$(PYTHON) -m pytest -n 2 --dist worksteal

golden: setup-checks
	$(PYTHON) -m pytest tests/test_golden.py tests/test_audience.py tests/test_pictures.py --update -n 2

gallery: setup-checks
	@$(PYTHON) tools/gallery.py

pictures: setup-checks
	$(PYTHON) tools/make_pictures.py

design-check: setup-checks demo
	$(PYTHON) tools/design_check.py out/*/*/*.docx out/*/*/*.pptx out/*/*/*.pdf

templates: setup
	$(PYTHON) tools/make_templates.py

bench: setup
	@$(PYTHON) -m benchmarks $(BENCH)
