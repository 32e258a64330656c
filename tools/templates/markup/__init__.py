"""Markup that Word and PowerPoint share."""
