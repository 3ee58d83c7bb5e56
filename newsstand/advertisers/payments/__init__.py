"""How advertisers' money comes in and goes back: one port, and a provider behind it for each way."""
