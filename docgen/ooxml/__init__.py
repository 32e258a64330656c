"""The package format of Office files: zip, parts and their relationships, content types, names of elements."""
