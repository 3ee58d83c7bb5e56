"""Feeds out, read back by other people's readers."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree

from newsstand.algorithms.syndicate import ATOM, DC
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.images.models import Image, State, remember
from newsstand.lib.pagecache import PageCache
from newsstand.publishers.models import Contract, Publisher
from newsstand.topics.mention import mention
from newsstand.topics.models import Topic
from newsstand.topics.registry import enter
from newsstand.wsgi import application

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FORMS = ["rss", "atom", "json"]
HOSTILE = '<script>alert(1)</script> & "quotes" ]]> &amp; \u202e\x0b\x1f\ufffe café 🚢'
# What of it a feed may hold: XML has no place for the control characters.
HARMLESS = '<script>alert(1)</script> & "quotes" ]]> &amp; \u202e café 🚢'


@pytest.fixture(autouse=True)
def site(settings: Any) -> str:
    settings.NEWSSTAND_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["*"]
    settings.NEWSSTAND_NAME = "The Town"
    return "https://news.example"


def post(name: str = "Ferry Post", slug: str = "ferry-post", **contract: Any) -> Publisher:
    made, is_new = Publisher.objects.get_or_create(slug=slug, defaults={"name": name, "joined_at": NOW})
    if is_new:
        Contract.objects.create(publisher=made, **contract)
    return made


def article(headline: str = "Ferry stays in port", publisher: Publisher | None = None, **more: Any) -> Article:
    text = {"summary": "It stayed.", "body": "<p>It stayed all day.</p>", "plain": "It stayed all day."}
    text |= {"authors": ("Ann Lee", "Ben Ode"), "published_at": NOW - timedelta(hours=1), **more}
    [made] = publish(publisher=publisher, texts=[Text(headline=headline, **text)], now=NOW)
    return made


def fetched(path: str, client: Client) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    return bytes(response.content)


def read(form: str, path: str, client: Client) -> list[dict[str, Any]]:
    """The entries of a feed in one shape, whatever its form: read strictly, and by a program that others use."""
    raw = fetched(f"{path}/feed.{form}", client)
    if form == "json":
        data = json.loads(raw)
        assert data["version"] == "https://jsonfeed.org/version/1.1"
        assert data["feed_url"] == f"https://news.example{path}/feed.json"
        return [{"title": item["title"], "url": item["url"], "id": item["id"], "html": item["content_html"],
                 "authors": [author["name"] for author in item.get("authors", [])],
                 "published": item["date_published"], "tags": item.get("tags", []), "picture": item.get("image", ""),
                 } for item in data["items"]]  # fmt: skip
    etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    parsed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[form]
    assert f"https://news.example{path}/feed.{form}" in [link.href for link in parsed.feed.links if link.rel == "self"]
    return [{"title": entry.title, "url": entry.link, "id": entry.id,
             "html": entry.content[0].value if "content" in entry else entry.summary,
             "authors": [author.name for author in entry.get("authors", [])],
             "published": datetime(*entry.published_parsed[:6], tzinfo=UTC).isoformat().replace("+00:00", "Z"),
             "tags": [tag.term for tag in entry.get("tags", [])],
             "picture": next((link.href for link in entry.links if link.rel == "enclosure"), ""),
             } for entry in parsed.entries]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_tells_of_each_article_what_a_reader_wants_to_know(form: str, client: Client) -> None:
    made = article(publisher=post(), categories=("Harbour", "Weather"))
    [entry] = read(form, "", client)
    assert entry["title"] == "Ferry stays in port"
    assert entry["url"] == f"https://news.example/a/{made.pk}/ferry-stays-in-port"
    assert entry["id"] == f"https://news.example/a/{made.pk}/"
    assert entry["authors"] == ["Ann Lee", "Ben Ode"]
    assert entry["published"] == "2026-11-22T11:00:00Z"
    assert entry["tags"] == ["Harbour", "Weather"]
    assert entry["picture"] == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_syndicated_copy_gives_its_summary_and_where_it_is_from(form: str, client: Client) -> None:
    made = article(publisher=post(attribution="From the Ferry Post & Sons."))
    [entry] = read(form, "", client)
    assert "It stayed." in entry["html"]
    assert "all day" not in entry["html"]
    assert "From the Ferry Post &amp; Sons." in entry["html"]
    assert f'href="https://news.example/a/{made.pk}/ferry-stays-in-port"' in entry["html"]


@pytest.mark.parametrize("form", FORMS)
def test_what_was_written_here_is_passed_on_whole(form: str, client: Client) -> None:
    picture = "https://pictures.example/a.jpg"
    body = f'<p>All <a href="/topic/x">day</a>.</p><figure><img src="{picture}" alt="A ferry"></figure>'
    article(body=body, pictures=(picture,))
    [entry] = read(form, "", client)
    assert "<p>All" in entry["html"]
    assert f'src="https://news.example/image/{Image.objects.get().pk}/960"' in entry["html"]
    assert "pictures.example" not in entry["html"]
    assert 'src="/' not in entry["html"]
    assert 'href="/' not in entry["html"]


@pytest.mark.parametrize("form", FORMS)
def test_a_lead_picture_is_enclosed_from_our_own_address_once_it_is_there(form: str, client: Client) -> None:
    made = article(publisher=post(), lead_picture="https://pictures.example/a.jpg")
    assert read(form, "", client)[0]["picture"] == ""
    Image.objects.update(state=State.READY, content="0" * 64)
    assert read(form, "", client)[0]["picture"] == f"https://news.example/image/{made.lead_picture_id}/960"


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_are_words(form: str, client: Client) -> None:
    publisher = post(name=HOSTILE, attribution=HOSTILE)
    article(HOSTILE, publisher, summary=HOSTILE, authors=(HOSTILE,), categories=(HOSTILE,))
    [entry] = read(form, "/publisher/ferry-post", client)
    collapsed = " ".join(HARMLESS.split())
    assert " ".join(entry["title"].split()) == collapsed
    assert [" ".join(name.split()) for name in entry["authors"]] == [collapsed]
    assert [" ".join(tag.split()) for tag in entry["tags"]] == [collapsed]
    assert "<script" not in entry["html"]
    assert "&lt;script&gt;" in entry["html"]


@pytest.mark.parametrize("form", FORMS)
def test_a_withdrawn_article_leaves_the_feeds(form: str, client: Client) -> None:
    publisher = post()
    made = article(publisher=publisher)
    topic = enter("Harbour", kind=Topic.Kind.SUBJECT)
    made.mentions.create(topic=topic, source="category", published_at=made.published_at)
    paths = ["", "/publisher/ferry-post", "/author/ann-lee", "/topic/harbour"]
    assert [len(read(form, path, client)) for path in paths] == [1, 1, 1, 1]
    withdraw(article=made, now=NOW, reason="It was wrong.")
    assert [len(read(form, path, client)) for path in paths] == [0, 0, 0, 0]


@pytest.mark.parametrize("form", FORMS)
def test_each_feed_holds_its_own_articles_alone(form: str, client: Client) -> None:
    ours = article("Ours", post(), authors=("Ann Lee",))
    article("Theirs", post("Other", "other"), authors=("Di Fay",))
    enter("Harbour", kind=Topic.Kind.PLACE)
    named = article("Named", post("Other", "other"), plain="At the Harbour.", authors=("Di Fay",))
    mention([ours, named])
    assert {entry["title"] for entry in read(form, "", client)} == {"Ours", "Theirs", "Named"}
    assert [entry["title"] for entry in read(form, "/publisher/ferry-post", client)] == ["Ours"]
    assert [entry["title"] for entry in read(form, "/author/ann-lee", client)] == ["Ours"]
    assert [entry["title"] for entry in read(form, "/topic/harbour", client)] == ["Named"]


@pytest.mark.parametrize("form", FORMS)
def test_the_thirty_newest_come_newest_first(form: str, client: Client) -> None:
    publisher = post()
    for number in range(33):
        article(f"Number {number}", publisher, published_at=NOW - timedelta(minutes=number))
    titles = [entry["title"] for entry in read(form, "", client)]
    assert titles == [f"Number {number}" for number in range(30)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [1, 30])
def test_a_feed_costs_the_same_queries_for_one_article_and_for_thirty(
    form: str, number: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for index in range(number):
        made = article(f"Number {index}", post(f"Post {index}", f"post-{index}"), authors=(f"Ann {index}",))
        made.mentions.create(topic=enter(f"Topic {index}", kind=Topic.Kind.PLACE), source="text", published_at=NOW)
    with django_assert_max_num_queries(5):
        assert len(read(form, "", client)) == number


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_feed_is_a_feed(form: str, client: Client) -> None:
    assert read(form, "", client) == []


@pytest.mark.parametrize(
    "path", ["/feed.xml", "/publisher/nobody/feed.rss", "/author/nobody/feed.atom", "/topic/nothing/feed.json"]
)
def test_a_feed_that_is_not_there_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_a_feed_says_what_it_is_and_when_it_changed(client: Client) -> None:
    article(publisher=post())
    response = client.get("/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Last-Modified"] == "Sun, 22 Nov 2026 11:00:00 GMT"
    assert client.get("/feed.rss")["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert client.get("/feed.json")["Content-Type"] == "application/feed+json; charset=utf-8"


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_asks_again_gets_304_from_the_page_cache(client: Client) -> None:
    assert isinstance(application.app, PageCache)
    application.app.pages.clear()
    article(publisher=post())
    asked: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/feed.rss", "QUERY_STRING": "", "SERVER_NAME": "x"}
    asked |= {"SERVER_PORT": "80", "HTTP_HOST": "news.example", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http"}
    seen: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        seen.append((status, dict(headers)))

    for _ in range(2):
        b"".join(application(dict(asked), start_response))
    tag = seen[1][1]["ETag"]
    body = b"".join(application({**asked, "HTTP_IF_NONE_MATCH": tag}, start_response))
    assert (seen[2][0].split()[0], body) == ("304", b"")


def test_atom_and_rss_use_the_names_that_readers_look_for(client: Client) -> None:
    article(publisher=post())
    atom_root = etree.fromstring(fetched("/feed.atom", client))
    for name in ("id", "title", "updated", "entry"):
        assert atom_root.find(f"{{{ATOM}}}{name}") is not None
    assert (
        atom_root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}author/{{{ATOM}}}uri") == "https://news.example/author/ann-lee"
    )
    item = etree.fromstring(fetched("/feed.rss", client)).find("channel/item")
    assert item is not None
    assert item.find("guid").get("isPermaLink") == "true"
    assert item.findtext(f"{{{DC}}}creator") == "Ann Lee"


def test_the_permanent_address_in_a_feed_leads_to_the_article(client: Client) -> None:
    made = article(publisher=post())
    response = client.get(f"/a/{made.pk}/")
    assert response.status_code in {301, 302}
    assert response["Location"].endswith(made.get_absolute_url())


def test_addresses_in_other_scripts_are_whole_addresses(client: Client) -> None:
    article("Паром стоит", post("Паром", "паром"), authors=())
    [entry] = read("rss", "", client)
    assert entry["url"].isascii()
    assert client.get(entry["url"].removeprefix("https://news.example")).status_code == 200


def test_remember_gives_no_address_of_others(client: Client) -> None:
    remember(["https://pictures.example/b.jpg"], now=NOW)
    article(publisher=post(), lead_picture="https://pictures.example/b.jpg")
    Image.objects.update(state=State.READY, content="0" * 64)
    for form in FORMS:
        assert b"pictures.example" not in fetched(f"/feed.{form}", client)
