"""Measures text in the faces that Office picks, and the sizes that make it fit its frame."""
