"""Other people's pictures, served safely by us."""
