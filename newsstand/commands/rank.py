"""`newsstand rank`: a page's order, made again from its numbers; and the model against the formula."""

import json

from django.db.models import Q

from newsstand.algorithms.ranking import PARTS
from newsstand.algorithms.replay import LEAST, Comparison, Value
from newsstand.articles.models import Article
from newsstand.commands.show import result, say
from newsstand.lib import clock
from newsstand.ranking import candidates
from newsstand.ranking.keep import NotTheSameError, Sheet, read, replayed
from newsstand.ranking.learn import compared, decide, learn
from newsstand.ranking.models import Learnt, PageOrder


def rank(*, replay: bool, show: str, as_json: bool) -> int:
    """Bring the candidates in step; then what is asked for. 1 where it cannot be had."""
    if replay:
        return print_replay(as_json=as_json)
    if show:
        return print_order(show, as_json=as_json)
    changed = candidates.catch_up(now=clock.now())
    result(f"{changed} candidates of front pages changed.")
    return 0


def print_replay(*, as_json: bool) -> int:
    """What the formula and the model would have earned at places that were given by chance."""
    now = clock.now()
    while learn(now=now):
        pass
    found = decide(now=now) or compared()
    held = Learnt.objects.filter(may_rank=True).exists()
    if as_json:
        result(json.dumps({**told(found), "may_rank": found.may_rank, "ranks_now": held}))
        return 0
    result(f"{found.places} places given by chance, seen {found.views:.0f} times (the newer half of what is kept)")
    result(f"plain formula  {sentence(found.plain)}")
    result(f"model          {sentence(found.model)}")
    result(f"difference     {found.difference:+.4f}, 95 % between {found.low:+.4f} and {found.high:+.4f}")
    result(verdict(found))
    return 0


def told(found: Comparison) -> dict[str, object]:
    return {
        "places": found.places,
        "views": found.views,
        "plain": found.plain.mean,
        "model": found.model.mean,
        "difference": [found.low, found.difference, found.high],
    }


def sentence(value: Value) -> str:
    """A rule's value on one line."""
    return (
        f"{value.mean:.4f} readers a view (95 % between {value.low:.4f} and {value.high:.4f}; "
        f"self-normalised {value.normalised:.4f}; chance agreed {value.matched} times)"
    )


def verdict(found: Comparison) -> str:
    """Whether the model may rank, and why not."""
    if found.may_rank:
        return "The model may rank: even the low end of the difference is better than the formula."
    if found.places < LEAST:
        return f"The model may not rank: {LEAST} places are needed before anything is proved."
    return "The model may not rank: it is not proved to be better than the formula."


def print_order(name: str, *, as_json: bool) -> int:
    """The newest stored order of a page ("front", "place:SLUG", "reader:NUMBER"), or the one of a key."""
    row = PageOrder.objects.filter(Q(page=name) | Q(key=name)).order_by("-at", "-pk").first()
    if row is None:
        say(f"No order is kept of {name!r}. Pages: front, place:SLUG, reader:NUMBER; or the key of an order.")
        return 1
    try:
        sheets = replayed(row)
    except NotTheSameError as error:
        say(f"{row.key} of {row.page} could not be made again: {error}")
        return 1
    if as_json:
        result(json.dumps(read(row)))
        return 0
    result(
        f"{row.page} as of {row.at:%Y-%m-%d %H:%M} UTC, order {row.key}, formula {row.formula}, seen {row.views} times"
    )
    for part, sheet in sheets.items():
        result(f"\n{part}: made again from {len(sheet.asked.candidates)} candidates, the same order")
        for line in lines(sheet):
            result(line)
    return 0


def lines(sheet: Sheet) -> list[str]:
    """Each place with its score and the parts of it that are not 0."""
    headlines = dict(
        Article.objects.filter(pk__in=[one.candidate.article for one in sheet.placed]).values_list("pk", "headline")
    )
    found = []
    for place, one in enumerate(sheet.placed, start=1):
        parts = dict(zip(PARTS, one.parts, strict=True))
        parts |= {"learnt": one.learnt, "same source": one.same_source, "same topic": one.same_topic}
        said = ", ".join(f"{name} {worth:+.1f}" for name, worth in parts.items() if abs(worth) >= 0.05)
        chance = f", by chance {one.propensity:.3f}" if one.by_chance else ""
        headline = headlines.get(one.candidate.article, "an article that is gone")
        found.append(f"{place:>3}. {one.score:+7.1f}  {headline[:70]}  ({said}{chance})")
    return found
