"""Texts in review, for the pages of contributors and editors."""

from datetime import timedelta

from newsstand.contributors.label import ask_label
from newsstand.contributors.models import Contributor, Draft, LabelRequest
from newsstand.contributors.remark import remark
from newsstand.contributors.step import take_step
from newsstand.lib.clock import now
from tests.contributors.desk import contributor, published, written
from tests.people import ben, ed

WAITS, OUT = "A text that an editor reads", "The old bridge stays closed until spring"


def submitted() -> int:
    """Ben's text, which Ed has taken, with remarks and answers: its number."""
    known = Draft.objects.filter(headline=WAITS).first()
    if known is not None:
        return known.pk
    moment = now() - timedelta(days=1)
    draft = written(ben(), moment, headline=WAITS)
    take_step(draft=draft, action="submit", by=ben(), now=moment)
    take_step(draft=draft, action="take", by=ed(), now=moment)
    first = remark(draft=draft, by=ed(), block=1, quote="the bridge", text="Which one?", now=moment)
    remark(draft=draft, by=ben(), parent=first, text="The old one. " + "x" * 80, now=moment)
    remark(draft=draft, by=ed(), text="A fine piece.", now=moment)
    return draft.pk


def asked() -> int:
    """Ben asks for a label: the request's number."""
    known = LabelRequest.objects.filter(contributor__user=ben(), state="waiting").first()
    if known is not None:
        return known.pk
    who = Contributor.objects.filter(user=ben()).first() or contributor(ben(), now())
    proof = "\n".join(f"https://elsewhere.example/{'y' * 60}/{number}" for number in range(5))
    return ask_label(contributor=who, label="reporter", proof=proof, now=now()).pk


def out() -> int:
    """Ben's published text, which says something else by now: its number."""
    known = Draft.objects.filter(headline=OUT, contributor__user=ben(), article__isnull=False).first()
    draft = known or published(ben(), ed(), now() - timedelta(days=2))
    Draft.objects.filter(pk=draft.pk).update(body=draft.body.replace("Monday", "Tuesday", 1))
    return draft.pk
