"""One text once: who had it first, who has it too, and what becomes of that when something changes."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms.fingerprints import MOST_OF_A_BAND
from newsstand.articles.models import Article, Band, Copy
from newsstand.articles.publish import publish
from newsstand.articles.revise import revise
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.lib.stamps import versions
from newsstand.publishers.models import Publisher
from tests.algorithms.test_fingerprints import LINES, OTHER, STORY

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CUT = " ".join(LINES[:5])


def press(slug: str) -> Publisher:
    return Publisher.objects.get_or_create(slug=slug, defaults={"name": slug.title(), "joined_at": NOON})[0]


def say(
    who: str | None, plain: str, *, hour: float = 0, headline: str = "Bridge shut", page_needed: bool = False
) -> Article:
    text = Text(headline=headline, published_at=NOON + timedelta(hours=hour), plain=plain, page_needed=page_needed)
    publisher = press(who) if who else None
    authors = None if who else {}
    return publish(publisher=publisher, texts=[text], now=NOON + timedelta(hours=hour), authors=authors)[0]


def originals() -> dict[int, int]:
    """Copy -> original, by id."""
    return dict(Copy.objects.values_list("article_id", "original_id"))


def test_a_reprint_under_another_headline_is_a_copy_of_who_had_it_first() -> None:
    first = say("beacon", STORY)
    near, exact = say("post", CUT, hour=1, headline="Crack found"), say("gazette", STORY, hour=2)
    assert originals() == {near.pk: first.pk, exact.pk: first.pk}
    assert (near.copy_of.kind, exact.copy_of.kind) == ("near", "exact")
    assert near.copy_of.share == 1.0


def test_who_published_first_is_first_even_if_we_read_it_last() -> None:
    late, later = say("post", CUT, hour=5), say("gazette", STORY, hour=6)
    first = say("beacon", STORY, hour=-3)
    assert originals() == {late.pk: first.pk, later.pk: first.pk}


def test_the_same_headline_over_another_text_is_no_copy() -> None:
    say("beacon", STORY)
    say("post", OTHER, hour=1)
    assert originals() == {}


def test_what_a_publisher_writes_again_itself_is_its_own_affair() -> None:
    say("beacon", STORY)
    say("beacon", CUT, hour=1)
    assert originals() == {}


def test_a_contributors_text_is_compared_too() -> None:
    first, copied = say("beacon", STORY), say(None, CUT, hour=1)
    assert originals() == {copied.pk: first.pk}


def test_a_correction_in_the_original_does_not_break_the_link() -> None:
    first, copied = say("beacon", STORY), say("post", STORY, hour=1)
    corrected = Text(headline="Bridge shut", published_at=NOON, plain=STORY.replace("Ann Lee", "Anna Leigh"))
    assert revise(article=first, text=corrected, now=NOON + timedelta(hours=2))
    copied.copy_of.refresh_from_db()
    assert originals() == {copied.pk: first.pk}
    assert copied.copy_of.kind == "near"
    assert 0.9 < copied.copy_of.share < 1


def test_a_text_that_is_another_one_now_is_a_copy_no_longer() -> None:
    say("beacon", STORY)
    copied = say("post", STORY, hour=1)
    fresh = Text(headline="New teachers", published_at=NOON, plain=OTHER)
    assert revise(article=copied, text=fresh, now=NOON + timedelta(hours=2))
    assert originals() == {}
    assert say("gazette", OTHER, hour=3).copy_of.original == copied


def test_when_the_original_is_withdrawn_the_next_takes_its_place() -> None:
    first, second, third = say("beacon", STORY), say("post", CUT, hour=1), say("gazette", STORY, hour=2)
    withdraw(article=first, now=NOON + timedelta(hours=3), reason="Taken back.")
    assert originals() == {third.pk: second.pk}
    assert list(Article.objects.published().firsts()) == [second]
    fourth = say("herald", STORY, hour=4)
    assert originals()[fourth.pk] == second.pk


def test_a_copy_that_is_withdrawn_is_named_nowhere() -> None:
    first, copied = say("beacon", STORY), say("post", CUT, hour=1)
    withdraw(article=copied, now=NOON + timedelta(hours=2), reason="Taken back.")
    assert list(Copy.objects.shown()) == []
    assert list(Article.objects.published().firsts()) == [first]


def test_a_text_that_is_still_to_be_read_from_its_page_waits() -> None:
    say("beacon", STORY)
    waiting = say("post", CUT, hour=1, page_needed=True)
    assert originals() == {}
    assert not waiting.bands.exists()


def test_lists_show_the_first_and_name_the_others() -> None:
    first = say("beacon", STORY)
    for hour, who in enumerate(["post", "gazette", "post"], start=1):
        say(who, STORY if hour < 3 else CUT, hour=hour)
    [shown] = Article.objects.published().firsts().for_cards()
    assert shown == first
    assert [str(other.publisher) for other in shown.also_in()] == ["Post", "Gazette"]


def test_everything_that_shows_the_original_hears_of_a_copy() -> None:
    first = say("beacon", STORY)
    names = ["front", f"article:{first.pk}", "publisher:beacon"]
    before = versions(names)
    say("post", CUT, hour=1)
    assert all(now > then for then, now in zip(before, versions(names), strict=True))


def test_a_copy_of_a_copy_is_a_copy_of_the_original() -> None:
    first = say("beacon", STORY)
    half = say("post", f"{CUT} {OTHER}", hour=1)
    again = say("gazette", CUT, hour=2)
    assert originals() == {half.pk: first.pk, again.pk: first.pk}


def test_what_very_many_articles_share_is_recorded_so_often_and_no_more() -> None:
    texts = [f"{STORY} Number {number}." for number in range(MOST_OF_A_BAND + 8)]
    made = [say(f"paper-{number}", text, hour=number) for number, text in enumerate(texts)]
    assert originals() == {article.pk: made[0].pk for article in made[1:]}
    key = Band.objects.filter(article=made[0]).first()
    assert key is not None
    assert Band.objects.filter(key=key.key).count() <= MOST_OF_A_BAND


def test_a_reading_costs_the_same_queries_however_many_entries_it_has() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(who: str, count: int) -> int:
        texts = [
            Text(headline=f"{number}", published_at=NOON, plain=" ".join(f"{who}{number}x{word}" for word in range(60)))
            for number in range(count)
        ]
        publisher = press(who)
        with CaptureQueriesContext(connection) as captured:
            publish(publisher=publisher, texts=texts, now=NOON)
        return len(captured)

    assert cost("post", 1) == cost("gazette", 15)


def test_an_agency_that_the_text_credits_is_kept_with_the_evidence() -> None:
    article = say("beacon", f"LONDON (Reuters) - {STORY}")
    assert (article.agency, article.agency_evidence) == ("Reuters", "LONDON (Reuters) -")
    assert say("post", OTHER).agency == ""
