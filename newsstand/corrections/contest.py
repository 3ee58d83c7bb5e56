"""Somebody contests a statement in an article."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.answer_clock import due, next_reminder
from newsstand.algorithms.plain_text import plain_line, plain_text
from newsstand.algorithms.quoting import MOST_QUOTE, same_statement
from newsstand.articles.models import Article
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.events import changed, locked, note, tell_answerers
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.corrections.texts import stands_in
from newsstand.moderation.standing import standing

MOST_EVIDENCE = 4000
NOT_SAID = (
    "We cannot find these words in the article, nor in what it said before. Copy them from its text, eight letters or "
    "more; leave words out with “…”. Everything you wrote is still here."
)
GONE = "This article is not here any more, so nothing in it can be contested."
YOURS_ALREADY = "You contest this statement already: here is how it stands."


@dataclass(frozen=True, slots=True)
class Said:
    """What a claimant wrote. Name and address are needed of who is not signed in."""

    statement: str
    evidence: str
    evidence_url: str = ""
    name: str = ""
    email: str = ""


@transaction.atomic
def contest(*, article: Article, said: Said, by: User | None, now: datetime) -> Contest:
    """Contest a statement; the same claimant who does so twice has one contest.

    Who is signed in is believed to be who they are: its publisher or contributor is asked at once. Others get a mail
    (corrections/mail.py) and confirm it first (`confirm`). Where somebody contests the same statement already, this one
    joins theirs. Whether somebody contests too much is asked before (lib/ratelimit.py).
    Raises RefusedError for words that the article does not say, for what is missing or too long, and for a user who is
    suspended.
    1. Load the article, locked; what it says and has said; what is contested in it.
    2. Decide whether it can stand, and whether it joins another.
    3. Save it with what happened; who has to answer is told, or a mail is due.
    """
    if by is not None and (why_not := standing(by, now).why_not_act):
        raise RefusedError(why_not)
    said = checked(said, by)
    Article.objects.select_for_update(no_key=True).only("id").get(pk=article.pk)
    if not Article.objects.published(now).filter(pk=article.pk).exists():
        raise RefusedError(GONE)
    place = stands_in(said.statement, article)
    if place is None:
        raise RefusedError(NOT_SAID)
    if (mine := own(article, place[0], said, by)) is not None:
        return again(mine, said, now) if mine.state == Contest.State.NEW else mine
    made = Contest.objects.create(
        article=article,
        statement=place[0],
        revision=place[1],
        evidence=said.evidence,
        evidence_url=said.evidence_url,
        by=by,
        name=said.name,
        email=said.email,
        token=secrets.token_urlsafe(24),
        state=Contest.State.NEW,
        made_at=now,
        due_at=due_at(now),
        mail_at=None if by else now,
    )
    note(made, ContestEvent.Action.MADE, now, by=by)
    return ask(made, now) if by else made


@transaction.atomic
def confirm(*, contest: Contest, now: datetime) -> Contest:
    """The claimant has the mail: from now on it is their word. Twice does no harm.

    1. Load the contest, locked with its article. 2. Decide whether it still waits for this. 3. Save as `ask` does.
    """
    Article.objects.select_for_update(no_key=True).only("id").get(pk=contest.article_id)
    found = Contest.objects.select_for_update(of=("self",), no_key=True).get(pk=contest.pk)
    return ask(found, now) if found.state == Contest.State.NEW else found


def again(mine: Contest, said: Said, now: datetime) -> Contest:
    """Somebody sends the form again before they confirmed it: what it says now counts, and the mail goes out again."""
    mine.evidence, mine.evidence_url, mine.name = said.evidence, said.evidence_url, said.name
    mine.mail_at, mine.attempts = now, 0
    mine.save(update_fields=["evidence", "evidence_url", "name", "mail_at", "attempts"])
    return mine


def ask(made: Contest, now: datetime) -> Contest:
    """Ask for an answer, or add it to what was asked already. Inside a transaction that holds the article."""
    first = alike(made.article, made.statement)
    made.asked_at = now
    # It may have been taken back while we waited for it.
    if first is not None and (first := locked(first)).is_waiting:
        made.joins, made.state, made.due_at = first, Contest.State(first.state), first.due_at
        made.save(update_fields=["asked_at", "joins", "state", "due_at"])
        note(first, ContestEvent.Action.JOINED, now, by=made.by)
        key, title = f"joined:{made.pk}", f"More evidence about a contested statement in “{made.article.headline}”"
        tell_answerers(first, key=key, title=title, text=made.statement, now=now)
        return made
    made.state, made.due_at = Contest.State.OPEN, due_at(now)
    made.remind_at = next_reminder(now, made.due_at, now=now, zone=zone())
    made.save(update_fields=["asked_at", "state", "due_at", "remind_at"])
    note(made, ContestEvent.Action.ASKED, now)
    until = f"Answer by the end of {last_day(made):%A, %-d %B}."
    title = f"A statement in “{made.article.headline}” is contested"
    tell_answerers(made, key="asked", title=title, text=f"{until} It says: {made.statement}", now=now)
    changed(made)
    return made


def own(article: Article, statement: str, said: Said, by: User | None) -> Contest | None:
    """The contest of the same statement that this claimant has going, or None."""
    going = Contest.objects.filter(article=article, state__in=[Contest.State.NEW, *Contest.WAITING])
    mine = going.filter(by=by) if by else going.filter(by=None, email__iexact=said.email)
    return next((one for one in mine if same_statement(one.statement, statement)), None)


def alike(article: Article, statement: str) -> Contest | None:
    """The contest of the same statement that waits for an answer, or None."""
    going = Contest.objects.waiting().filter(article=article)
    return next((one for one in going if same_statement(one.statement, statement)), None)


def checked(said: Said, by: User | None) -> Said:
    """What was written as it is kept. Raises RefusedError."""
    statement, evidence = plain_text(said.statement), plain_text(said.evidence)
    name, email, url = plain_line(said.name)[:100], plain_line(said.email), plain_line(said.evidence_url)
    if not statement:
        raise RefusedError("Quote the statement: the words of the article that you say are wrong.")
    if len(statement) > MOST_QUOTE:
        raise RefusedError(f"The statement has {len(statement):,} characters; {MOST_QUOTE:,} is the most.")
    if not evidence:
        raise RefusedError("Write what is wrong about it, and how one can see that.")
    if len(evidence) > MOST_EVIDENCE:
        raise RefusedError(f"The evidence has {len(evidence):,} characters; {MOST_EVIDENCE:,} is the most.")
    try:
        if url:
            URLValidator(["http", "https"])(url)
        if by is None:
            EmailValidator()(email)
    except ValidationError:
        raise RefusedError("Give whole addresses: https://… for the evidence, name@example.org for you.") from None
    if by is None and not name:
        raise RefusedError("Give your name: who has to answer reads it, readers do not.")
    return Said(statement, evidence, url[:2000], "" if by else name, "" if by else email)


def due_at(now: datetime) -> datetime:
    """Until when something that is asked now is to be answered."""
    return due(now, days=settings.NEWSSTAND_ANSWER_DAYS, zone=zone())


def last_day(one: Contest) -> datetime:
    """A moment of the last day on which an answer is in time."""
    return one.due_at.astimezone(zone()) - timedelta(seconds=1)


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
