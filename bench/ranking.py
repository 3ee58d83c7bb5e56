"""The front page in a simulated town: how far it is from the best order, who gets a share, what a farm gets."""

from collections import Counter
from dataclasses import dataclass, field

from bench.progress import steps
from bench.simulated_town import LENGTH, START, Person, Town, hour_of_news, make_town, teach_and_compare, visit
from newsstand.algorithms.learning import examined
from newsstand.algorithms.orders import Asked, order
from newsstand.algorithms.ranking import Reader

DAYS = 6
PEOPLE = 160
PAPERS = 24
VISITS_AN_HOUR = 30
QUIET_A_DAY = 2.0
WARM_UP_HOURS = 48
NOWHERE = 10_000


@dataclass(slots=True)
class Found:
    """What was counted: regret by day (of the page, and of the newest first), shares, and the farm's best place."""

    regret: list[float] = field(default_factory=list)
    newest: list[float] = field(default_factory=list)
    quiet_articles: float = 0.0
    quiet_shown: float = 0.0
    farm_best: int = 0
    farm_best_by_clicks: int = 0


def run() -> dict[str, object]:
    """Figures of six days with a farm."""
    town = make_town(people=PEOPLE, papers=PAPERS, seed=7)
    found = live_through(town, days=DAYS, visits=VISITS_AN_HOUR)
    compared = teach_and_compare(town)
    return {
        "regret_by_day": " ".join(f"{value:.3f}" for value in found.regret),
        "regret_by_day_newest_first": " ".join(f"{value:.3f}" for value in found.newest),
        "share_of_articles_by_quiet_sources": round(found.quiet_articles, 3),
        "share_of_attention_for_quiet_sources": round(found.quiet_shown, 3),
        "best_place_of_a_farmed_article_on_everybodys_page": found.farm_best,
        "its_best_place_by_number_of_clicks": found.farm_best_by_clicks,
        "places_by_chance_compared": compared.places,
        "reads_a_view_plain_formula": round(compared.plain.mean, 4),
        "reads_a_view_model": round(compared.model.mean, 4),
        "difference_low": round(compared.low, 4),
        "difference_high": round(compared.high, 4),
        "the_model_may_rank": compared.may_rank,
    }


def live_through(town: Town, *, days: int, visits: int, quietly: bool = False) -> Found:
    """So many days, each hour with its news and its visits, after two days of news that nobody read."""
    found = Found()
    attention: Counter[bool] = Counter()
    brought: Counter[bool] = Counter()
    sums = [[0.0, 0.0, 0.0] for _ in range(days)]
    places, clicks = [NOWHERE], [NOWHERE]
    for hour in range(START - WARM_UP_HOURS, START):
        hour_of_news(town, hour)
    hours = range(24 * days)
    for passed in hours if quietly else steps("ranking: a simulated town", len(hours)):
        hour = START + passed
        before = town.last
        hour_of_news(town, hour)
        new = [town.pool.candidates[number] for number in range(before + 1, town.last + 1)]
        brought.update(one.rate <= QUIET_A_DAY for one in new)
        places.append(first_farmed(town, hour))
        clicks.append(first_by_clicks(town))
        for _ in range(visits):
            person = town.chance.choice(town.people)
            newest = by_time(town, person, hour)
            got, best, page = visit(town, person, hour)
            for at, amount in enumerate((best, got, newest)):
                sums[passed // 24][at] += amount
            for at, one in enumerate(page):
                attention[one.candidate.rate <= QUIET_A_DAY] += examined(at)  # type: ignore[assignment]
    found.regret = [1 - got / best for best, got, _ in sums]
    found.newest = [1 - newest / best for best, _, newest in sums]
    found.quiet_articles = brought[True] / sum(brought.values())
    found.quiet_shown = attention[True] / sum(attention.values())
    found.farm_best, found.farm_best_by_clicks = min(places), min(clicks)
    return found


def by_time(town: Town, person: Person, hour: int) -> float:
    """What the newest first would be worth to them."""
    newest = sorted(town.pool.candidates.values(), key=lambda one: -one.hour)[:LENGTH]
    return sum(examined(at) * town.worth(person, one, hour) for at, one in enumerate(newest))


def first_farmed(town: Town, hour: int) -> int:
    """The best place, from 1, of what the farm clicked on everybody's page; NOWHERE when none of it is there."""
    farmed = set(town.farmed)
    page = order(Asked(tuple(town.pool.shortlist(Reader())), Reader(), float(hour), (), LENGTH))
    return next((at for at, one in enumerate(page, start=1) if one.candidate.id in farmed), NOWHERE)


def first_by_clicks(town: Town) -> int:
    """The same where the number of clicks decides, as on pages with a list of the most read."""
    farmed = set(town.farmed)
    clicks = {number: sum(town.networks[number].values()) for number in town.pool.candidates}
    most = sorted(clicks, key=lambda number: (-clicks[number], number))
    return next((at for at, number in enumerate(most, start=1) if number in farmed), NOWHERE)
