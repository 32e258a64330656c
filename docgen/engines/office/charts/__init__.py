"""Chart parts and their workbooks, made from the figures that a template names."""
