"""Where a user is signed in: on which devices, and since when nobody was seen there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse

from newsstand.accounts.models import User
from newsstand.algorithms.devices import device_name
from newsstand.lib.client import agent_of
from newsstand.lib.clock import now

# "Last seen" need not be truer, and each time is a write.
EVERY = timedelta(minutes=15)
SEEN = "seen_at"
# The table wants an address; we keep none.
NO_ADDRESS = "0.0.0.0"  # noqa: S104


@dataclass(frozen=True, slots=True)
class Place:
    """One device on which a user is signed in."""

    number: int
    device: str
    since: datetime
    last_seen: datetime
    is_here: bool


class LastSeen:
    """Notes when a signed-in visitor was last seen, four times an hour at most. Touches no anonymous request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A request whose user nobody asked for was answered as everybody's: that must stay so.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated and request.session.session_key:
            moment = now()
            seen = request.session.get(SEEN)
            if not isinstance(seen, int | float) or moment.timestamp() - seen >= EVERY.total_seconds():
                request.session[SEEN] = moment.timestamp()
                UserSession.objects.create_from_request(request)
        return response


def places(request: HttpRequest, user: User) -> list[Place]:
    """Where the user is signed in, this device first, then the last seen first. Forgets sessions that are over."""
    here, moment = request.session.session_key, now()
    found = [
        Place(row.pk, device_name(row.user_agent), row.created_at, row.last_seen_at, row.session_key == here)
        for row in UserSession.objects.purge_and_list(user)
    ]
    if not any(one.is_here for one in found):
        # A session from before this table is written down the next time it is seen.
        found.append(Place(0, device_name(agent_of(request)), moment, moment, True))
    return sorted(found, key=lambda one: (one.is_here, one.last_seen), reverse=True)


def end(*, user: User, numbers: Collection[int] | None = None, keep: str = "") -> int:
    """Sign the user out where `numbers` say, everywhere for None; never where the session's key is `keep`.

    Returns how many sessions ended; whoever comes with one of them is nobody from then on.
    """
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    ended = list(rows if numbers is None else rows.filter(pk__in=numbers))
    for row in ended:
        row.end()
    return len(ended)


def keep_no_address(instance: UserSession, **_: object) -> None:
    """Called before a session is written."""
    instance.ip = NO_ADDRESS


def signed_in(request: HttpRequest | None = None, **_: object) -> None:
    """Called when somebody signed in: allauth has written the session down, so it was seen now."""
    if request is not None and hasattr(request, "session"):
        request.session[SEEN] = now().timestamp()


def connect() -> None:
    """Called once, when the site starts."""
    pre_save.connect(keep_no_address, sender=UserSession, dispatch_uid="no address is kept")
    user_logged_in.connect(signed_in, dispatch_uid="seen when signed in")
