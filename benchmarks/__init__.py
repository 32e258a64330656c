"""Times docgen beside its peers on the same content, and shows how it grows: `python -m benchmarks --help`."""
