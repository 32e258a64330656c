"""The data of the sample register."""
