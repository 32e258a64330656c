"""What Word templates of more than one kind are made of."""
