"""The PowerPoint templates, a module for each kind of document."""
