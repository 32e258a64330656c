"""Turns two versions of a template or a library into what changed between them, in words that a manager understands."""
