"""What the town's two contributors wrote here, from their first word to their readers, and what they have in hand."""

from datetime import datetime, timedelta

from newsstand.accounts.editor import make_editor
from newsstand.accounts.models import User
from newsstand.algorithms.draft_html import blocks_of
from newsstand.algorithms.remarked import words_of
from newsstand.algorithms.urls import slug
from newsstand.articles.authors import free_slug
from newsstand.articles.models import Author
from newsstand.contributors.begin import begin, join
from newsstand.contributors.fields import read_fields
from newsstand.contributors.label import ask_label
from newsstand.contributors.models import Contributor, Draft
from newsstand.contributors.pictures import add_picture
from newsstand.contributors.publish import publish
from newsstand.contributors.remark import remark
from newsstand.contributors.save import save
from newsstand.contributors.schedule import schedule
from newsstand.contributors.step import take_step
from newsstand.demo.markup import blocks_html
from newsstand.demo.pictures import picture
from newsstand.demo.server import DemoServer
from newsstand.demo.town import Article as Piece
from newsstand.demo.town import Author as Writer
from newsstand.demo.town import moment
from newsstand.demo.writers import enter_user
from newsstand.topics.models import Alias, Topic
from newsstand.topics.registry import key_of

EDITOR = ("ros-tilling", "Ros Tilling")
JOINED = timedelta(days=120)
LANGUAGE = "en-GB"
IN_REVIEW, SCHEDULED, SUBMITTED = "a-wall-of-crates", "twelve-minutes-at-northbank", "who-has-the-key"
ASKED = "Who counted the four, and may their names stand here? Say it, or leave the number out."
REMARKS = (
    ("two hundred and four boxes", "The Trust’s note to the Beacon says two hundred and forty. Could you count again?"),
    ("who builds harbour walls for a living", "Good. May we say for whom? Readers will ask."),
)
PROOF = """https://letters.demonstration.invalid/allotment-notes-1998
https://letters.demonstration.invalid/the-year-of-the-slugs
https://letters.demonstration.invalid/salt
My column stood in the parish letter for eleven years; the editor's name is at its foot."""


def publish_pieces(server: DemoServer) -> None:
    """The contributors' pieces go the way of every text here, at the times of the town; what is there stays."""
    editor = enter_editor(server)
    for piece in server.town.pieces:
        contributor = enter_contributor(piece.authors[0], server)
        published = piece.published(server.started_at)
        if not Draft.objects.filter(contributor=contributor, headline=piece.first.title).exists():
            draft = write(piece, contributor, server, published - timedelta(days=3))
            review(draft, editor, published - timedelta(days=1))
            publish(draft=draft, by=editor, now=published)


def fill_drafts(server: DemoServer) -> None:
    """What they have in hand: a text that waits, one with remarks, one for tomorrow; and a label that one asks for."""
    editor = enter_editor(server)
    for piece in server.town.drafts:
        contributor, when = enter_contributor(piece.authors[0], server), piece.published(server.started_at)
        if Draft.objects.filter(contributor=contributor, headline=piece.first.title).exists():
            continue
        draft = write(piece, contributor, server, when)
        if piece.slug == SUBMITTED:
            submit(draft, when + timedelta(hours=1))
        elif piece.slug == IN_REVIEW:
            with_remarks(draft, editor, when + timedelta(hours=2))
        elif piece.slug == SCHEDULED:
            review(draft, editor, when + timedelta(hours=2), asked=ASKED)
            tomorrow = (server.started_at + timedelta(days=1)).replace(hour=6, minute=30, second=0, microsecond=0)
            schedule(draft=draft, by=editor, at=tomorrow, now=when + timedelta(hours=6))
    gardener = enter_contributor(server.town.contributors[0].slug, server)
    if not gardener.label_requests.exists():
        ask_label(contributor=gardener, label="writer", proof=PROOF, now=moment(server.started_at, 1300))


