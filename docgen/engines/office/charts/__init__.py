"""Turns figures that a template names into chart parts with their workbooks."""
