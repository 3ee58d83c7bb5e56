"""Articles find their stories: what joins, what does not, and that the same stream gives the same stories."""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms import groups
from newsstand.algorithms.clusters import Clusters, Rules, place
from newsstand.algorithms.groups import MOST_TERMS, Group
from newsstand.algorithms.postings import MOST_OF_A_TERM, SWEEP_AFTER, Postings
from newsstand.algorithms.vectors import Document, read
from newsstand.algorithms.word_counts import WordCounts

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FLOOD = (
    "The River Alder burst its banks in Aldermouth and flooded Quay Street. Mayor Helen Marsh opened the sports hall."
)
FLOOD_TOO = "Quay Street in Aldermouth is under water after the Alder flooded. Residents slept in the sports hall."
VOTE = "Voters in Brackwater choose a county council on Sunday. Jonas Lind of the Progress League leads in polls."
VOTE_TOO = (
    "Jonas Lind hopes to lead the county council of Brackwater again; his Progress League leads in Sunday's polls."
)


def said(text: str, hours: float | None = 0, *, headline: str = "", language: str = "en", source: str = "") -> Document:
    when = None if hours is None else NOON + timedelta(hours=hours)
    return Document(headline, text, language=language, published=when, source=source)


def told(documents: Sequence[Document], rules: Rules | None = None) -> list[list[int]]:
    """Which of the documents make a story together, by their places."""
    clusters, words = Clusters(rules=rules or Rules()), WordCounts()
    into: dict[int, int] = {}
    first = []
    for number, document in enumerate(documents):
        story, gone = place(clusters, read(document, words), number)
        first.append(story)
        if gone is not None:
            into[gone] = story
    found: dict[int, list[int]] = defaultdict(list)
    for number, at_first in enumerate(first):
        story = at_first
        while story in into:
            story = into[story]
        found[story].append(number)
    return sorted(found.values())


def test_what_tells_the_same_event_is_one_story() -> None:
    assert told([said(FLOOD), said(VOTE, 1), said(FLOOD_TOO, 2), said(VOTE_TOO, 3)]) == [[0, 2], [1, 3]]


def test_the_same_words_weeks_later_are_another_story() -> None:
    assert told([said(FLOOD), said(FLOOD_TOO, 24 * 20)]) == [[0], [1]]


def test_without_times_texts_still_find_each_other() -> None:
    assert told([said(FLOOD, None), said(VOTE, None), said(FLOOD_TOO, None)]) == [[0, 2], [1]]


def test_an_article_that_comes_late_joins_the_story_of_its_day() -> None:
    assert told([said(FLOOD, 10), said(VOTE, 11), said(FLOOD_TOO, 0)]) == [[0, 2], [1]]


def test_one_word_in_common_makes_no_story() -> None:
    headlines = ["Triple the pressure, triple the glory", "Zelensky says Trump exerts undue pressure over deal"]
    assert told([said("", headline=headline) for headline in headlines]) == [[0], [1]]


def test_headlines_alone_are_enough_where_they_say_the_same() -> None:
    headlines = [
        "Peru votes to impeach president Jerí",
        "Storm floods Lisbon",
        "Peru's president Jerí impeached in vote",
    ]
    assert told([said("", n, headline=headline) for n, headline in enumerate(headlines)]) == [[0, 2], [1]]


def test_texts_of_one_publisher_need_more_in_common_than_those_of_two() -> None:
    clusters, words = Clusters(), WordCounts()
    clusters.join(1, read(said(FLOOD, source="beacon"), words))
    own = clusters.matches(read(said(FLOOD_TOO, 1, source="beacon"), words))
    other = clusters.matches(read(said(FLOOD_TOO, 1, source="post"), words))
    assert own[0].likeness < other[0].likeness


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("zh", ["台风登陆福建省，数千人被疏散。", "福建数千居民因台风登陆而疏散。", "央行宣布下调基准利率。"]),
        (
            "ja",
            ["熊本県で大雨、川が氾濫した。", "大雨で熊本県の川が氾濫、住民避難。", "首相が衆議院を解散すると表明。"],
        ),
        ("th", ["น้ำท่วมใหญ่ที่เชียงใหม่ ประชาชนอพยพ", "ประชาชนเชียงใหม่อพยพหนีน้ำท่วมใหญ่", "ราคาทองคำปรับขึ้นวันนี้"]),
        (
            "de",
            ["Hochwasser in Passau: Altstadt überflutet", "Passaus Altstadt vom Hochwasser überflutet", "Bahn streikt"],
        ),
        ("ru", ["Паводок затопил улицы Оренбурга", "Улицы Оренбурга затоплены паводком", "Курс рубля вырос"]),
        ("ar", ["فيضانات تضرب مدينة درنة الليبية", "مدينة درنة الليبية تغرق في فيضانات", "أسعار النفط ترتفع اليوم"]),
        ("hi", ["केरल में भारी बारिश से बाढ़", "भारी बारिश के बाद केरल में बाढ़", "शेयर बाजार में तेजी"]),
    ],
)
def test_stories_are_found_in_every_script(language: str, texts: list[str]) -> None:
    assert told([said("", n, headline=text, language=language) for n, text in enumerate(texts)]) == [[0, 1], [2]]


