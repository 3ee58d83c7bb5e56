"""What waits on the town's moderators' desk: a comment the rules hold, others that readers report, and an appeal.

Nobody can sign in as the town's moderator: `newsstand moderator EMAIL --name NAME` makes one who can.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.comments.write import post
from newsstand.demo.server import DemoServer
from newsstand.demo.talk import article_of
from newsstand.demo.town import moment
from newsstand.demo.writers import enter_user
from newsstand.moderation.appeal import appeal
from newsstand.moderation.appoint import appoint
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Note, SavedReply
from newsstand.moderation.report import report

MODERATOR = ("mara-pell", "Mara Pell")
ARTICLE = "beacon/kester-bridge-shut"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment for the desk: who said what, when, and which of the town's readers report it for which reason."""

    by: tuple[str, str]
    text: str
    minutes_ago: int
    reports: tuple[tuple[str, str, str], ...] = ()


HELD = Said(
    ("harbour-deals", "Harbour Deals"),
    "Waders, ropes and lamps at half price while the bridge is shut: https://harbour-deals.example/waders and "
    "https://harbour-deals.example/lamps",
    95,
)
REPORTED = (
    Said(
        ("cal-ferris", "Cal Ferris"),
        "Only a fool believes the county engineer, and half of this thread are fools. You most of all, masonry.",
        240,
        (
            ("gwen", "abusive", "He has gone for masonry three days running."),
            ("annika", "abusive", ""),
        ),
    ),
    Said(
        ("pierhead", "Pierhead"),
        "Has anybody seen a grey cat with one white foot? Answers to Bosun.",
        180,
        (("lumley", "off_topic", "Poor Bosun, but it is not about the bridge."),),
    ),
)
REMOVED = Said(
    ("lowtide-lou", "Lowtide Lou"),
    "I wrote up the 1911 closure with the old photographs on my own page, for those who asked.",
    1500,
    (("crabpot", "spam", ""),),
)
WHY = "The page it names asks for money before it shows anything."
APPEAL = "It is my grandfather’s album. The page asked for a donation once; it does not any more. I earn nothing by it."
REPLY = (
    "A link that sells",
    "Links to what is sold do not belong under an article. Your words may stay without the link.",
)


def fill_desk(server: DemoServer) -> None:
    """Lay everything on the desk, through the same verbs as everybody's; what is there already stays."""
    moderator = enter_moderator(server)
    SavedReply.objects.get_or_create(title=REPLY[0], defaults={"text": REPLY[1]})
    lay(HELD, server)
    for said in REPORTED:
        lay(said, server)
    remove(REMOVED, moderator, server)


def enter_moderator(server: DemoServer) -> User:
    """Who decides in this town."""
    return appoint(who=enter_user(*MODERATOR, server).email, by=None, now=server.started_at)


@transaction.atomic
def lay(said: Said, server: DemoServer) -> tuple[Comment, bool]:
    """The comment with its reports, and whether it is new."""
    user, when = enter_user(*said.by, server), moment(server.started_at, said.minutes_ago)
    article = article_of(ARTICLE, server)
    found = Comment.objects.filter(article=article, user=user, posted_at=when).first()
    if found is not None:
        return found, False
    comment = post(article=article, user=user, text=said.text, now=when)
    for at, (slug, reason, text) in enumerate(said.reports, start=1):
        reader = User.objects.get(email=f"{slug}@demonstration.invalid")
        report(kind="comment", number=comment.pk, by=reader, reason=reason, text=text, now=when + timedelta(minutes=at))
    return comment, True


@transaction.atomic
def remove(said: Said, moderator: User, server: DemoServer) -> None:
    """A comment that the moderator removed, a note about its author, and the author's appeal."""
    comment, is_new = lay(said, server)
    if not is_new or comment.user is None:
        return
    decided_at = comment.posted_at + timedelta(minutes=40)
    decision = decide(
        kind="comment",
        number=comment.pk,
        by=moderator,
        action="remove",
        reason="spam",
        explanation=WHY,
        now=decided_at,
    )
    Note.objects.create(
        user=comment.user, by=moderator, text="Means well; the page did ask for money that day.", made_at=decided_at
    )
    appeal(decision=decision, by=comment.user, text=APPEAL, now=decided_at + timedelta(hours=2))
