"""Somebody who has used everything there is here, with a name and words that are found again wherever they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore

from newsstand.accounts.describe import describe
from newsstand.accounts.models import Block, FormerName, User
from newsstand.advertisers.models import Advertiser, Change
from newsstand.advertisers.models import Membership as AdvertisersMember
from newsstand.articles.models import Article, Author, Byline, Revision
from newsstand.comments.followers import follow_thread
from newsstand.comments.like import like
from newsstand.comments.models import Comment
from newsstand.comments.write import edit
from newsstand.contributors.begin import begin, join
from newsstand.contributors.label import ask_label
from newsstand.contributors.remark import remark
from newsstand.corrections.answer import answer
from newsstand.corrections.contest import Said, contest
from newsstand.corrections.settle import ask_again
from newsstand.corrections.watch import watch
from newsstand.moderation.models import Appeal, Case, Decision, Finding, Note, Report, Sanction
from newsstand.notices.models import Device, Mailbox, Notice, Wish
from newsstand.notices.tell import tell
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.follow import follow
from newsstand.readers.hide import hide
from newsstand.readers.models import Affinity, Digest, FrontPage, Mailing
from newsstand.readers.save import save
from newsstand.readers.see import see
from newsstand.revenue.models import PayTo
from newsstand.search.models import SavedSearch
from tests.comments.talk import say
from tests.pages.newsroom import make_article
from tests.people import ann, ben, mo, person
from tests.readers.reading import Newsroom

# In every word and address of hers, and of nobody else's.
MARK = "Zebedee"


@dataclass(frozen=True, slots=True)
class Life:
    """Zoe, a comment of hers that was answered, Ann's under which she answered, her article."""

    zoe: User
    first: Comment
    answer: Comment
    theirs: Comment
    article: Article


def live(room: Newsroom, now: datetime) -> Life:
    """She joined, wrote, read, followed, reported, was reported, appealed, and writes articles."""
    zoe = User.objects.create_user(f"{MARK}@example.org", "a long walk by the river", name=MARK, joined_at=now)
    first = say(room.first, zoe, f"{MARK} says this.", now)
    edit(comment=first, user=zoe, text=f"{MARK} says that.", now=now + timedelta(minutes=1))
    theirs = say(room.first, ann(), "Ann says this.", now + timedelta(minutes=2))
    answer = say(room.first, ben(), "Ben answers.", now + timedelta(minutes=3), first)
    say(room.first, zoe, f"{MARK} answers Ann.", now + timedelta(minutes=4), theirs)
    say(room.alone, zoe, f"@Ben, {MARK} calls.", now + timedelta(minutes=5))
    like(comment=theirs, user=zoe, now=now)
    like(comment=first, user=ann(), now=now)
    reading(zoe, room, now)
    contesting(zoe, room, now)
    advertising(zoe, now)
    redress(zoe, first, now)
    keys(zoe, now)
    return Life(zoe, first, answer, theirs, writing(zoe, now))


def reading(zoe: User, room: Newsroom, now: datetime) -> None:
    follow(user=zoe, aim=room.beacon, now=now, article=room.first)
    save(user=zoe, article=room.alone, now=now)
    hide(user=zoe, aim=room.other, now=now)
    see(user=zoe, article=room.first, now=now)
    follow_thread(user=zoe, article=room.first, now=now)
    FrontPage.objects.update_or_create(user=zoe, defaults={"place": room.harbour})
    Affinity.objects.create(user=zoe, publisher=room.beacon, strength=0.5, changed_at=now)
    digest = Digest.objects.create(user=zoe, zone="UTC", told_until=now)
    Mailing.objects.create(digest=digest, due_at=now, made_at=now, told=[[1, 0]])
    PageOrder.objects.create(key="z" * 32, page=f"reader:{zoe.pk}", user=zoe, at=now, formula="x", numbers=b"")
    Signal.objects.filter(user=zoe).update(weight=1)
    SavedSearch.objects.create(user=zoe, name=MARK, query=MARK, token="z" * 43, saved_at=now)
    describe(user=zoe, about=f"I am {MARK}.", shows_follows=True, now=now)


def contesting(zoe: User, room: Newsroom, now: datetime) -> None:
    """A statement that waits, one that was answered and is looked at again, and what she wants to hear of."""
    waits = Said(room.first.headline, f"{MARK} was there.", f"https://push.example/{MARK}")
    contest(article=room.first, said=waits, by=zoe, now=now)
    made = contest(article=room.alone, said=Said(room.alone.headline, f"{MARK} knows better."), by=zoe, now=now)
    answer(contest=made, outcome="stands", text="It is so.", by=person("Ed", is_staff=True), now=now)
    ask_again(contest=made, text=f"{MARK} insists.", now=now)
    watch(user=zoe, article=room.first, now=now)


