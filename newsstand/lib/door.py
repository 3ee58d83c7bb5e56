"""The one door to the network, as this installation's settings want it."""

from django.conf import settings

from newsstand.lib.http import Door, Limits


def open_door(limits: Limits | None = None) -> Door:
    """A door with our name on it. Use it as `async with open_door() as door:`."""
    return Door(
        user_agent=settings.NEWSSTAND_USER_AGENT,
        allowed_networks=settings.NEWSSTAND_ALLOWED_NETWORKS,
        limits=limits or Limits(),
    )
