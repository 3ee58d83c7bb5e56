"""What readers do for themselves: follow, save, hide, and what their own page believes about them."""
