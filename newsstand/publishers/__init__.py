"""Outlets, their feeds and their contracts."""
