"""WordprocessingML: the only place where the Word makers write XML."""
