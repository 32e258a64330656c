"""Fast layout of tables with very many rows, most of them without WeasyPrint."""