def test_two_stories_become_one_when_a_third_text_shows_that_they_are() -> None:
    one, other = (
        "Dam cracks above Orrin, valley warned. Engineers Lund and Pike watch.",
        "Villagers leave homes as sirens wail in valley.",
    )
    bridge = f"{one} {other}"
    clusters, words = Clusters(rules=Rules(merging=0.5)), WordCounts()
    place(clusters, read(said(one), words), 1)
    place(clusters, read(said(other, 1), words), 2)
    clusters.join(1, read(said(bridge, 2), words))
    clusters.join(2, read(said(bridge, 2), words))
    assert clusters.twin_of(1, [2]) == 2
    clusters.merge(1, 2)
    assert clusters.groups[1].size == 4
    assert [match.story for match in clusters.matches(read(said(other, 3), words))] == [1]


def test_nothing_joins_a_closed_story() -> None:
    clusters, words = Clusters(), WordCounts()
    clusters.join(1, read(said(FLOOD), words))
    clusters.close(1)
    clusters.close(1)
    assert clusters.matches(read(said(FLOOD_TOO, 1), words)) == []


def test_a_story_known_by_another_number_is_found_by_it() -> None:
    clusters, words = Clusters(), WordCounts()
    clusters.join(-1, read(said(FLOOD), words))
    clusters.renumber(-1, 77)
    assert [match.story for match in clusters.matches(read(said(FLOOD_TOO, 1), words))] == [77]


def test_what_was_kept_goes_on_as_if_nothing_had_happened() -> None:
    stream = [said(FLOOD), said(VOTE, 1), said(FLOOD_TOO, 2)]
    clusters, words = Clusters(), WordCounts()
    for number, document in enumerate(stream):
        place(clusters, read(document, words), number)
    again = Clusters()
    for story, group in clusters.groups.items():
        again.put(story, groups.unpacked(group.packed()))
    vector = read(said(VOTE_TOO, 3), words)
    assert again.matches(vector) == clusters.matches(vector)


def test_the_same_stream_gives_the_same_stories_to_the_byte() -> None:
    stream = [said(text, n) for n, text in enumerate([FLOOD, VOTE, FLOOD_TOO, VOTE_TOO] * 3)]

    def packed() -> list[bytes]:
        clusters, words = Clusters(), WordCounts()
        for number, document in enumerate(stream):
            place(clusters, read(document, words), number)
        return [group.packed() for _, group in sorted(clusters.groups.items())] + [words.packed()]

    assert packed() == packed()


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_text_finds_a_story(texts: list[str]) -> None:
    stories = told([said(text, n, headline=text[:20]) for n, text in enumerate(texts)])
    assert sorted(number for story in stories for number in story) == list(range(len(texts)))


def test_a_text_without_words_is_a_story_of_its_own() -> None:
    assert told([said(""), said("", 1), said("…", 2)]) == [[0], [1], [2]]


def test_a_story_remembers_no_more_than_its_heaviest_terms() -> None:
    group, words = Group(), WordCounts()
    for number in range(30):
        text = " ".join(f"{number}x{place}" for place in range(100))
        group.add(read(said(text, number), words), Clusters().near)
    assert len(group.keys) == MOST_TERMS
    assert group.size == 30


def test_older_articles_of_a_story_weigh_less_as_time_passes() -> None:
    clusters, words = Clusters(), WordCounts()
    clusters.join(1, read(said(FLOOD), words))
    vector = read(said(FLOOD, 0), words, count=False)
    now = clusters.likeness(vector, clusters.groups[1])
    later = read(said(FLOOD, 48), words, count=False)
    assert math.isclose(clusters.likeness(later, clusters.groups[1]) / now, math.exp(-1), rel_tol=0.01)


@pytest.mark.parametrize("data", [b"x", b"", b"\x01" * 40])
def test_bytes_that_are_no_centroid_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no story's centroid"):
        groups.unpacked(data)


def test_a_term_leads_to_its_latest_stories_alone() -> None:
    postings = Postings()
    for story in range(5 * MOST_OF_A_TERM):
        postings.add(story, [1])
    last = 5 * MOST_OF_A_TERM - 1
    found = postings.likely({1: 1.0}, set(range(last + 1)), terms=5, most=10_000)
    assert len(found) == MOST_OF_A_TERM
    assert last in found
    assert len(postings.stories[1]) <= 2 * MOST_OF_A_TERM


def test_closed_stories_leave_no_trace_in_the_index() -> None:
    clusters, words = Clusters(), WordCounts()
    for story in range(SWEEP_AFTER + 1):
        clusters.join(story, read(said(f"story{story} about thing{story}", story / 100), words))
    for story in range(SWEEP_AFTER + 1):
        clusters.close(story)
    assert sum(map(len, clusters.postings.stories.values())) <= 10
