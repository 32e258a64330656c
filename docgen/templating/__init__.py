"""The template language: Jinja in a sandbox with limits, and the filters that all three formats share."""
