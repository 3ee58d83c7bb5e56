"""What a verb raises when it says no."""


class RefusedError(Exception):
    """This cannot be decided so; the message says why and what to do, in the moderator's words."""
