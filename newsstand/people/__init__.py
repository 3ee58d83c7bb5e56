"""Everything about one person, whatever folder it is in: how they take it with them, and how it is erased."""
