"""Components with a signature: a misspelt argument raises."""
