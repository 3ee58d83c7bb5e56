"""The same for programs: feeds out, sitemaps, robots.txt."""
