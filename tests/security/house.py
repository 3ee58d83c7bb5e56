"""Two publishers with their people, two contributors with their texts, and something behind each of their addresses."""

from typing import Any

from newsstand.accounts.models import User
from newsstand.contributors.begin import begin
from newsstand.contributors.models import Draft
from newsstand.corrections.contest import Said, contest
from newsstand.lib.clock import now
from newsstand.publishers.invite import invite, token_of
from newsstand.publishers.models import Membership, Publisher, Role
from newsstand.publishers_desk.make_export import path_of
from newsstand.publishers_desk.models import PublisherExport
from newsstand.publishers_desk.take_down import articles_of, take_down
from newsstand.revenue.book import book
from newsstand.revenue.models import Closing, Statement
from newsstand.revenue.months import month_of
from tests import people
from tests.contributors.desk import SENTENCE, contributor, published, written
from tests.pages.newsroom import make_article, make_publisher
from tests.security import who_may_here as who

MEMBERS = {
    who.OWNER: ("Olive", "beacon", Role.OWNER),
    who.SUSPENDED_OWNER: ("Sue", "beacon", Role.OWNER),
    who.ITS_EDITOR: ("Ivo", "beacon", Role.EDITOR),
    who.VIEWER: ("Vic", "beacon", Role.VIEWER),
    who.OTHER_OWNER: ("Otto", "lantern", Role.OWNER),
}
OTHERS = {
    who.READER: people.eve,
    who.EDITOR: people.ed,
    who.APPLICANT: people.cy,
    who.WRITER: people.ann,
    who.SUSPENDED_WRITER: people.ann,
    who.OTHER_WRITER: people.ben,
}


def somebody(name: str) -> User:
    """One of the people of the table."""
    return people.person(MEMBERS[name][0]) if name in MEMBERS else OTHERS[name]()


def furnish(newsroom: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the newsroom has, and behind it what these tables need: values for the patterns, "" and "own"."""
    beacon = Publisher.objects.get(slug="beacon")
    make_publisher("lantern", name="The Lantern", site_url="https://lantern.example/")
    for name, slug, role in MEMBERS.values():
        outlet = Publisher.objects.get(slug=slug)
        Membership.objects.create(publisher=outlet, user=people.person(name), role=role, since=now())
    begin(contributor=contributor(people.ben(), now()), now=now())
    draft, own = written(people.ann(), now()), corrected()
    assert own.article is not None
    month = month_of(now())
    booking = book(month=month, kind="grant", note="A letter", micros=10**6, key="x", by=people.ed(), now=now())
    shared = newsroom | {
        "draft_id": draft.pk,
        "revision_id": draft.revisions.get().pk,
        "form": "csv",
        "feed_id": newsroom_feed(beacon),
        "take_down_id": taken(beacon),
        "booking_id": booking.pk,
        "month": f"{paid(beacon):%Y-%m}",
        "this_month": f"{month:%Y-%m}",
        "token": newsroom["token"] | {"publishers": invited(beacon)},
    }
    said = Said(SENTENCE.strip(), "It was opened again.")
    asked = contest(article=own.article, said=said, by=people.mo(), now=now())
    slugs = newsroom["slug"] | {"a": own.article.slug}
    mine = {"draft_id": own.pk, "article_id": own.article.pk, "contest_id": asked.pk, "slug": slugs}
    return {"": shared, "export": shared | {"token": {"publishers": exported(beacon)}}, "own": shared | mine}


def corrected() -> Draft:
    """A published text of Ann's that says something else now than its article does."""
    own = published(people.ann(), people.ed(), now())
    own.body += "<p>It was in May.</p>"
    own.save(update_fields=["body"])
    return own


def newsroom_feed(publisher: Publisher) -> int:
    return publisher.feeds.get().pk


def taken(publisher: Publisher) -> int:
    """A take-down of one more article, by the owner."""
    article = make_article(publisher, headline="Gone", slug="gone")
    chosen = articles_of(publisher).filter(pk=article.pk)
    owner = somebody(who.OWNER)
    return take_down(publisher=publisher, articles=chosen, reason="Ours to take.", by=owner, now=now()).pk


def invited(publisher: Publisher) -> str:
    """The address of an invitation to the contributor."""
    made = invite(publisher=publisher, email=people.ann().email, role=Role.VIEWER, by=somebody(who.OWNER), now=now())
    return token_of(made)


def exported(publisher: Publisher) -> str:
    """The address of a file that lies there."""
    later = now().replace(year=now().year + 1)
    made = PublisherExport.objects.create(
        publisher=publisher, token="x" * 43, asked_at=now(), done_at=now(), until=later
    )
    path_of(made).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path_of(made).write_bytes(b"PK")
    return made.token


def paid(publisher: Publisher) -> Any:
    """A month with a statement of the publisher's and one of Ann's."""
    month = month_of(now()).replace(year=now().year - 1)
    closing = Closing.objects.create(month=month, at=now(), currency="EUR", fund=10**6, finished=2, rule={}, weights=[])
    sums = {"finished": 1, "gross": 5 * 10**5, "share": 7000, "micros": 35 * 10**4, "opening": 0, "balance": 35 * 10**4}
    writer = contributor(people.ann(), now())
    for place, earner in enumerate(({"publisher": publisher}, {"contributor": writer})):
        [(kind, one)] = earner.items()
        Statement.objects.create(
            closing=closing, owner=f"{kind}:{one.pk}", place=place, digest="0" * 64, **sums, **earner
        )
    return month
