"""Who keeps something that follows from corrections, in folders above, and is told in the same transaction.

Data runs one way: corrections/ knows nobody above it. Pages, feeds and figures read the rows themselves; who has to
write something beside them enters a function here when the site starts.
"""

from collections.abc import Callable

from newsstand.corrections.models import Correction

Hears = Callable[[Correction], None]

_listeners: list[Hears] = []


def listen(hears: Hears) -> None:
    """From now on `hears` is called with each new correction, inside its transaction. Twice does no harm."""
    if hears not in _listeners:
        _listeners.append(hears)


def corrected(correction: Correction) -> None:
    """Say that an article was corrected. Call it inside the transaction."""
    for hears in _listeners:
        hears(correction)
