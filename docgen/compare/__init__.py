"""Compare two versions of a template or a library, with readable changes, and print templates as text."""
