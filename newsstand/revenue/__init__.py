"""Who earned what, and why: shares, statements by month."""
