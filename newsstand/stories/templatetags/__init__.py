"""What other pages show of stories."""
