"""An outlet that an editor accepted becomes a publisher."""

from collections.abc import Callable
from datetime import timedelta

from newsstand.articles.models import Article
from newsstand.notices.models import Notice
from newsstand.publishers.agree import agree, terms_of
from newsstand.publishers.join import accept, apply, send
from newsstand.publishers.models import Application, Contract, Event, Feed, Membership, Publisher, Role
from newsstand.publishers.proved import proved_domains
from tests.feed_server import FeedServer
from tests.ingest.conftest import NOON, Reader
from tests.people import person
from tests.publishers.applying import KNOWN, checked, proved, sent

ITEM = "<title>A bench by the river</title><description>{}</description>".format("It is made of oak. " * 60)


def accepted(address: str) -> Application:
    application = apply(applicant=person("Cy"), name="The Bench", address=address, about="The river.", now=NOON)
    return accept(application=sent(application, NOON), editor=person("Ed", is_staff=True), now=NOON, override=KNOWN)


def test_an_accepted_outlet_is_connected_under_the_name_it_gave(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    application = accepted(feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml"))
    reader.catch_up()
    application.refresh_from_db()
    assert application.publisher == Publisher.objects.get(name="The Bench")
    assert Article.objects.get().publisher == application.publisher


def test_an_outlet_that_is_not_accepted_is_not_read(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    address = feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml")
    apply(applicant=person("Eve"), name="Not yet", address=address, about="Me.", now=NOON)
    reader.catch_up()
    assert feed_server.count["/feed.xml"] == 0
    assert not Publisher.objects.exists()


def test_what_cannot_be_connected_keeps_the_reason_until_an_editor_accepts_it_again(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    application = accepted(feed_server.url("/feed.xml"))
    reader.catch_up()
    application.refresh_from_db()
    assert application.has_failed
    assert "404" in application.reason
    asked = feed_server.count["/feed.xml"]
    reader.catch_up()
    assert feed_server.count["/feed.xml"] == asked
    feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml")
    accept(application=application, editor=person("Ed"), now=NOON)
    reader.catch_up()
    assert Feed.objects.get().publisher.name == "The Bench"


def test_an_application_for_a_private_address_reaches_nothing(
    reader: Reader, feed_server: FeedServer, settings: object
) -> None:
    settings.NEWSSTAND_ALLOWED_NETWORKS = []  # type: ignore[attr-defined]
    application = accepted(feed_server.url("/feed.xml"))
    reader.catch_up()
    application.refresh_from_db()
    assert application.has_failed
    assert feed_server.asked == []


def test_the_applicant_becomes_one_of_the_publishers_people(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    application = accepted(feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml"))
    reader.catch_up()
    application.refresh_from_db()
    assert application.publisher is not None
    assert [one.user for one in application.publisher.memberships.all()] == [person("Cy")]


def test_an_application_that_leads_to_somebody_elses_feed_gives_no_right_to_it(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    accepted(feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml"))
    reader.catch_up()
    site = feed_server.put("/", '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>Eve</p>')
    application = apply(applicant=person("Eve"), name="Not Eve's", address=site, about="Me.", now=NOON)
    accept(application=sent(application, NOON), editor=person("Ed"), now=NOON, override=KNOWN)
    reader.catch_up()
    application.refresh_from_db()
    assert application.publisher == Publisher.objects.get()
    assert [one.user for one in Membership.objects.all()] == [person("Cy")]


def test_a_worker_that_was_killed_after_making_the_publisher_costs_no_membership(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    application = accepted(feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml"))
    reader.add(application.address)
    reader.catch_up()
    assert [one.user for one in Membership.objects.all()] == [person("Cy")]


def proved_and_accepted(
    address: str, *, terms: dict[str, object] | None = None, domain: str = "127.0.0.1"
) -> Application:
    application = apply(applicant=person("Cy"), name="The Bench", address=address, about="The river.", now=NOON)
    proved(application, NOON, domain)
    checked(application, NOON)
    chosen = {**terms_of(application), **(terms or {})}
    agree(application=application, by=person("Cy"), terms=chosen, now=NOON)
    send(application=application, by=person("Cy"), reason="", now=NOON)
    return accept(application=application, editor=person("Ed", is_staff=True), now=NOON)


def test_what_was_agreed_is_the_contract_from_the_first_article_on(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    address = feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml")
    proved_and_accepted(address, terms={"excerpt_words": 40, "embargo_minutes": 60, "indexing": "index"})
    reader.catch_up()
    contract = Contract.objects.get()
    assert (contract.excerpt_words, contract.embargo_minutes, contract.indexing) == (40, 60, "index")
    article = Article.objects.get()
    assert article.opens_at == article.published_at + timedelta(hours=1)
    publisher = Publisher.objects.get()
    assert Membership.objects.get().role == Role.OWNER
    assert proved_domains(publisher) == ["127.0.0.1"]
    assert Notice.objects.filter(user=person("Cy"), title="The Bench is live").exists()


def test_a_feed_that_leads_out_of_the_proved_domain_is_not_connected(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    elsewhere = feed_server.put("/other.xml", rss(ITEM), kind="application/rss+xml").replace("127.0.0.1", "localhost")
    feed_server.answers["/feed.xml"] = (302, {"Location": elsewhere}, b"")
    application = proved_and_accepted(feed_server.url("/feed.xml"))
    reader.catch_up()
    application.refresh_from_db()
    assert application.has_failed
    assert "outside of what was proved" in application.reason
    assert not Publisher.objects.exists()
    assert application.events.filter(kind=Event.Kind.NOT_CONNECTED).count() == 1


def test_a_publisher_without_people_is_claimed_by_who_proves_its_feed(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    address = feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml")
    reader.add(address)
    Publisher.objects.update(joined_at=NOON - timedelta(days=1))
    proved_and_accepted(address, terms={"excerpt_words": 30})
    reader.catch_up()
    assert [(one.user, one.role) for one in Membership.objects.all()] == [(person("Cy"), Role.OWNER)]
    assert Contract.objects.get().excerpt_words == 30


def test_a_publisher_without_people_is_nobodys_who_proves_nothing(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    address = feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml")
    reader.add(address)
    Publisher.objects.update(joined_at=NOON - timedelta(days=1))
    application = accepted(address)
    reader.catch_up()
    application.refresh_from_db()
    assert application.publisher == Publisher.objects.get()
    assert not Membership.objects.exists()
    assert Contract.objects.get().excerpt_words is None


def test_no_publisher_stands_at_an_address_of_ours(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    application = apply(
        applicant=person("Cy"),
        name="Apply",
        address=feed_server.put("/feed.xml", rss(ITEM), kind="application/rss+xml"),
        about="The river.",
        now=NOON,
    )
    accept(application=sent(application, NOON), editor=person("Ed", is_staff=True), now=NOON, override=KNOWN)
    reader.catch_up()
    assert Publisher.objects.get().slug == "apply-2"
