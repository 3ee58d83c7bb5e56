"""The corrections desk: statements that somebody contests, the answers, and what was put right."""
