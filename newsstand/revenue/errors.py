"""Why nothing was booked or closed."""


class RefusedError(Exception):
    """What the money's rules do not allow; the message says what to do."""
