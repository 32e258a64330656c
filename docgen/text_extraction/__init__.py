"""Extract text from finished files and templates as (name, text) pairs, nested packages and PDF files included."""
