"""PresentationML and DrawingML: the only place where the PowerPoint makers write XML."""
