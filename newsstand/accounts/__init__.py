"""Users: sign up, sign in, leave."""
