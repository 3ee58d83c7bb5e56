"""Who hears of money: the earner's people, and the cashiers."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.revenue.earners import cashiers, earners, people_of


def tell_earner(owner: str, *, key: str, title: str, text: str, page: str, now: datetime) -> None:
    """Tell the contributor or the publisher's owners; `page` is the one of their pages about money that shows it."""
    earner = earners([owner])[owner]
    for user in people_of(earner):
        address = f"{earner.home}/{page}"
        tell(kind=Notice.Kind.WORK, user=user, key=key, title=title, text=text, address=address, now=now)


def tell_cashiers(*, key: str, title: str, text: str, address: str, but: User | None, now: datetime) -> None:
    """Tell all cashiers but the one whose doing it is."""
    for user in cashiers():
        if but is None or user.pk != but.pk:
            tell(kind=Notice.Kind.WORK, user=user, key=key, title=title, text=text, address=address, now=now)
