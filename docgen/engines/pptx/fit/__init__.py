"""Fits a slide's text and tables: smaller type, taller boxes, further slides, or findings."""
