"""Fit text and tables of slides: smaller type, taller boxes, continuation slides, or findings."""
