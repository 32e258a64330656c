"""Components shared by the decks of several kinds."""
