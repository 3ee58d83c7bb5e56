"""Why nothing was posted. Each names what was wrong; whatever it was, no account has changed."""


class LedgerError(Exception):
    """Something the books do not take."""


class UnbalancedError(LedgerError):
    """The entries do not sum to zero, are not whole micros, or there are none."""


class KeyTakenError(LedgerError):
    """The key stands for another transaction already."""


class OverdrawnError(LedgerError):
    """An account that may not fall below zero would."""


class AccountError(LedgerError):
    """There is no such account, or it is another one than was said."""
