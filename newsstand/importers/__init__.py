"""Saved pages and other systems' exports."""
