"""Media parts, and the markup that shows them, for the pictures that a template names."""
