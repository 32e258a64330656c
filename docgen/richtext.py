"""Turns Markdown into plain frozen blocks, which each engine draws in its own native content."""
