"""Makers of the PowerPoint templates."""
