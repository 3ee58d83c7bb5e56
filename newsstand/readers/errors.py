"""What a verb raises when it says no."""


class RefusedError(Exception):
    """This cannot be done; the message says why and what to do, in the reader's words."""
