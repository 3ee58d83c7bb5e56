"""What a verb raises when it says no."""


class RefusedError(Exception):
    """This cannot be done with a draft; the message says why and what to do, in the person's words."""
