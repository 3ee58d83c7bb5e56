"""What every page may know of its visitor."""

from typing import Any

from django.http import HttpRequest

from newsstand.accounts.visitor import visitor as visitor_of


def visitor(request: HttpRequest) -> dict[str, Any]:
    """`visitor` for the pages whose views are not ours (allauth, errors): the signed-in user or None."""
    return {"visitor": visitor_of(request)}
