"""What a publisher's people do at their desk: take articles down, take everything along, leave."""
