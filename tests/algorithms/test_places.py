"""Names of places in texts, and which places they mean."""

from collections.abc import Iterable, Mapping, Sequence

from newsstand.algorithms.place_names import Candidate, distance_km, lies_in, name_key
from newsstand.algorithms.places import home_of, places_of, resolve
from newsstand.algorithms.toponyms import toponyms


def town(number: int, name: str, state: str, at: tuple[float, float], people: int, county: str = "") -> Candidate:
    return Candidate(number, name, "town", "US", state, county, *at, people)


OHIO = Candidate(1, "Ohio", "state", "US", "OH", "", 40.25, -83.0, 11_500_000)
ILLINOIS = Candidate(2, "Illinois", "state", "US", "IL", "", 40.0, -89.25, 12_700_000)
EGYPT = Candidate(3, "Egypt", "country", "EG", "", "", 27.0, 30.0, 98_000_000)
SPRINGFIELD_IL = town(10, "Springfield", "IL", (39.80, -89.64), 114_394)
SPRINGFIELD_OH = town(11, "Springfield", "OH", (39.92, -83.81), 58_662)
URBANA_OH = town(12, "Urbana", "OH", (40.11, -83.75), 11_366)
URBANA_IL = town(13, "Urbana", "IL", (40.11, -88.20), 42_000)
WARREN_OH = town(14, "Warren", "OH", (41.24, -80.82), 40_000)
READING = town(15, "Reading", "PA", (40.34, -75.93), 88_000)
SAINT_PAUL = town(16, "Saint Paul", "MN", (44.94, -93.09), 300_000)
EVERY = (OHIO, ILLINOIS, EGYPT, SPRINGFIELD_IL, SPRINGFIELD_OH, URBANA_OH, URBANA_IL, WARREN_OH, READING, SAINT_PAUL)


def look_up(keys: Iterable[str]) -> Mapping[str, Sequence[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for each in EVERY:
        units = {"state": [f"#{each.country}.{each.admin1}"], "country": [f"#{each.country}"]}
        for key in [name_key(each.name), *units.get(each.level, ())]:
            found.setdefault(key, []).append(each)
    return {key: found[key] for key in keys if key in found}


def words(text: str) -> list[str]:
    return [each.words for each in toponyms(text, look_up)]


def meant(text: str, home: Candidate | None = None) -> dict[str, Candidate]:
    return {each.toponym.words: each.place for each in resolve(text, look_up, home=home)}


def test_a_name_in_a_sentence_is_found_with_its_place_in_the_text() -> None:
    text = "The mayor went to Springfield."
    (found,) = toponyms(text, look_up)
    assert text[found.start : found.end] == "Springfield"


def test_a_saint_is_found_however_it_is_written() -> None:
    assert words("A fire in St. Paul and one in Saint Paul") == ["St. Paul", "Saint Paul"]


def test_a_surname_is_no_town() -> None:
    assert words("Darryl Warren was arrested. Police said that Warren had run.") == []


def test_a_title_makes_a_person() -> None:
    assert words("The court heard Judge Warren.") == []


def test_a_street_is_no_town() -> None:
    assert words("A house in Warren Street burned.") == []


def test_what_belongs_to_a_town_names_it() -> None:
    assert words("Springfield Police looked for him.") == ["Springfield"]


def test_a_common_word_at_the_beginning_of_a_sentence_is_no_town() -> None:
    assert words("Reading is taught at school. The reading was low.") == []


def test_peoples_and_abbreviated_states_are_found() -> None:
    assert words("An Egyptian film was shown in Urbana, Ill.") == ["Egyptian", "Urbana", "Ill."]


def test_a_dateline_in_capitals_is_a_place() -> None:
    assert words("SPRINGFIELD (AP) — The river rose.") == ["SPRINGFIELD"]


def test_the_larger_one_is_meant_where_nothing_else_is_said() -> None:
    assert meant("A man from Springfield won.")["Springfield"] == SPRINGFIELD_IL


def test_the_state_beside_it_decides() -> None:
    assert meant("A man from Springfield, Ohio, won.")["Springfield"] == SPRINGFIELD_OH


def test_a_state_after_a_comma_may_be_written_by_the_post_office() -> None:
    assert meant("He lives in Urbana, OH and works at home.")["Urbana"] == URBANA_OH


def test_one_name_has_one_sense_in_a_text() -> None:
    found = resolve("Springfield, Ohio, is small. Springfield votes.", look_up)
    assert [each.place for each in found if each.toponym.words == "Springfield"] == [SPRINGFIELD_OH] * 2


def test_places_near_each_other_support_each_other() -> None:
    found = meant("The road from Springfield to Urbana and on to Warren, Ohio, is shut.")
    assert found["Springfield"] == SPRINGFIELD_OH
    assert found["Urbana"] == URBANA_OH


def test_an_outlet_means_the_place_near_its_home() -> None:
    assert meant("A man from Springfield won.", home=URBANA_OH)["Springfield"] == SPRINGFIELD_OH


def test_home_is_where_an_outlets_articles_play() -> None:
    articles = [[(SPRINGFIELD_OH, 0.9), (OHIO, 0.9)], [(URBANA_OH, 0.8)], [(SPRINGFIELD_OH, 0.7)], [(SAINT_PAUL, 0.9)]]
    assert home_of(articles) == SPRINGFIELD_OH


def test_an_outlet_whose_places_do_not_recur_has_no_home() -> None:
    assert home_of([[(SAINT_PAUL, 0.9)]]) is None


def test_a_state_beside_its_town_is_weaker_than_the_town() -> None:
    found = places_of("Fire in Springfield, Ohio", "Springfield is black with smoke.", look_up)
    assert [each.place for each in found] == [SPRINGFIELD_OH, OHIO]
    assert found[0].weight > 3 * found[1].weight
    assert ("Springfield", "Ohio beside it") in found[0].evidence


def test_a_people_alone_gives_an_article_no_place() -> None:
    assert places_of("An Egyptian dinner", "The Egyptians cooked.", look_up) == []


def test_a_small_town_that_nothing_supports_is_believed_less() -> None:
    alone = places_of("A walk", "He thought of Urbana all day.", look_up)
    named = places_of("A walk", "He thought of Urbana, Ill. all day.", look_up)
    assert alone[0].confidence < 0.5 < named[0].confidence


def test_a_script_without_capitals_names_no_place() -> None:
    assert words("斯普林菲尔德市长去了俄亥俄州。") == []


def test_distances_are_great_circles() -> None:
    assert round(distance_km(0, 0, 0, 180)) == 20015
    assert lies_in(URBANA_OH, OHIO)
    assert not lies_in(OHIO, URBANA_OH)
