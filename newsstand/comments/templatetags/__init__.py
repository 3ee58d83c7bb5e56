"""What other pages show of comments."""
