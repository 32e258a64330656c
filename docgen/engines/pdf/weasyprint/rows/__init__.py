"""Sets very many rows of one table without laying each out through WeasyPrint."""
