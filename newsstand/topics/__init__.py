"""People, places, organisations and subjects, and where articles mention them."""
