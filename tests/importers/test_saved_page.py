"""Saved pages become articles with comments, whole or not at all, and once."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from newsstand.algorithms.saved_page import SavedPageError
from newsstand.articles.models import Article, Author
from newsstand.comments.models import Comment
from newsstand.images.models import Image, image_id
from newsstand.importers.models import SavedPage
from newsstand.importers.saved_page import Imported, import_page
from newsstand.lib.stamps import versions
from newsstand.publishers.models import Publisher
from newsstand.topics.models import Mention, Topic
from tests.people import ann

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PICTURE = "https://img.particlenews.com/image.php?url=1ESiPf_0gYqJ0c500"
PAGE = """ date 2022-07-08 ContributorsPublishersAdvertisers
Ferry stays in port

By Ann Lee and Ben Ode
The Ferry Post
3 days ago

The <b>ferry</b> & its crew waited for Vladimir Putin 's envoy.

https://example.org/ferry.jpg?a=1&b=2

Nobody said
for how long.

Comments

Greg T.
2d ago

So <script>it</script> goes.

Reply
16
    Cy
    1d ago

    It does.

    Reply
    3
Di
5h ago

Me too.

Reply
IN THIS ARTICLE
The Ferry Post

The Ferry Post
Luhansk
Luhansk
"""


def bring(text: str = PAGE, captured: date | None = None) -> Imported:
    return import_page(text=text, file_name="page.txt", captured=captured, now=NOW)


@pytest.mark.data
@pytest.mark.django_db
def test_the_real_page_is_stored_with_everything_that_it_shows(data: Path) -> None:
    text = (data / "saved-page/page.txt").read_text()
    imported = bring(text)
    article = Article.objects.get()
    assert imported.article == article
    assert imported.created
    assert article.headline == "Multiple Russian Soldiers Detained for Refusing to Fight in Putin's War"
    assert article.publisher is not None
    assert (article.publisher.name, article.publisher.slug) == ("Newsweek", "newsweek")
    assert article.publisher.contract.indexing == "noindex"
    assert [author.name for author in article.authors.all()] == ["Isabel van Brugen"]
    assert article.published_at == datetime(2022, 7, 5, 12, tzinfo=UTC)
    assert article.body.count("<p>") == 18
    assert "Vladimir Putin 's war" in article.text
    assert Image.objects.get(source_url=PICTURE).pk == image_id(PICTURE)
    before, picture, after = article.body.partition(f"/image/{image_id(PICTURE)}/960")
    assert "while others were ordered to wait.</p>" in before
    assert picture
    assert "However, a week later" in after
    assert article.lead_picture_id == image_id(PICTURE)
    said = article.comments.thread_order().values_list("name", "imported_likes", "posted_at", "user")
    day = datetime(2022, 7, 6, 12, tzinfo=UTC)
    assert list(said) == [
        ("Greg T.", 16, day, None),
        ("HECK-DA-RECK", 16, day, None),
        ("Frederick Faust", 9, day, None),
    ]
    assert article.comment_count == imported.new_comments == 3
    assert Topic.objects.get(name="Vladimir Putin").kind == Topic.Kind.PERSON


@pytest.mark.django_db
def test_a_page_is_stored_with_authors_topics_and_replies() -> None:
    article = bring().article
    assert [line.author.name for line in article.bylines.order_by("position")] == ["Ann Lee", "Ben Ode"]
    mentioned = {mention.topic.name: mention.source for mention in article.mentions.select_related("topic")}
    assert mentioned == {"Luhansk": Mention.Source.PAGE, "Vladimir Putin": Mention.Source.TEXT}
    assert all(mention.published_at == article.published_at for mention in article.mentions.all())
    greg, cy, di = (Comment.objects.get(name=name) for name in ("Greg T.", "Cy", "Di"))
    assert (cy.parent, cy.root, cy.depth) == (greg, greg, 1)
    assert (di.parent, di.root, di.depth) == (None, None, 0)
    assert greg.text == "So <script>it</script> goes."
    assert (greg.imported_likes, greg.like_count, di.imported_likes) == (16, 0, 0)


@pytest.mark.django_db
def test_text_is_text_and_never_markup() -> None:
    article = bring().article
    assert "<p>The &lt;b&gt;ferry&lt;/b&gt; &amp; its crew" in article.body
    assert "Nobody said<br>for how long." in article.body
    assert "example.org/ferry.jpg" not in article.body
    assert Image.objects.get().source_url == "https://example.org/ferry.jpg?a=1&b=2"


@pytest.mark.django_db
def test_importing_twice_adds_nothing() -> None:
    first = bring()
    stamp = versions([f"article:{first.article.pk}"])
    again = bring(PAGE.replace("\n", "\r\n"))
    assert again == Imported(first.article, created=False, new_comments=0)
    counts = [
        model.objects.count() for model in (Article, SavedPage, Publisher, Author, Comment, Topic, Mention, Image)
    ]
    assert counts == [1, 1, 1, 2, 3, 2, 2, 1]
    assert versions([f"article:{first.article.pk}"]) == stamp


@pytest.mark.django_db
def test_a_later_capture_brings_only_its_new_comments_and_likes() -> None:
    first = bring()
    later = PAGE.replace("2022-07-08", "2022-07-10").replace("3 days", "5 days").replace("2d", "4d").replace("1d", "3d")
    later = later.replace("5h ago", "2d ago").replace("Reply\n16", "Reply\n20")
    later = later.replace("Di\n", "    Ed\n    5h ago\n\n    Not so.\n\n    Reply\nDi\n")
    again = bring(later)
    assert (again.article, again.created, again.new_comments) == (first.article, False, 1)
    assert Comment.objects.get(name="Ed").parent == Comment.objects.get(name="Greg T.")
    assert Comment.objects.get(name="Greg T.").imported_likes == 20
    assert Article.objects.get().comment_count == 4
    bring()
    assert Comment.objects.get(name="Greg T.").imported_likes == 20


@pytest.mark.django_db
def test_who_said_the_same_twice_has_said_it_twice() -> None:
    twice = PAGE.replace("Di\n5h", "Greg T.\n5h").replace("Me too.", "So <script>it</script> goes.")
    assert bring(twice).new_comments == 3
    assert bring(twice).new_comments == 0


@pytest.mark.django_db
def test_comments_of_readers_here_stay_and_are_counted() -> None:
    article = bring().article
    Comment.objects.create(article=article, user=ann(), name="Ann", text="Me too.", posted_at=NOW)
    more = PAGE.replace("IN THIS", "Ed\n1h ago\n\nHm.\n\nReply\nIN THIS")
    assert bring(more).new_comments == 1
    assert Article.objects.get().comment_count == Comment.objects.count() == 5


@pytest.mark.django_db
def test_another_article_of_the_same_publisher_joins_it() -> None:
    bring()
    other = PAGE.replace("Ferry stays in port", "Ferry sails").replace("The Ferry Post", "the ferry post")
    assert bring(other).created
    publisher = Publisher.objects.get()
    assert publisher.articles.count() == 2
    assert Author.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "slug"), [("Ferry-Post", "ferry-post-2"), ("Ferry Post", "ferry-post")])
def test_a_new_publisher_gets_an_address_of_its_own(name: str, slug: str) -> None:
    Publisher.objects.create(name="Ferry Post", slug="ferry-post", joined_at=NOW)
    article = bring(PAGE.replace("The Ferry Post", name)).article
    assert article.publisher is not None
    assert article.publisher.slug == slug


@pytest.mark.django_db
def test_a_page_without_publisher_byline_picture_and_comments_is_an_article_too() -> None:
    imported = bring("date 2022-07-08\nFerry stays in port\n\nIt stayed in port all day.\n")
    assert imported.article.publisher is None
    assert imported.article.lead_picture is None
    assert imported.article.authors.count() == imported.new_comments == 0
    assert imported.article.published_at == datetime(2022, 7, 8, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_file_with_nul_characters_is_read_without_them() -> None:
    bring()
    assert bring("\0".join(PAGE)).new_comments == 0


@pytest.mark.django_db
def test_the_day_of_capture_may_be_given() -> None:
    article = bring(PAGE.replace(" date 2022-07-08", ""), date(2022, 7, 1)).article
    assert article.published_at == datetime(2022, 6, 28, 12, tzinfo=UTC)
    assert SavedPage.objects.get().captured == date(2022, 7, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "captured"),
    [
        (PAGE.replace("5h ago", "5 moons ago"), None),
        (PAGE.replace(" date 2022-07-08", ""), None),
        (PAGE, date(2026, 11, 24)),
        ("", None),
    ],
)
def test_nothing_of_a_page_that_cannot_be_read_is_stored(text: str, captured: date | None) -> None:
    with pytest.raises(SavedPageError):
        bring(text, captured)
    for model in (Article, SavedPage, Publisher, Author, Comment, Topic, Image):
        assert model.objects.count() == 0
    assert versions(["front", "publishers"]) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_half_imported_when_the_database_refuses_a_comment() -> None:
    """No text that gets through the reader is refused by a constraint, so a trigger refuses one."""
    refuse_comments()
    with pytest.raises(Exception, match="no comments today"):
        bring()
    for model in (Article, SavedPage, Publisher, Author, Comment, Topic, Image):
        assert model.objects.count() == 0
    assert versions(["front", "publishers"]) == (0, 0)


def refuse_comments() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.comments_comment "
                "WHEN NEW.name = 'Di' BEGIN SELECT RAISE(ABORT, 'no comments today'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no comments today'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON comments_comment "
                "FOR EACH ROW WHEN (NEW.name = 'Di') EXECUTE FUNCTION pg_temp.refuse()"
            )


@pytest.fixture(autouse=True)
def no_trigger_stays(request: pytest.FixtureRequest) -> object:
    yield
    if "refuses" in request.node.name:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER refuse" + ("" if connection.vendor == "sqlite" else " ON comments_comment"))


@pytest.mark.django_db(transaction=True)
def test_two_who_import_the_same_page_at_once_make_one_article() -> None:
    ready = threading.Barrier(3)
    made: list[Imported] = []
    troubles: list[Exception] = []

    def work() -> None:
        try:
            ready.wait()
            made.append(bring())
        except Exception as error:  # noqa: BLE001 (a thread's exception is lost otherwise)
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    assert sorted(imported.created for imported in made) == [False, False, True]
    assert (Article.objects.count(), Publisher.objects.count(), Comment.objects.count()) == (1, 1, 3)


@pytest.mark.django_db
def test_public_pages_hear_of_what_was_imported() -> None:
    before = versions(["front", "publishers", "publisher:the-ferry-post", "author:ann-lee", "topic:luhansk"])
    article = bring().article
    after = versions(["front", "publishers", "publisher:the-ferry-post", "author:ann-lee", "topic:luhansk"])
    assert all(new > old for new, old in zip(after, before, strict=True))
    assert versions([f"article:{article.pk}"]) != (0,)
