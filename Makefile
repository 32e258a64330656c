# One verb per chore. Every verb calls setup first, which is quick when all is there.
.PHONY: setup setup-checks demo check test golden bench templates ci design-check
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
	$(PYTHON) tools/make_docx_templates.py --check
	$(PYTHON) tools/make_pptx_templates.py --check

test: check
	$(PYTHON) -m pytest -n 2 --dist worksteal

golden: setup
	$(PYTHON) -m pytest tests/test_golden.py tests/test_audience.py --update

design-check: demo
	$(PYTHON) tools/design_check.py out/*/*/*.docx out/*/*/*.pptx out/*/*/*.pdf

templates: setup
	$(PYTHON) tools/make_docx_templates.py
	$(PYTHON) tools/make_pptx_templates.py

bench: setup
	@$(PYTHON) -m benchmarks $(BENCH)
