"""What publishers are called."""

from collections.abc import Iterable

from newsstand.publishers.models import Publisher


def names() -> Iterable[str]:
    """The name of every publisher that joined, whether its contract stands or not. One query."""
    return Publisher.objects.values_list("name", flat=True)
