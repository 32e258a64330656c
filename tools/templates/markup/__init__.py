"""Markup shared by Word and PowerPoint."""
