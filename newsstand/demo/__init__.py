"""The demonstration town: fictional publishers, articles, pictures and comments, served and loaded as real ones."""
