"""All candidates in memory: a shortlist holds what the whole would have given."""

from random import Random

from newsstand.algorithms.orders import Asked, order
from newsstand.algorithms.pool import Pool, squares_around
from newsstand.algorithms.ranking import Candidate, Reader

NOW = 490_000.0


def town(count: int, seed: int = 4) -> list[Candidate]:
    chance = Random(seed)
    return [
        Candidate(
            id=number,
            article=number,
            hour=NOW - chance.random() * 100,
            outlets=1 + int(chance.paretovariate(2)),
            read=chance.random() * 30,
            opened=chance.random() * 60,
            rate=chance.random() * 20,
            publisher=(who := chance.randrange(1, 60)),
            publishers=(who,),
            topics=tuple((topic, 0.5) for topic in chance.sample(range(400), 3)),
            places=((chance.uniform(40, 60), chance.uniform(-10, 20), 0.9),),
        )
        for number in range(1, count + 1)
    ]


READERS = [
    Reader(),
    Reader(place=(51.3, 4.2)),
    Reader(publishers=frozenset({3, 9}), topics=frozenset({12, 40}), likes_topics={7: 0.8, 8: -0.9}),
    Reader(place=(47.1, -3.0), hidden_publishers=frozenset({5}), seen=frozenset(range(1, 50))),
]


def test_the_top_of_a_page_from_the_shortlist_is_that_of_all_candidates() -> None:
    everything = town(3000)
    pool = Pool()
    pool.fill(everything)
    for reader in READERS:
        short = pool.shortlist(reader)
        assert len(short) < 200
        whole = order(Asked(tuple(everything), reader, NOW, (), 15))
        quick = order(Asked(tuple(short), reader, NOW, (), 15))
        assert [one.candidate.id for one in quick] == [one.candidate.id for one in whole]


def test_putting_one_by_one_is_filling_at_once() -> None:
    at_once, one_by_one = Pool(), Pool()
    at_once.fill(town(300))
    for candidate in town(300):
        one_by_one.put(candidate)
    for reader in READERS:
        assert at_once.shortlist(reader) == one_by_one.shortlist(reader)


def test_what_changed_stands_where_it_stands_now_and_what_left_is_gone() -> None:
    pool = Pool()
    pool.fill(town(400))
    better = Candidate(id=17, article=17, hour=NOW, outlets=9, publisher=2, publishers=(2,))
    pool.put(better)
    assert next(pool.head(("all", 0))) == better
    pool.drop(17)
    pool.drop(17)
    assert 17 not in {one.id for one in pool.head(("all", 0))}
    assert len(pool) == 399


def test_lists_do_not_grow_for_ever() -> None:
    pool = Pool()
    pool.fill(town(100))
    for round_ in range(40):
        for candidate in town(100, seed=round_):
            pool.put(candidate)
    assert len(pool.lists["all", 0]) < 100 + 1200
    assert len(list(pool.head(("all", 0)))) == 100


def test_what_is_too_old_goes() -> None:
    pool = Pool()
    pool.fill(town(200))
    pool.drop_before(NOW - 50)
    assert all(one.hour >= NOW - 50 for one in pool.head(("all", 0)))


def test_places_beyond_the_date_line_and_at_the_pole_are_near() -> None:
    pool = Pool()
    fiji = Candidate(id=1, article=1, hour=NOW, places=((-17.0, -179.9, 1.0),))
    pool.fill([fiji])
    assert list(pool.head(*squares_around(-17.0, 179.9))) == [fiji]
    assert squares_around(89.9, 10.0)
    assert len(set(squares_around(89.9, 10.0))) == len(squares_around(89.9, 10.0))
