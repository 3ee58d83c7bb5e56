"""What a verb raises when it says no."""


class RefusedError(Exception):
    """The person may not do this; the message tells them why, in their words."""
