"""Threads under an article, and likes."""
