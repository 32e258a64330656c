"""The Word templates, a module for each kind of document."""
