"""Who pays to be seen, by which campaigns and ads, in which slots; knows no news and no readers."""
