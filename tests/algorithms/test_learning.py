"""The model learns, and may rank only when it is proved to be better."""

from collections.abc import Sequence
from random import Random

import pytest

from newsstand.algorithms.exploration import draw, propensities
from newsstand.algorithms.learning import MOST, Model, examined, features, hashed, packed, points, unpacked
from newsstand.algorithms.ranking import Candidate, Reader
from newsstand.algorithms.replay import LEAST, Logged, compare, weighed_mean

NOW = 490_000.0


def candidate(number: int, topic: int, *, ago: float = 3.0) -> Candidate:
    return Candidate(id=number, article=number, hour=NOW - ago, publisher=number % 5, topics=((topic, 1.0),))


def taught(examples: int, *, seed: int = 3) -> Model:
    """A model of readers who read everything about topic 1 and hardly anything else."""
    chance, model = Random(seed), Model()
    for number in range(examples):
        topic = chance.randrange(4)
        wanted = chance.random() < (0.6 if topic == 1 else 0.05)
        model.learn(features(candidate(number, topic), Reader(), hour=NOW), happened=wanted)
    return model


def test_the_model_finds_out_what_is_read() -> None:
    model = taught(3000)
    loved = model.chance(features(candidate(1, 1), Reader(), hour=NOW))
    other = model.chance(features(candidate(1, 2), Reader(), hour=NOW))
    assert loved > 0.4
    assert other < 0.15


def test_the_same_examples_make_the_same_model_to_the_last_bit() -> None:
    assert packed(taught(500)) == packed(taught(500))
    assert packed(taught(500)) != packed(taught(500, seed=4))


def test_a_model_comes_back_from_its_bytes() -> None:
    model = taught(200)
    again = unpacked(packed(model))
    assert again == model
    assert unpacked(b"") == Model()


def test_bytes_that_are_no_model_are_refused() -> None:
    with pytest.raises(ValueError, match="are no model"):
        unpacked(b"not a model")


def test_an_example_that_counts_nothing_teaches_nothing() -> None:
    model = Model()
    model.learn({1: 1.0}, happened=True, times=0.0)
    assert model == Model()


def test_points_are_limited_and_the_middle_one_gets_none() -> None:
    several = [candidate(number, number % 4) for number in range(21)]
    given = points(taught(3000), several, Reader(), hour=NOW)
    assert 0.0 in given.values()
    assert max(map(abs, given.values())) <= MOST
    assert points(taught(10), [], Reader(), hour=NOW) == {}


def test_names_become_numbers_that_never_change() -> None:
    assert hashed({"topic 5": 0.5}) == {23415: 0.5}
    assert sum(hashed({f"topic {number}": 1.0 for number in range(500)}).values()) == 500


def test_who_stands_further_down_is_looked_at_less() -> None:
    looks = [examined(place) for place in range(30)]
    assert looks[0] == 1
    assert looks == sorted(looks, reverse=True)


def log(count: int, *, seed: int = 1) -> tuple[list[Logged], list[Sequence[int]]]:
    """Places by chance among five; the reader wants number 4 nine times of ten, the others seldom."""
    chance, logged, pools = Random(seed), [], []
    for _ in range(count):
        pool = [0, 1, 2, 3, 4]
        chances = propensities([float(number) for number in pool])
        chosen = draw(chances, chance.random())
        wanted = chance.random() < (0.9 if chosen == 4 else 0.1)
        logged.append(Logged(tuple(zip(pool, chances, strict=True)), chosen, float(wanted), 1.0))
        pools.append(pool)
    return logged, pools


def test_replay_finds_what_each_rule_would_have_earned() -> None:
    logged, _ = log(6000)
    found = compare(logged, plain=lambda _: 0, model=lambda _: 4)
    assert found.plain.mean == pytest.approx(0.1, abs=0.03)
    assert found.model.mean == pytest.approx(0.9, abs=0.06)
    assert found.model.normalised == pytest.approx(0.9, abs=0.03)
    assert found.low < 0.8 < found.high
    assert found.may_rank


def test_a_model_that_is_no_better_may_not_rank() -> None:
    logged, _ = log(3000)
    assert not compare(logged, plain=lambda _: 4, model=lambda _: 4).may_rank
    assert not compare(logged, plain=lambda _: 4, model=lambda _: 2).may_rank
    assert not compare(logged, plain=lambda _: 1, model=lambda _: 2).may_rank


def test_few_places_prove_nothing() -> None:
    logged, _ = log(LEAST - 1)
    assert not compare(logged, plain=lambda _: 0, model=lambda _: 4).may_rank
    assert not compare([], plain=lambda _: 0, model=lambda _: 4).may_rank


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        found = compare(log(400, seed=seed)[0], plain=lambda _: 0, model=lambda _: 4)
        held += found.low <= 0.8 <= found.high
    assert 0.91 <= held / 200 <= 0.99


def test_a_chance_that_was_not_kept_is_an_error() -> None:
    with pytest.raises(ValueError, match="not known"):
        compare([Logged(((1, 0.5),), 2, 1.0, 1.0)], plain=lambda _: 2, model=lambda _: 1)


def test_a_mean_of_one_value_has_no_error_to_speak_of() -> None:
    assert weighed_mean([3.0], [1.0]) == (0.0, 0.0)
