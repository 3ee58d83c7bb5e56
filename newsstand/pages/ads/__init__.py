"""The pages of advertising: what readers see of it, and what advertisers and cashiers do; one file a page."""
