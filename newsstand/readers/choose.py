"""What a user decides about their own front page: its place, whether it learns, what it believes and forgets."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.crowds import strength
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.believe import SAID
from newsstand.readers.models import Affinity, FrontPage, Seen
from newsstand.topics.models import Topic


def choose_place(*, user: User, place: Topic | None) -> None:
    """The place that *Near you* is about, or none. Raises ValueError for a topic that is not on the map.

    1. Load nothing. 2. Decide whether it is a place. 3. Save the choice.
    """
    if place is not None and (place.latitude is None or place.longitude is None or place.is_hidden):
        raise ValueError(f"{place} is not a place on the map: choose one from the list.")
    FrontPage.objects.update_or_create(user=user, defaults={"place": place})


def choose_learning(*, user: User, learns: bool, keeps_history: bool) -> None:
    """Whether the page may learn from what they read, and whether it keeps what they opened.

    1. Load nothing. 2. Decide: what is switched off is erased as well. 3. Save.
    """
    with transaction.atomic():
        FrontPage.objects.update_or_create(user=user, defaults={"learns": learns, "keeps_history": keeps_history})
        if not keeps_history:
            Seen.objects.filter(user=user).delete()
        if not learns:
            forget_all(user=user)


def say(*, user: User, affinity_id: int, said: str, now: datetime) -> bool:
    """The reader's own word about a belief: "more", "less", or "" to let the page learn again; False: no such belief.

    1. Load: the belief, the user's own only.
    2. Decide: how strong it is now. Raises ValueError for another word.
    3. Save.
    """
    if said not in Affinity.Said.values:
        raise ValueError(f"{said!r} is none of “more”, “less” and nothing.")
    with transaction.atomic():
        row = Affinity.objects.select_for_update().filter(user=user, pk=affinity_id).first()
        if row is None:
            return False
        row.said = said
        row.strength = SAID.get(Affinity.Said(said), strength(liked=row.liked, met=row.met))
        row.changed_at = now
        row.save(update_fields=["said", "strength", "changed_at"])
    return True


def forget(*, user: User, affinity_id: int) -> bool:
    """Erase one belief; False when there is no such belief of this user."""
    gone, _ = Affinity.objects.filter(user=user, pk=affinity_id).delete()
    return bool(gone)


def forget_all(*, user: User) -> int:
    """Erase all that the page believes, the signals it was learnt from, and the orders that were made of them.

    What was counted by the hour stays: it says nothing of anybody. Returns how many beliefs went.
    """
    with transaction.atomic():
        gone, _ = Affinity.objects.filter(user=user).delete()
        Signal.objects.filter(user=user).delete()
        PageOrder.objects.filter(user=user).delete()
    return gone
