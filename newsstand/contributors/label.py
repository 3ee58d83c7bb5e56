"""Labels: earned by rule, granted by an editor for earlier work, lost with strikes."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Min

from newsstand.accounts.models import User
from newsstand.algorithms import labels, strikes
from newsstand.algorithms.labels import Facts
from newsstand.articles.models import Article
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Contributor, Label, LabelChange, LabelRequest
from newsstand.contributors.paused import strikes_of
from newsstand.lib.stamps import touch
from newsstand.moderation.standing import standing
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

MOST_PROOF = 3000
MOST_ANSWER = 500


def facts_of(contributor: Contributor, now: datetime) -> Facts:
    """What the rules of labels look at. Four queries."""
    articles = Article.objects.filter(draft__contributor=contributor)
    standing_ones = articles.filter(withdrawn_at=None)
    withdrawn = articles.exclude(withdrawn_at=None).exclude(withdrawn_by=contributor.user)
    first = standing_ones.aggregate(first=Min("published_at"))["first"]
    granted = contributor.label_requests.filter(state=LabelRequest.State.GRANTED).values_list("label", flat=True)
    given = [one.since for one in strikes_of(contributor.user)] if contributor.user is not None else []
    return Facts(
        articles=standing_ones.count(),
        days=(now - first).days if first is not None else 0,
        withdrawn=withdrawn.count(),
        strikes=strikes.running(given, now),
        granted=max(granted, key=labels.ORDER.index, default=""),
    )


@transaction.atomic
def recount(*, contributor: Contributor, now: datetime) -> Label:
    """Give a contributor the label that the rules give, and say why it changed, where it did.

    1. Load the contributor, locked, and the facts. 2. Decide by algorithms/labels.py. 3. Save, tell, touch the pages.
    """
    rows = Contributor.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("user", "author").get(pk=contributor.pk)
    facts = facts_of(found, now)
    earned = Label(labels.earned(facts))
    if earned == found.label:
        return earned
    reason = labels.why(earned, found.label, facts)
    found.label = contributor.label = earned
    found.save(update_fields=["label"])
    change = LabelChange.objects.create(contributor=found, label=earned, reason=reason, at=now)
    articles = Article.objects.filter(draft__contributor=found).values_list("pk", flat=True)
    touch([f"article:{pk}" for pk in articles] + ([f"author:{found.author.slug}"] if found.author else []))
    if found.user is not None:
        tell(
            user=found.user,
            kind=Notice.Kind.WORK,
            key=f"label:{change.pk}",
            title=f"Your byline says now: {earned.label}",
            text=reason,
            address="/write",
            now=now,
        )
    return earned


def recount_some(*, after: int, most: int, now: datetime) -> int:
    """Count the labels of up to `most` contributors again, by number, those above `after`; the last, 0 at the end.

    Days pass and strikes run out without anybody doing anything. Each is a transaction of its own.
    """
    rows = list(Contributor.objects.filter(pk__gt=after).exclude(user=None).order_by("pk")[:most])
    for row in rows:
        recount(contributor=row, now=now)
    return rows[-1].pk if len(rows) == most else 0


@transaction.atomic
def ask_label(*, contributor: Contributor, label: str, proof: str, now: datetime) -> LabelRequest:
    """Ask for a label by proof of earlier work: addresses of it, and what shows that it is theirs.

    Raises RefusedError for a suspended contributor, a label they have, no proof, and while another request waits.
    1. Load what is given. 2. Decide. 3. Save.
    """
    proof = proof.replace("\x00", "").strip()
    rule = next((one for one in labels.RULES if one.label == label), None)
    if contributor.user is None or (why := standing(contributor.user, now).why_not_act):
        raise RefusedError(why if contributor.user else "This contributor's account was erased.")
    if rule is None or labels.ORDER.index(label) <= labels.ORDER.index(contributor.label):
        raise RefusedError("Choose a label that you do not have yet.")
    if proof.count("http") < rule.proofs:
        raise RefusedError(f"Give {rule.proofs} addresses of what you wrote elsewhere, one a line.")
    if len(proof) > MOST_PROOF:
        raise RefusedError(f"The proof has {len(proof):,} characters; {MOST_PROOF:,} is the most.")
    try:
        with transaction.atomic():
            return LabelRequest.objects.create(contributor=contributor, label=label, proof=proof, made_at=now)
    except IntegrityError:
        raise RefusedError("You have asked already: an editor looks at it.") from None


@transaction.atomic
def decide_label(*, request: LabelRequest, by: User, grant: bool, answer: str, now: datetime) -> LabelRequest:
    """Grant a label or decline it, with the answer that the contributor reads.

    Raises RefusedError for who is no editor or asks themselves, without an answer, and for what is decided.
    1. Load the request, locked. 2. Decide who may. 3. Save, tell, count the label again.
    """
    rows = LabelRequest.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("contributor__user").get(pk=request.pk)
    answer = " ".join(answer.replace("\x00", "").split())
    if not by.is_editor or found.contributor.user_id == by.pk:
        raise RefusedError("Another editor decides this.")
    if found.state != LabelRequest.State.WAITING:
        raise RefusedError("Somebody has decided this meanwhile.")
    if not answer or len(answer) > MOST_ANSWER:
        raise RefusedError(f"Write an answer of {MOST_ANSWER} characters at most: the contributor reads it.")
    found.state = LabelRequest.State.GRANTED if grant else LabelRequest.State.DECLINED
    found.answer, found.decided_by, found.decided_at = answer, by, now
    found.save()
    if found.contributor.user is not None:
        tell(
            user=found.contributor.user,
            kind=Notice.Kind.WORK,
            key=f"label request:{found.pk}",
            title=f"{Label(found.label).label}: {found.get_state_display()}",
            text=answer,
            address="/write",
            now=now,
        )
    recount(contributor=found.contributor, now=now)
    return found
