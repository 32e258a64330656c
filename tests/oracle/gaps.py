"""What docgen's DOCX engine doesn't do right yet: each entry is a test that is known to fail, and goes once it passes.

A key is a case of the set, or the name of a test in `test_oracle_docx_right.py`; most important first.
"""

from collections.abc import Mapping

KNOWN_GAPS: Mapping[str, str] = {}
