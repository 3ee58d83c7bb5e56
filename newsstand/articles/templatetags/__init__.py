"""Template tags of articles."""
