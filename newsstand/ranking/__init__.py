"""What front pages show, in which order and why: candidates, signals, orders, what was learnt."""