def advertising(zoe: User, now: datetime) -> None:
    """She runs a shop alone, and its invoices come to her."""
    shop = Advertiser.objects.create(
        name="Tackle and Bait",
        slug="tackle-and-bait",
        payer="Tackle and Bait",
        email=f"{MARK}@example.org",
        address=f"{MARK}, 1 Quay Street",
        joined_at=now,
    )
    AdvertisersMember.objects.create(advertiser=shop, user=zoe, role="owner", since=now)
    Change.objects.create(advertiser=shop, by=zoe, at=now, said="Joined")
    PayTo.objects.create(owner="contributor:1", user=zoe, name=MARK, method="iban", hint="1234", at=now)


def redress(zoe: User, comment: Comment, now: datetime) -> None:
    """What moderators and readers have to do with her."""
    case = Case.objects.create(kind="comment", number=comment.pk, author=zoe, opened_at=now, closed_at=now)
    decision = Decision.objects.create(
        case=case,
        kind="comment",
        number=comment.pk,
        user=zoe,
        by=mo(),
        action="warn",
        reason="offensive",
        snapshot=f"{MARK} says this.",
        decided_at=now,
    )
    Finding.objects.create(
        kind="comment",
        number=comment.pk,
        phase="suspect_words",
        verdict="flag",
        evidence=f"“{MARK}” is a suspect word",
        text=f"{MARK} says this.",
        found_at=now,
    )
    Sanction.objects.create(user=zoe, kind="warn", decision=decision, since=now)
    Report.objects.create(
        kind="comment",
        number=comment.pk,
        case=case,
        by=ann(),
        reason="offensive",
        snapshot=f"{MARK} says this.",
        state="upheld",
        made_at=now,
    )
    Report.objects.create(
        kind="comment", number=comment.pk + 1, case=case, by=zoe, reason="spam", state="refused", made_at=now
    )
    Appeal.objects.create(decision=decision, by=zoe, text="That was no offence.", made_at=now)
    Note.objects.create(user=zoe, by=mo(), text=f"{MARK} again.", made_at=now)


def keys(zoe: User, now: datetime) -> None:
    """How she signs in, what she is told and what she wants to hear."""
    EmailAddress.objects.create(user=zoe, email=f"{MARK}@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=zoe, type="totp", data={"secret": MARK})
    SocialAccount.objects.create(user=zoe, provider="house", uid=MARK)
    session = SessionStore()
    session["who"] = MARK
    session.save()
    UserSession.objects.create(
        user=zoe, session_key=session.session_key or "", ip="0.0.0.0", user_agent="Firefox", data={}
    )
    FormerName.objects.create(user=zoe, name=f"{MARK} the First", name_key="zf", left_at=now)
    Block.objects.create(by=zoe, of=ben(), kind="mute", since=now)
    Block.objects.create(by=ann(), of=zoe, kind="mute", since=now)
    Wish.objects.create(user=zoe, kind="reply", mail="never")
    Mailbox.objects.get_or_create(user=zoe)
    Device.objects.create(user=zoe, endpoint=f"https://push.example/{MARK}", digest="z", since=now)
    tell(user=zoe, kind=Notice.Kind.SITE, key="hello", title=f"Hello {MARK}", now=now)
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=mo(), content_type=kind, object_id=str(zoe.pk), object_repr=MARK, action_flag=CHANGE, change_message=""
    )


def writing(zoe: User, now: datetime, **fields: Any) -> Article:
    """An article of hers, as a contributor."""
    article = make_article(headline="The tide", slug="tide", published_at=now, **fields)
    author = Author.objects.create(name=MARK, slug="zebedee", user=zoe, about=f"{MARK} writes.")
    Byline.objects.create(article=article, author=author, position=0)
    Revision.objects.create(
        article=article, since=now - timedelta(hours=2), until=now, headline="The tides", byline=f"{MARK}, Ann"
    )
    drafting(zoe, now)
    return article


def drafting(zoe: User, now: datetime) -> None:
    """A draft that nobody published, a remark on it, and a label she asked for."""
    contributor = join(user=zoe, byline=MARK, about=f"{MARK} writes.", agrees=True, now=now)
    draft = begin(contributor=contributor, now=now)
    draft.headline, draft.body = f"{MARK} and the tide", f"<p>{MARK} saw it.</p>"
    draft.save(update_fields=["headline", "body"])
    remark(draft=draft, by=zoe, text=f"{MARK} asks.", now=now)
    proof = "\n".join(f"https://push.example/{MARK}" for _ in range(3))
    ask_label(contributor=contributor, label="writer", proof=proof, now=now)
