"""Charts: chart parts and their embedded workbooks, from a template's figures."""
