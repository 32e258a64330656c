"""Components shared by the Word templates of several kinds."""
