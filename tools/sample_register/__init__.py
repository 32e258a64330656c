"""What the sample register is made of."""
