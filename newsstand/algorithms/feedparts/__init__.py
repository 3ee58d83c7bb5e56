"""The steps of reading a feed, one file a step; `newsstand.algorithms.feeds` is the door to them."""
