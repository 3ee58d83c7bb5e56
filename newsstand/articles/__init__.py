"""The text, its authors, its revisions."""
