"""The version of docgen, which stands in each stamp; pyproject.toml takes it from here."""

__version__ = "0.1.0"
