"""The gazetteer in its file."""

import sqlite3

import pytest

from newsstand.algorithms.place_names import name_key
from newsstand.topics import gazetteer


def test_a_name_finds_all_its_places_the_largest_first() -> None:
    found = gazetteer.look_up([name_key("Springfield")])["springfield"]
    assert len(found) > 20
    assert [each.population for each in found] == sorted((each.population for each in found), reverse=True)


def test_accents_and_saints_do_not_count() -> None:
    assert gazetteer.look_up([name_key("Zürich"), name_key("St. Louis")]).keys() == {"zurich", "saint louis"}


def test_a_town_lies_in_its_county_state_and_country() -> None:
    toledo = next(each for each in gazetteer.look_up(["toledo"])["toledo"] if each.admin1 == "OH")
    assert [unit.name for unit in gazetteer.around(toledo)] == ["Lucas County", "Ohio", "United States"]


def test_countries_and_states_are_found_by_their_codes() -> None:
    found = gazetteer.look_up(["#FR", "#US.OH"])
    assert (found["#FR"][0].name, found["#US.OH"][0].name) == ("France", "Ohio")


def test_the_beginning_of_a_name_finds_it() -> None:
    assert gazetteer.beginning_with("Toled")[0].name == "Toledo"
    assert gazetteer.beginning_with("T") == []
    assert gazetteer.beginning_with("%_") == []


def test_the_nearest_town_is_found_and_none_at_sea() -> None:
    nearest = gazetteer.nearest(41.66, -83.55)
    assert nearest is not None
    assert nearest.name == "Toledo"
    assert gazetteer.nearest(0.0, -30.0) is None


def test_nobody_can_write_to_it() -> None:
    with pytest.raises(sqlite3.OperationalError):
        gazetteer.connection().execute("delete from place")


def test_more_names_than_a_statement_takes_are_looked_up() -> None:
    keys = [f"nowhere {number}" for number in range(1500)] + ["toledo"]
    assert gazetteer.look_up(keys).keys() == {"toledo"}
