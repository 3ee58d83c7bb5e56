"""Our own feeds, and the hub that tells others when they change."""