def enter_editor(server: DemoServer) -> User:
    """The town's editor, whom nobody can sign in as: `newsstand editor EMAIL --name NAME` makes one who can."""
    user, _ = make_editor(email=enter_user(*EDITOR, server).email, name=EDITOR[1], now=server.started_at)
    return user


def enter_contributor(name: str, server: DemoServer) -> Contributor:
    """A contributor's account, their byline, and that they agreed to the terms."""
    writer: Writer = next(one for one in server.town.contributors if one.slug == name)
    user = enter_user(writer.slug, writer.name, server)
    if not Author.objects.filter(user=user).exists():
        # The byline of the town's files, whatever it is called elsewhere in them.
        free = free_slug(slug(writer.name), None)
        Author.objects.create(user=user, name=writer.name, slug=free, about=writer.about)
    joined = server.started_at.replace(microsecond=0) - JOINED
    return join(user=user, byline=writer.name, about=writer.about, agrees=True, now=joined)


def write(piece: Piece, contributor: Contributor, server: DemoServer, when: datetime) -> Draft:
    """A draft that says what the piece says, with its picture, saved at `when`."""
    user = writer_of(contributor)
    draft = begin(contributor=contributor, now=when)
    sent: dict[str, object] = {
        "headline": piece.first.title,
        "summary": piece.first.summary,
        "body": blocks_html(piece.first.blocks, server.picture),
        "language": LANGUAGE,
        "ai": Draft.Help.NONE.value,
        "payment": Draft.Payment.NONE.value,
        "topics": [str(topic_of(name, server).pk) for name in piece.topics],
        "section": str(section_of(piece, server).pk),
    }
    if piece.picture is not None:
        added = add_picture(draft=draft, body=picture(piece.picture.name), by=user, now=when)
        told = {"alt": piece.picture.alt, "caption": piece.picture.caption, "credit": user.name, "rights": "own"}
        sent |= {f"picture-{added.pk}-{name}": value for name, value in told.items()} | {"lead": str(added.pk)}
    save(draft=draft, by=user, version=draft.version, fields=read_fields(sent), now=when + timedelta(minutes=50))
    return draft


def submit(draft: Draft, when: datetime) -> None:
    take_step(draft=draft, action="submit", by=writer_of(draft.contributor), now=when)


def review(draft: Draft, editor: User, when: datetime, *, asked: str = "") -> None:
    """From submitted to approved, once round by changes where something is `asked`."""
    submit(draft, when)
    take_step(draft=draft, action="take", by=editor, now=when + timedelta(minutes=30))
    if asked:
        take_step(draft=draft, action="ask", by=editor, reason=asked, now=when + timedelta(minutes=50))
        submit(draft, when + timedelta(minutes=110))
        take_step(draft=draft, action="take", by=editor, now=when + timedelta(minutes=130))
    take_step(draft=draft, action="approve", by=editor, now=when + timedelta(minutes=150))


def with_remarks(draft: Draft, editor: User, when: datetime) -> None:
    """Taken for review, with what the editor asks about its passages."""
    submit(draft, when)
    take_step(draft=draft, action="take", by=editor, now=when + timedelta(minutes=20))
    for at, (quote, text) in enumerate(REMARKS, start=1):
        block = next(number for number, one in enumerate(blocks(draft)) if quote in one)
        remark(draft=draft, by=editor, text=text, block=block, quote=quote, now=when + timedelta(minutes=20 + at))


def blocks(draft: Draft) -> list[str]:
    """The words of a draft's text, block by block, as remarks count them."""
    return [words_of(one) for one in blocks_of(draft.body)]


def writer_of(contributor: Contributor) -> User:
    if contributor.user is None:
        raise ValueError(f"The account of {contributor} was erased.")
    return contributor.user


def topic_of(name: str, server: DemoServer) -> Topic:
    told = next(topic for topic in server.town.topics if topic.slug == name)
    return Alias.objects.select_related("topic").get(key=key_of(told.name)).topic


def section_of(piece: Piece, server: DemoServer) -> Topic:
    told = next(section for section in server.town.sections if section.slug == piece.section)
    return Alias.objects.select_related("topic").get(key=key_of(told.name)).topic
