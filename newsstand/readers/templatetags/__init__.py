"""Buttons for readers on other pages."""
