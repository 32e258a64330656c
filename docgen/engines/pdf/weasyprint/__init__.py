"""Layout with WeasyPrint: its names, fonts, caches, long tables, and PDF/UA and PDF/A conformity."""
