"""What decks of more than one kind are made of."""
