"""The page of an article's history, and the form that withdraws it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.revise import rename, revise
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.pages.history import CHANGES_A_PAGE
from newsstand.publishers.models import Contract, Membership
from tests.pages.newsroom import NOON, make_publisher
from tests.people import ann, ben, cy, ed

pytestmark = pytest.mark.django_db
PIER = "https://pictures.example/pier.jpg"
HOSTILE = "<script>alert(1)</script> <ins>\"'&"


def text(words: str = "The bridge is shut.", headline: str = "Bridge shut", **more: Any) -> Text:
    paragraphs = words.split("\n")
    given: dict[str, Any] = {
        "body": "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs), "plain": words, "published_at": NOON,
        "authors": ("Ann Lee",), "original_url": "https://beacon.example/bridge",
    } | more  # fmt: skip
    return Text(headline=headline, **given)


def published(first: Text | None = None, **contract: Any) -> Article:
    publisher = make_publisher()
    Contract.objects.update(**contract)
    publisher.refresh_from_db()
    return publish(publisher=publisher, texts=[first or text()], now=NOON)[0]


def revised(article: Article, *texts: Text) -> list[bool]:
    """One an hour; whether each was a revision."""
    return [revise(article=article, text=one, now=NOON + timedelta(hours=at)) for at, one in enumerate(texts, 1)]


def history(client: Client, article: Article, query: str = "") -> str:
    answer = client.get(f"{article.get_absolute_url()}/history{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_change_stands_with_its_words_the_newest_first(client: Client) -> None:
    article = published(text("The bridge is shut.\nDivers found a crack.\nThe ferry runs."))
    revised(
        article,
        text("The bridge is open.\nDivers found a crack.\nThe ferry runs."),
        text("The bridge is open.\nDivers found a crack.\nThe ferry runs.\nNobody was hurt.", "Bridge open again"),
    )
    html = history(client, article)
    assert "The bridge is <del>shut</del><ins>open</ins>." in html
    assert "<ins>Nobody was hurt.</ins>" in html
    assert "Bridge <del>shut</del><ins>open again</ins>" in html
    assert "2 paragraphs unchanged" in html
    assert html.index("Nobody was hurt") < html.index("<del>shut</del><ins>open</ins>.") < html.index("Published ")
    moments = [datetime.fromisoformat(found) for found in re.findall(r"Changed <time datetime=\"([^\"]+)\"", html)]
    assert moments == [NOON + timedelta(hours=2), NOON + timedelta(hours=1)]
    assert '<meta name="robots" content="noindex">' in html


def test_byline_deck_links_and_pictures_have_a_history_too(client: Client) -> None:
    link = '<p>See <a href="https://other.example/{}">it</a>.</p>'
    article = published(text("See it.", body=link.format(1), summary="A crack was found."))
    picture = f'\n<figure><img src="{PIER}" alt="A pier"></figure>'
    assert revised(
        article,
        text("See it.", body=link.format(2), summary="Two cracks were found.", authors=("Ann Lee", "Ben Ode")),
        text("See it.", body=link.format(2) + picture, pictures=(PIER,), summary="Two cracks were found.",
             authors=("Ann Lee", "Ben Ode")),
    ) == [True, True]  # fmt: skip
    html = history(client, article)
    assert "<del>https://other.example/1</del>" in html
    assert "<ins>https://other.example/2</ins>" in html
    assert "<del>A crack was</del><ins>Two cracks were</ins> found." in html
    assert "Ann Lee<ins>, Ben Ode</ins>" in html
    assert "1 picture came." in html


def test_what_nobody_can_notice_is_no_revision_and_no_update(client: Client) -> None:
    link = (
        '<p>The  bridge\n is <a href="https://other.example/1?{}">shut</a>.</p><figure><img src="{}" alt=""></figure>'
    )
    first = text(body=link.format("id=4", f"{PIER}?w=800"), pictures=(f"{PIER}?w=800",), lead_picture=f"{PIER}?w=800")
    article = published(first)
    same = text("The bridge is   shut. ", " Bridge  shut", body=link.format("utm_source=x&amp;id=4", f"{PIER}?v=3"),
                pictures=(f"{PIER}?v=3",), lead_picture=f"{PIER}?v=3")  # fmt: skip
    unsigned = text("The bridge is shut.", body=first.body, pictures=first.pictures, lead_picture=PIER, authors=())
    assert revised(article, same, unsigned) == [False, False]
    assert not rename(article=article, headline=" Bridge  shut ", now=NOON + timedelta(hours=3))
    assert article.updated_at is None
    assert article.revisions.count() == 0
    assert "Updated" not in client.get(article.get_absolute_url()).content.decode()


def test_a_new_headline_and_then_the_same_text_are_one_revision() -> None:
    article = published()
    assert rename(article=article, headline="Bridge open", now=NOON + timedelta(hours=1))
    assert not revise(article=article, text=text(headline="Bridge open"), now=NOON + timedelta(hours=2))
    assert article.revisions.count() == 1


def test_what_stood_under_embargo_has_no_history() -> None:
    article = published(None, embargo_minutes=90)
    assert revised(article, text("The bridge is open.")) == [True]
    assert article.revisions.count() == 0
    assert article.updated_at is None
    assert revise(article=article, text=text("The bridge is shut."), now=NOON + timedelta(hours=2))
    assert article.revisions.count() == 1


def test_under_an_excerpt_contract_no_more_than_the_excerpt_has_a_history(client: Client) -> None:
    article = published(text("One two three four five.\nSecret six."), excerpt_words=5)
    revised(article, text("One two three four five.\nSecret seven."), text("One two three four eight.\nSecret seven."))
    html = history(client, article)
    assert "ecret" not in html
    assert "The text changed further down, where it can be read at beacon.example only." in html
    assert "<del>five</del><ins>eight</ins>" in html


def test_hostile_words_stay_words(client: Client) -> None:
    article = published(text(HOSTILE, HOSTILE, body="<p>One.</p>", summary=HOSTILE, authors=(HOSTILE,)))
    revised(article, text(f"{HOSTILE} b", f"{HOSTILE} b", body="<p>Two.</p>", summary="b", authors=(f"{HOSTILE} b",)))
    Article.objects.update(body=f"<p>{HOSTILE}</p>")
    html = history(client, article)
    assert "<script>alert" not in html
    assert "alert(1)" in html
    assert "\"'&<" not in html


def test_many_changes_are_read_page_by_page_and_none_is_missing(client: Client) -> None:
    article = published(text("Version 0."))
    revised(article, *(text(f"Version {number}.") for number in range(1, 46)))
    seen: list[str] = []
    query = ""
    for _ in range(3):
        html = history(client, article, query)
        found = re.findall(r"Version <del>\d+</del><ins>(\d+)</ins>", html)
        assert len(found) <= CHANGES_A_PAGE
        seen += found
        older = re.search(r'href="(\?before=\d+)"', html)
        query = older[1] if older else ""
    assert seen == [str(number) for number in range(45, 0, -1)]
    assert query == ""


@pytest.mark.parametrize("query", ["?before=x", "?before=-1", "?before=99999999999999999999", "?before=999999"])
def test_a_place_that_is_none_is_said_to_be_none(client: Client, query: str) -> None:
    article = published()
    assert client.get(f"{article.get_absolute_url()}/history{query}").status_code == 400


def test_the_page_costs_the_same_queries_for_one_change_and_for_twenty(client: Client) -> None:
    article = published()
    counts = []
    for number in (1, CHANGES_A_PAGE):
        revised(article, *(text(f"Version {at} of {number}.") for at in range(number)))
        with CaptureQueriesContext(connection) as captured:
            history(client, article)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7


def test_another_slug_leads_to_the_right_one(client: Client) -> None:
    article = published()
    answer = client.get(f"/a/{article.pk}/wrong/history")
    assert (answer.status_code, answer["Location"]) == (301, f"{article.get_absolute_url()}/history")


def test_updated_leads_to_the_history_and_a_correction_to_its_words(client: Client) -> None:
    article = published()
    revised(article, text("The bridge is open.\nCorrection: it was never shut."))
    html = client.get(article.get_absolute_url()).content.decode()
    assert re.search(rf'<a href="{article.get_absolute_url()}/history">Updated <time', html)
    assert f'<a href="{article.get_absolute_url()}/history#correction">Corrected</a>' in html
    said = history(client, article)
    assert 'id="correction"' in said
    assert "Correction: it was never shut.</blockquote>" in said


def test_an_editor_withdraws_with_a_reason_and_restores(client: Client) -> None:
    article = published()
    client.force_login(ed())
    assert f'href="{article.get_absolute_url()}/withdraw"' in history(client, article)
    form = f"{article.get_absolute_url()}/withdraw"
    assert client.get(form).status_code == 200
    refused = client.post(form, {"decision": "withdraw", "reason": " "})
    assert refused.status_code == 422
    assert "Write the reason" in refused.content.decode()
    done = client.post(form, {"decision": "withdraw", "reason": "It was wrong."})
    assert (done.status_code, done["Location"]) == (302, f"{article.get_absolute_url()}/history")
    assert "Withdrawn" in history(client, article)
    assert "It was wrong." in Client().get(article.get_absolute_url()).content.decode()
    assert Client().get(f"{article.get_absolute_url()}/history").status_code == 410
    client.post(form, {"decision": "restore"})
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_somebody_of_its_publisher_withdraws_and_restores_and_somebody_of_another_may_not() -> None:
    article = published()
    form = f"{article.get_absolute_url()}/withdraw"
    mine, other = Client(), Client()
    mine.force_login(cy())
    other.force_login(ben())
    Membership.objects.create(publisher=article.publisher, user=cy(), since=NOON)
    Membership.objects.create(publisher=make_publisher("courier", name="The Courier"), user=ben(), since=NOON)
    assert other.get(form).status_code == other.post(form, {"reason": "x"}).status_code == 403
    assert "/withdraw" not in history(other, article)
    assert f'href="{form}"' in history(mine, article)
    mine.post(form, {"decision": "withdraw", "reason": "We erred."})
    gone = Client().get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "taken down by its publisher" in gone.content.decode()
    assert "We erred." in history(mine, article)
    assert other.get(f"{article.get_absolute_url()}/history").status_code == 410
    mine.post(form, {"decision": "restore"})
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_what_an_editor_withdrew_its_publisher_is_told_and_cannot_bring_back() -> None:
    article = published()
    Membership.objects.create(publisher=article.publisher, user=cy(), since=NOON)
    withdraw(article=article, now=NOON, reason="It was wrong.", by=ed())
    mine = Client()
    mine.force_login(cy())
    form = f"{article.get_absolute_url()}/withdraw"
    said = mine.get(form).content.decode()
    assert "only an editor brings it back" in said
    assert '<button class="button">Restore' not in said
    assert mine.post(form, {"decision": "restore"}).status_code == 422
    assert not Article.objects.published().exists()
    assert "by the editors of" in Client().get(article.get_absolute_url()).content.decode()


def test_nobody_else_sees_the_form_or_can_use_it() -> None:
    article = published()
    form = f"{article.get_absolute_url()}/withdraw"
    nobody, reader = Client(), Client()
    reader.force_login(ann())
    assert nobody.post(form, {"reason": "x"})["Location"].startswith("/accounts/login/")
    assert reader.get(form).status_code == reader.post(form, {"reason": "x"}).status_code == 403
    assert "/withdraw" not in history(reader, article)
    assert "/withdraw" not in history(nobody, article)
    assert Article.objects.published().exists()
    assert Client(enforce_csrf_checks=True).post(form, {"reason": "x"}).status_code in {302, 403}


def test_a_withdrawn_article_tells_editors_alone_where_its_history_is(client: Client) -> None:
    article = published()
    withdraw(article=article, now=NOON, reason="It was wrong.")
    assert "/history" not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(ed())
    assert f"{article.get_absolute_url()}/history" in client.get(article.get_absolute_url()).content.decode()
