"""What a verb of this folder says when it refuses."""


class RefusedError(Exception):
    """This cannot be done; the message says why and what to do, in the person's words."""
