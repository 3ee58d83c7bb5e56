"""All live candidates in the memory of this process, brought up to date by what changed since it last looked."""

import gc
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from newsstand.algorithms.pool import Pool
from newsstand.articles.models import Article
from newsstand.ranking.candidates import LIVE, Rates, epoch, numbers_of
from newsstand.ranking.models import Candidate, Watermark
from newsstand.ranking.numbers import drawn_up, hours

# With fewer candidates than this a page is filled up with what is older, or what the worker has not looked at yet.
ENOUGH = 60
FILLED_UP_TO = 120
MANY = 5000
T = TypeVar("T")


class Live:
    """The pool, up to which version it was read, and from which database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pool = Pool()
        self.version = 0
        self.epoch = 0
        self.hour = 0

    def ask(self, question: Callable[[Pool], T], *, now: datetime) -> T:
        """What `question` makes of the pool as it is now; nobody changes it meanwhile."""
        with self.lock:
            self.bring_up_to_date(now)
            return question(self.pool if len(self.pool) >= ENOUGH else with_older(self.pool, now))

    def bring_up_to_date(self, now: datetime) -> None:
        """One query when nothing changed."""
        marks = dict(Watermark.objects.filter(pk__in=["candidates", "epoch"]).values_list("name", "value"))
        version = marks.get("candidates", 0)
        if not version:
            self.pool, self.version, self.epoch = Pool(), 0, 0
            return
        if self.epoch != (known := marks.get("epoch") or epoch()):
            self.pool, self.version, self.epoch = Pool(), 0, known
        if version != self.version:
            self.read(now)
            self.version = version
        if (hour := int(hours(now))) != self.hour:
            self.pool.drop_before(hours(now - LIVE))
            self.hour = hour

    def read(self, now: datetime) -> None:
        """Take in what is newer than our version."""
        rows = Candidate.objects.filter(version__gt=self.version, published_at__gt=now - LIVE)
        found = rows.values_list("pk", "is_gone", "numbers").order_by("pk")
        if not self.version:
            self.pool.fill(numbers_of((pk, numbers)) for pk, gone, numbers in found.iterator(5000) if not gone)
            if len(self.pool) > MANY:
                # What stays for good need not be looked through by each collection of garbage: that takes long.
                gc.freeze()
            return
        for pk, gone, numbers in found.iterator(5000):
            if gone:
                self.pool.drop(pk)
            else:
                self.pool.put(numbers_of((pk, numbers)))


def with_older(pool: Pool, now: datetime) -> Pool:
    """The pool and the newest articles beside it, by the same formula. Nobody has stored those: their ids are
    negative.
    """
    newest = Article.objects.published(now).firsts().newest()
    ids = list(newest.values_list("pk", flat=True)[:FILLED_UP_TO])
    there = list(pool.candidates.values())
    stories = {one.story for one in there if one.story}
    articles = {one.article for one in there}
    units = drawn_up(ids, rates=Rates().at(now), now=now) if ids else []
    filled = Pool()
    filled.fill(there)
    filled.fill(
        replace(unit.candidate, id=-unit.article)
        for unit in units
        if unit.article not in articles and unit.story not in stories
    )
    return filled


live = Live()
