"""A small town for people to walk through: everything that a page can show stands somewhere in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction

from newsstand.algorithms.article_html import with_pictures
from newsstand.algorithms.html import clean
from newsstand.articles.models import Article, Author, Revision
from newsstand.articles.withdraw import withdraw
from newsstand.comments.like import like
from newsstand.comments.models import Comment
from newsstand.comments.write import edit, post
from newsstand.comments.write import withdraw as withdraw_comment
from newsstand.images.models import Image, State, image_id
from newsstand.images.reencode import Master, master_of
from newsstand.images.store import keep
from newsstand.ingest.models import Item
from newsstand.lib.clock import now
from newsstand.publishers.join import accept, apply, decline
from newsstand.publishers.models import Application, Feed, Membership, Publisher
from newsstand.readers.follow import follow
from newsstand.readers.hide import hide
from newsstand.readers.models import Hidden, Mailing, Saved, Seen
from newsstand.readers.save import save as save_article
from newsstand.readers.schedule import choose_digest
from newsstand.readers.see import see
from newsstand.search import index
from newsstand.search.save import save
from newsstand.topics.models import Topic
from tests import people
from tests.images.files import jpeg
from tests.pages.newsroom import make_article, make_author, make_publisher, make_topic, mention
from tests.publishers.applying import KNOWN, sent

ELSEWHERE = "https://pictures.example/"
FERRY, LONG = "ferry", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
BODY = f"""
<p>The divers of Kestermouth came up after nine minutes and asked for the road to be shut. <a href="https://other.example/">
An earlier survey</a> had found nothing. Isa Quay, who keeps the ferry, said that <em>nobody</em> was surprised.</p>
<h2>What was found</h2>
<figure><img src="{ELSEWHERE}crack.jpg" alt="A crack as wide as a hand, under water" width="1280" height="853">
<figcaption>The crack, seen from the third pier.</figcaption></figure>
<p>It runs for {"very" * 40} far, and the engineers have put it in a table.</p>
<table><caption>Piers</caption><thead><tr><th scope="col">Pier</th>
<th scope="col">Width of the crack in millimetres</th>
<th scope="col">Depth in millimetres</th><th scope="col">Measured by</th></tr></thead>
<tbody><tr><th scope="row">First</th><td>0</td><td>0</td><td>Diver-in-chief Oddny Sigurdardottir</td></tr>
<tr><th scope="row">Third</th><td>180</td><td>2200</td><td>Diver-in-chief Oddny Sigurdardottir</td></tr></tbody></table>
<h3>What comes next</h3>
<ul><li>The road stays shut.</li><li>Boats pass <strong>one at a time</strong>.</li></ul>
<blockquote><p>We shall row across, as our grandmothers did.</p></blockquote>
<pre>bridge.status = closed_until_further_notice_and_longer_than_any_screen_of_three_hundred_and_sixty_pixels</pre>
<figure><img src="{ELSEWHERE}lost.jpg" alt="The old bridge in 1911" width="800" height="600"></figure>
<p>The council meets on Tuesday. Write to <a href="mailto:desk@ferry-post.example">the desk</a>.</p>
"""


@dataclass(frozen=True, slots=True)
class Town:
    """Addresses and names that the walks use."""

    publisher: Publisher
    main: Article
    quiet: Article
    gone: Article
    bens_comment: Comment
    author: Author

    @property
    def article(self) -> str:
        """Everything that an article can have, and a thread."""
        return self.main.get_absolute_url()

    @property
    def empty(self) -> str:
        """An article that nobody has said anything about."""
        return self.quiet.get_absolute_url()


@cache
def photo() -> Master:
    """Made once a run: encoding it is slow."""
    return master_of(jpeg(1280, 853), widest=1280)


def make_picture(name: str) -> Image:
    """A picture that is really there."""
    master, address = photo(), f"{ELSEWHERE}{name}.jpg"
    return Image.objects.create(
        id=image_id(address),
        source_url=address,
        state=State.READY,
        content=keep(master),
        width=master.width,
        height=master.height,
    )


@transaction.atomic
def make_town() -> Town:
    """Two publishers, 40 articles, three sections, a place, a person, a thread ten levels deep, applications."""
    today = now()
    post_, courier = make_papers(today)
    isa, tom, writer = make_author(post_, "isa-quay", "Isa Quay"), make_author(courier, "tom", "Tom"), make_author()
    sections = [make_topic(name, section=at) for at, name in enumerate(["Town", "Business", "Life on the water"])]
    place = make_topic("Kestermouth", kind="place", latitude=54.72, longitude=-2.3, about="A harbour town.")
    person = make_topic("Isa Quay", kind="person")
    shared = make_picture("street")
    for number in range(36):
        article = make_article(
            (post_, courier, None)[number % 3],
            authors=((isa, tom, writer)[number % 3],),
            headline=f"Report {number} from the harbour, where the {FERRY if number % 5 else LONG} has learnt to wait",
            slug=f"report-{number}",
            summary="The tide came in, and the council with it. What it decided about the ferry and the bridge.",
            published_at=today - timedelta(hours=5 + number),
            lead_picture=shared if number % 4 else None,
            lead_alt="A street by the water",
        )
        mention(article, sections[number % 3])
    main = make_main(post_, (isa, make_author(post_, "oddny", "Oddny Sigurdardottir")), today)
    mention(main, sections[0], place, person)
    quiet = make_article(
        post_, authors=(isa,), headline="The ferry waits", slug="ferry", published_at=today - timedelta(hours=2)
    )
    gone = make_article(post_, headline="Never mind", slug="gone", published_at=today - timedelta(hours=3))
    withdraw(article=gone, now=today, reason="The town asked for it.")
    make_applications(today)
    make_ledger(post_, quiet, today)
    make_reading(main, quiet, gone, today)
    index.put(list(Article.objects.values_list("pk", flat=True)))
    save(user=people.ann(), name="Ferries", text="ferry -report", token="t" * 43, now=today)
    return Town(post_, main, quiet, gone, make_thread(main, today), isa)


def make_reading(main: Article, quiet: Article, gone: Article, today: datetime) -> None:
    """What Ben follows, saved, opened and hid, some of it gone by now; a digest that was sent, and one to come."""
    ben, long = people.ben(), Topic.objects.create(name=f"The {LONG}", slug="long")
    hidden = Topic.objects.create(name="Hidden", slug="hidden")
    for aim in (main.publisher, Author.objects.get(slug="isa-quay"), Topic.objects.get(slug="town"), long, hidden):
        if aim is not None:
            follow(user=ben, aim=aim, now=today)
    Topic.objects.filter(pk=hidden.pk).update(is_hidden=True)
    Saved.objects.create(user=ben, article=gone, since=today - timedelta(hours=2))
    Seen.objects.create(user=ben, article=gone, at=today - timedelta(hours=2))
    for article in (main, quiet):
        save_article(user=ben, article=article, now=today)
        see(user=ben, article=article, now=today)
    hide(user=ben, aim=Topic.objects.get(slug="business"), now=today)
    hide(user=ben, aim=quiet, now=today)
    Hidden.objects.create(user=ben, article=gone, since=today)
    digest = choose_digest(user=ben, is_on=True, hour=7, days=range(5), zone="Europe/Berlin", now=today)
    for hours, arrived in ((24, True), (48, False)):
        due = today - timedelta(hours=hours)
        sent = due if arrived else None
        Mailing.objects.create(digest=digest, due_at=due, made_at=due, sent_at=sent, told=[[1, 0]])


def make_papers(today: datetime) -> tuple[Publisher, Publisher]:
    joined: dict[str, Any] = {"joined_at": today - timedelta(days=90)}
    about = "Every crossing since 1871, and what was said on board."
    icon = make_picture("icon")
    first = make_publisher(
        "ferry-post", name="The Ferry Post", description=about, icon=icon, indexing="index", **joined
    )
    return first, make_publisher("courier", name="Kestermouth Courier", is_fictional=True, **joined)


def make_main(publisher: Publisher, authors: tuple[Author, ...], today: datetime) -> Article:
    """An article with all that a text can have: a picture, one that is lost, a table, lists, a correction."""
    body = clean(BODY, base_url="https://ferry-post.example/bridge", headline="x")
    ids = {picture.url: image_id(picture.url) for picture in body.pictures}
    make_picture("crack")
    Image.objects.create(id=ids[f"{ELSEWHERE}lost.jpg"], source_url=f"{ELSEWHERE}lost.jpg", state=State.FAILED)
    article = make_article(
        publisher,
        authors=authors,
        body=with_pictures(body.html, ids),
        text=body.text,
        summary="The road over the bridge is shut from tonight, and nobody knows for how long.",
        published_at=today - timedelta(hours=1),
        updated_at=today - timedelta(minutes=20),
        lead_picture=make_picture("bridge"),
        lead_alt="The bridge at low tide",
        lead_caption="The bridge at low tide, yesterday.",
    )
    Revision.objects.create(
        article=article,
        since=today - timedelta(hours=1),
        until=today - timedelta(minutes=20),
        headline="Bridge open, say divers",
        body=article.body.replace("nine minutes", "seven minutes").replace("other.example", "another.example"),
        summary="The road over the bridge stays open.",
        byline="Isa Quay",
    )
    return article


def make_ledger(publisher: Publisher, article: Article, today: datetime) -> None:
    """A feed in trouble, an item of each outcome, all run again; Cy belongs to its publisher."""
    Membership.objects.create(publisher=publisher, user=people.cy(), since=today)
    address = f"https://ferry-post.example/{'feed' * 60}.xml"
    problems = ["3 of 20 entries have no guid."]
    feed = Feed.objects.create(
        publisher=publisher,
        address=address,
        next_check_at=today,
        checked_at=today,
        error="It fails.",
        problems=problems,
    )
    for number, outcome in enumerate(Item.Outcome.values):
        said: dict[str, Any] = {"rule": "empty", "reason": "It has no text.", "evidence": {"guid": "x" * 200}}
        Item.objects.create(
            feed=feed,
            key=str(number),
            title=f"{'Item' * 30} {number}",
            url=f"https://ferry-post.example/{'a' * 200}",
            outcome=outcome,
            article=None if outcome == Item.Outcome.REJECTED else article,
            first_seen_at=today,
            decided_at=today,
            again_at=today,
            **(said if number > 1 else {}),
        )


def make_thread(article: Article, today: datetime) -> Comment:
    """Ben's comment, liked by Cy and Di, answered ten levels deep; one that is withdrawn, one that is edited."""
    ben, di = people.ben(), people.di()
    first = post(article=article, user=ben, text="They knew it for years.", now=today - timedelta(minutes=50))
    like(comment=first, user=people.cy(), now=today)
    like(comment=first, user=di, now=today)
    parent = first
    for level in range(10):
        who = (di, ben)[level % 2]
        parent = post(
            article=article, user=who, text=f"Answer {level}", now=today - timedelta(minutes=40), parent=parent
        )
    edited = post(article=article, user=ben, text="Teh ferry", now=today - timedelta(minutes=12))
    edit(comment=edited, user=ben, text=f"The ferry {'runs' * 40}\n\nhttps://a.example/{'x' * 90}", now=today)
    gone = post(article=article, user=di, text="Nonsense", now=today - timedelta(minutes=9))
    post(article=article, user=ben, text="Why that?", now=today - timedelta(minutes=8), parent=gone)
    withdraw_comment(comment=gone, user=di, now=today)
    post(article=article, user=di, text="مرحبا بالجميع", now=today - timedelta(minutes=7))
    return first


def make_applications(today: datetime) -> Application:
    """One of each state; the one that waits is given back."""
    cy, ed = people.cy(), people.ed()
    made = [
        apply(
            applicant=cy,
            name=name,
            address=f"https://{name.lower()}.example/",
            about="News of the upper valley.",
            now=today,
        )
        for name in ("Declined", "Accepted", "Failed", "Waiting", "Begun")
    ]
    for one in made[:4]:
        sent(one, today)
    decline(application=made[0], editor=ed, reason="Nobody is named as its editor.", now=today)
    accept(application=made[1], editor=ed, now=today, override=KNOWN)
    accept(application=made[2], editor=ed, now=today, override=KNOWN)
    Application.objects.filter(pk=made[2].pk).update(reason="There is nothing at this address (404).")
    return made[3]
