"""Turns pictures that a template names into media parts and the markup that shows them."""
