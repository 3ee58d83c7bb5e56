"""What the `newsstand` command does, one file a command."""
