"""All that touches WeasyPrint: its names, what is done once instead of again, rows, tags, archive."""
