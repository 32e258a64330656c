"""What finished files and templates say, as (name, text) pairs: the packages and PDF files inside them too."""
