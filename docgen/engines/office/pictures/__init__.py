"""Pictures: media parts, and the markup that shows them."""
