"""Makers of the built-in Word and PowerPoint templates."""
