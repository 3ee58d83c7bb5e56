"""The comments of other systems, read from the files that those give."""
