"""Shared by the Word and PowerPoint engines: tags, rendering, placeholders, theme, stamp."""
