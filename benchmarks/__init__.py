"""Benchmarks of docgen and its peers on the same content: `python -m benchmarks --help`."""
