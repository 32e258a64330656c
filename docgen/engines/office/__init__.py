"""What Word and PowerPoint share: tags, filling, bound objects, theme, stamp."""
