"""Newsstand: an open, self-hosted news distribution platform."""
