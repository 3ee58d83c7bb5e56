"""Notices of illegal content (DSA Art. 16): from anybody, with a receipt, a decision and a case file."""
