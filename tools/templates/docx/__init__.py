"""Makers of the Word templates."""
