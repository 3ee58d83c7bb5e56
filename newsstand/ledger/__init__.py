"""Double-entry bookkeeping in micros: accounts and entries; knows nobody."""
