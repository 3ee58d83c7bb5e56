"""What a visitor sees when several nouns meet; one file a page."""
