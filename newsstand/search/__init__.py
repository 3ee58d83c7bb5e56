"""One index of what readers may find, on SQLite or PostgreSQL; what they look for, and their saved searches."""
