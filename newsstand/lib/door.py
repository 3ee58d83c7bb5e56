"""The one door to the network, as this installation's settings want it."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings

from newsstand.algorithms.buckets import Rule
from newsstand.lib.clock import now
from newsstand.lib.http import AbstractResolver, Door, Limits
from newsstand.lib.manners import Manners
from newsstand.lib.tokens import Rules

BURST = 10
# Many small sites share an address; one that carries many is asked more often than each of them.
SHARED = 5
# Who works in the background comes back later rather than keep a place; a person at a terminal waits.
PATIENCE = timedelta(seconds=10)
LONG_PATIENCE = timedelta(minutes=1)


def open_door(
    limits: Limits | None = None,
    *,
    patience: timedelta = PATIENCE,
    connections: int = 100,
    resolver: AbstractResolver | None = None,
    networks: Sequence[str] | None = None,
) -> Door:
    """A door with our name on it and our manners. Use it as `async with open_door() as door:`.

    `patience` is how long a request may wait until its host can be asked; `connections` how many are open at once.
    `networks` are the private addresses it may reach, where that is not NEWSSTAND_ALLOWED_NETWORKS.
    """
    return Door(
        user_agent=settings.NEWSSTAND_USER_AGENT,
        allowed_networks=settings.NEWSSTAND_ALLOWED_NETWORKS if networks is None else networks,
        limits=limits or Limits(),
        connections=connections,
        resolver=resolver,
        courtesy=Manners(rules=rules(), patience=patience, clock=now),
    )


def rules() -> Rules:
    """How often a domain and an address may be asked, by NEWSSTAND_REQUESTS_A_MINUTE."""
    every = timedelta(minutes=1) / settings.NEWSSTAND_REQUESTS_A_MINUTE
    return Rules(Rule(every, BURST), Rule(every / SHARED, BURST * SHARED))
