"""Rules that look at a text before people do: each phase says what it found, where, and what should become of it."""
