"""Somebody's page: what they say and wrote that everybody may see, and nothing more."""

import pytest
from django.test import Client

from newsstand.accounts.describe import describe
from newsstand.accounts.models import Block, Profile, User
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.comments.models import Comment
from newsstand.comments.status import set_status
from newsstand.comments.write import withdraw
from newsstand.lib.stamps import versions
from newsstand.readers.follow import follow
from tests.comments.talk import say, signed_in
from tests.pages.newsroom import NOON
from tests.people import ann, ben, eve
from tests.readers.reading import Newsroom

pytestmark = pytest.mark.django_db
NOW = NOON


def page(client: Client, user: User, query: str = "") -> str:
    answer = client.get(f"/user/{user.pk}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_sees_name_words_and_comments_and_search_engines_stay_away(
    newsroom: Newsroom, client: Client
) -> None:
    describe(user=ann(), about="I row.\n<b>Daily</b>", shows_follows=False, now=NOON)
    say(newsroom.first, ann(), "They knew it.", NOW)
    html = page(client, ann())
    assert "I row. &lt;b&gt;Daily&lt;/b&gt;" in html
    assert "They knew it." in html
    assert newsroom.first.headline in html
    assert 'name="robots" content="noindex"' in html
    assert "ann@example.org" not in html
    assert "csrfmiddlewaretoken" not in html
    assert not client.cookies


def test_what_is_held_removed_withdrawn_or_under_a_withdrawn_article_is_not_there(newsroom: Newsroom) -> None:
    say(newsroom.first, ann(), "Stands.", NOW)
    held = say(newsroom.first, ann(), "Waits.", NOW)
    Comment.objects.filter(pk=held.pk).update(status="held")
    set_status(comment=say(newsroom.first, ann(), "Removed.", NOW), status="removed", now=NOW)
    withdraw(comment=say(newsroom.first, ann(), "Withdrawn.", NOW), user=ann(), now=NOW)
    say(newsroom.other, ann(), "Beneath.", NOW)
    withdraw_article(article=newsroom.other, reason="Wrong", now=NOW)
    for client in (Client(), signed_in(ben())):
        html = page(client, ann())
        assert "Stands." in html
        assert not [word for word in ("Waits.", "Removed.", "Withdrawn.", "Beneath.") if word in html]


def test_what_they_follow_is_theirs_until_they_show_it(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.light, now=NOW)
    assert "Follows" not in page(Client(), ann())
    describe(user=ann(), about="", shows_follows=True, now=NOW)
    assert newsroom.light.get_absolute_url() in page(Client(), ann())


def test_others_can_mute_block_and_report_and_nobody_themselves(newsroom: Newsroom) -> None:
    theirs = page(signed_in(ben()), ann())
    assert f"/you/people/{ann().pk}" in theirs
    assert f"/report/profile/{ann().pk}" in theirs
    own = page(signed_in(ann()), ann())
    assert "/you/people/" not in own
    assert "/you/profile" in own
    Block.objects.create(by=ben(), of=ann(), kind="mute", since=NOW)
    assert "You hear nothing of them." in page(signed_in(ben()), ann())


def test_words_that_a_moderator_took_away_come_back_only_as_others(newsroom: Newsroom) -> None:
    describe(user=eve(), about="Buy here.", shows_follows=False, now=NOW)
    Profile.objects.update(is_removed=True)
    assert "Buy here." not in page(Client(), eve())
    describe(user=eve(), about="Buy here.", shows_follows=True, now=NOW)
    assert "Buy here." not in page(Client(), eve())
    describe(user=eve(), about="I row.", shows_follows=True, now=NOW)
    assert "I row." in page(Client(), eve())


def test_a_long_list_has_pages_and_costs_as_much_as_a_short_one(
    newsroom: Newsroom, django_assert_max_num_queries: object
) -> None:
    Comment.objects.bulk_create(
        Comment(article=newsroom.first, user=ann(), name="Ann", text=f"Words {number:02}.", posted_at=NOW)
        for number in range(45)
    )
    seen, query = [], ""
    while True:
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            html = page(Client(), ann(), query)
        seen += [number for number in range(45) if f"Words {number:02}." in html]
        if 'rel="next"' not in html:
            break
        query = html.partition('rel="next" href="')[2].partition('"')[0]
    assert sorted(seen) == list(range(45))
    assert Client().get(f"/user/{ann().pk}?before=x").status_code == 400


def test_the_page_is_new_when_they_write_or_are_moderated(newsroom: Newsroom) -> None:
    stamp = [f"user:{ann().pk}"]
    first = versions(stamp)
    comment = say(newsroom.first, ann(), "They knew it.", NOW)
    second = versions(stamp)
    set_status(comment=comment, status="removed", now=NOW)
    assert first < second < versions(stamp)


@pytest.mark.parametrize("number", [0, 99999999, 2**63, 10**30])
def test_there_is_no_page_for_nobody(db: None, client: Client, number: int) -> None:
    assert client.get(f"/user/{number}").status_code == 404


def test_the_form_keeps_the_words_and_says_what_is_wrong(newsroom: Newsroom) -> None:
    mine = signed_in(ann())
    assert mine.post("/you/profile", {"about": "I row.", "shows_follows": "on"})["Location"] == f"/user/{ann().pk}"
    assert Profile.objects.get().shows_follows
    answer = mine.post("/you/profile", {"about": "x" * 301})
    assert answer.status_code == 422
    assert "301 characters" in answer.content.decode()
    assert "x" * 301 in answer.content.decode()
    assert Profile.objects.get().about == "I row."
    assert Client().post("/you/profile", {"about": "I am Ann."})["Location"].startswith("/accounts/login/")
