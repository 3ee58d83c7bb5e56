"""The town in an empty installation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from newsstand.accounts.models import User
from newsstand.advertisers.models import Ad, Purse
from newsstand.advertisers.models import Decision as Filled
from newsstand.articles.models import Article
from newsstand.comments.models import Comment, Like
from newsstand.contributors.models import Draft, Step
from newsstand.corrections.models import Contest, Correction
from newsstand.demo import load as loading
from newsstand.demo.desk import REPORTED
from newsstand.demo.load import load
from newsstand.demo.server import DemoServer
from newsstand.demo.town import Article as Told
from newsstand.images.models import Image, State
from newsstand.ingest.add import CannotAddError
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Account
from newsstand.moderation.models import Case, Decision, Finding
from newsstand.pages.desk_sections import counts as counts_of_the_desk
from newsstand.publishers.models import Application, Feed, Publisher
from newsstand.reads.models import SiteDay
from newsstand.topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)

COUNTED = (Publisher, Article, User, Comment, Like, Topic, Image, Step, Contest, Correction, Application, SiteDay)
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def server(settings: Any) -> Iterator[DemoServer]:
    server = DemoServer(port=0, started_at=NOW)
    server.start()
    settings.NEWSSTAND_ALLOWED_NETWORKS = [f"127.0.0.1:{server.port}"]
    yield server
    server.stop()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in COUNTED)


def bring(server: DemoServer) -> list[float]:
    told: list[float] = []
    load(server=server, clock=lambda: NOW, progress=told.append)
    return told


def test_the_town_comes_in_whole_and_twice_is_as_good_as_once(server: DemoServer, client: Client) -> None:
    told = bring(server)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert server.as_of is None
    the_publishers_are_fictional_and_say_so()
    every_article_is_whole(server)
    the_two_corrections_have_a_revision_each(server)
    the_contributors_pieces_are_here(client)
    the_threads_are_as_written(server)
    the_desk_has_something_of_everything()
    the_editors_have_a_day_before_them()
    the_papers_say_who_they_are()
    reads_are_counted_as_any_others()
    the_shops_advertise()
    before = counts()
    bring(server)
    assert counts() == before
    the_two_corrections_have_a_revision_each(server)


def the_publishers_are_fictional_and_say_so() -> None:
    publishers = list(Publisher.objects.all())
    assert len(publishers) == 3
    for publisher in publishers:
        assert publisher.is_fictional
        assert publisher.icon
        assert "fictional" in publisher.description.lower()
        assert publisher.contract.line() == "A fictional article of the demonstration town."
        assert all("Fictional" in author.about for author in publisher.authors.all())


def every_article_is_whole(server: DemoServer) -> None:
    assert Article.objects.count() == 42
    for article in Article.objects.all():
        assert len(article.text.split()) > 115, article
        assert "fictional" not in article.text.lower()
        assert article.authors.exists()
        assert article.mentions.count() >= 3
    pictured = Article.objects.exclude(lead_picture=None)
    assert pictured.count() == sum(has_picture(article) for article in server.town.articles)
    assert not pictured.filter(lead_alt="").exists()
    # An Atom feed with summaries says nothing of pictures; the other two show them with their captions.
    assert not pictured.exclude(publisher__name="Orrinshire Commons").filter(lead_caption="").exists()
    assert set(Image.objects.values_list("state", flat=True)) == {State.READY}
    assert Topic.objects.exclude(section=None).count() == 10


def has_picture(article: Told) -> bool:
    return article.picture is not None or any(block.kind == "picture" for block in article.first.blocks)


def the_two_corrections_have_a_revision_each(server: DemoServer) -> None:
    updated = Article.objects.exclude(updated_at=None).order_by("updated_at")
    assert [article.updated_at for article in updated] == server.changes
    assert [article.revisions.count() for article in updated] == [1, 1]
    assert "14 weeks" in updated[0].headline
    assert "Correction:" in updated[1].text


def the_contributors_pieces_are_here(client: Client) -> None:
    pieces = Article.objects.filter(publisher=None)
    assert len(pieces) == 2
    for piece in pieces:
        author = piece.authors.get()
        assert author.user
        assert not author.user.has_usable_password()
        assert (
            "A fictional contributor of the demonstration town."
            in client.get(piece.get_absolute_url()).content.decode()
        )


def the_threads_are_as_written(server: DemoServer) -> None:
    for said in server.town.comments:
        comment = Comment.objects.get(text=said.text)
        assert comment.posted_at == NOW - timedelta(minutes=said.minutes_ago)
        assert comment.like_count == len(said.liked_by)
        assert (comment.parent is not None) == bool(said.answers)
    # What waits on the moderators' desk and is shown meanwhile.
    shown = len(server.town.comments) + len(REPORTED)
    assert sum(Article.objects.values_list("comment_count", flat=True)) == shown


def the_desk_has_something_of_everything() -> None:
    waiting = Case.objects.filter(closed_at=None)
    assert sorted(waiting.filter(is_held=True).values_list("kind", flat=True)) == ["ad", "comment"]
    assert waiting.filter(report_count__gt=0).count() == len(REPORTED)
    assert waiting.filter(is_appealed=True).count() == 1
    assert Finding.objects.filter(start__isnull=False).exists()
    assert Decision.objects.get(action="remove").by == User.objects.get(is_moderator=True)


def the_editors_have_a_day_before_them() -> None:
    """Texts in all stages, each with the steps that led there; a label, an application with its proof, a contest."""
    stages = Draft.objects.order_by("pk").values_list("latest__after", flat=True)
    assert sorted(stages) == ["approved", "in_review", "published", "published", "submitted"]
    assert Draft.objects.get(latest__after="approved").publish_at == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
    assert Draft.objects.get(latest__after="in_review").remarks.exclude(quote="").count() == 2
    assert Step.objects.filter(action="ask").exclude(reason="").exists()
    editor = User.objects.get(is_staff=True)
    assert not editor.has_usable_password()
    waiting = counts_of_the_desk(editor, NOW)
    assert waiting | {"drafts": 2, "labels": 1, "statements": 1, "applications": 1} == waiting
    application = Application.objects.get()
    assert application.proofs.get().proved_at
    assert application.feed_found["items"] == 3


def the_papers_say_who_they_are() -> None:
    beacon = Publisher.objects.get(name="The Kestermouth Beacon")
    assert beacon.ownership
    assert sorted(beacon.memberships.values_list("role", flat=True)) == ["editor", "owner", "viewer"]
    assert Contest.objects.get(state="clarified").corrections.get().by == User.objects.get(name="Tomas Okell")
    assert Contest.objects.get(state="open").due_at < NOW


def reads_are_counted_as_any_others() -> None:
    whole = SiteDay.objects.aggregate(reads=Sum("reads"), finished=Sum("finished"), robots=Sum("robots"))
    assert whole["reads"] > whole["finished"] > 1000
    assert whole["robots"] > 0


def the_shops_advertise() -> None:
    """Every cent that they spent is in the ledger, and lies there for whose pages it was spent on."""
    assert Ad.objects.filter(state=Ad.State.WAITING).count() == 1
    seen = Filled.objects.exclude(viewed_at=None)
    assert seen.filter(ad__state=Ad.State.APPROVED, charged__gt=0).exists()
    assert not seen.exclude(view_mark="", click_mark="").exists()
    spent = sum(Purse.objects.values_list("spent", flat=True))
    assert spent == sum(Filled.objects.values_list("charged", flat=True)) > 0
    assert spent == sum(Account.objects.filter(kind="clearing").values_list("balance", flat=True))
    for purse in Purse.objects.all():
        assert balance(kind="wallet", owner=f"advertiser:{purse.advertiser_id}") == purse.funded - purse.spent


@pytest.mark.any_database
def test_a_run_that_was_interrupted_goes_on_without_undoing_a_correction(
    server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_server: DemoServer) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "publish_pieces", cut)
        with pytest.raises(KeyboardInterrupt):
            bring(server)
    assert server.as_of is None
    bring(server)
    assert Article.objects.count() == 42
    the_two_corrections_have_a_revision_each(server)


@pytest.mark.any_database
def test_a_feed_that_cannot_be_reached_is_named(server: DemoServer) -> None:
    server.stop()
    with pytest.raises(CannotAddError, match=f"127.0.0.1:{server.port}/beacon/"):
        bring(server)
    assert server.as_of is None
    assert not Feed.objects.exists()
