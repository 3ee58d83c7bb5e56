"""What has to be there for the pages of reports, decisions and notices: made when somebody goes to one."""

from newsstand.comments.models import Comment
from newsstand.legal.judge import judge
from newsstand.legal.models import LegalNotice
from newsstand.legal.notify import Said, notify
from newsstand.lib.clock import now
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Decision
from newsstand.moderation.report import report
from newsstand.moderation.sanction import sanction
from tests import people


def bens() -> Comment:
    """A comment of Ben's that stands."""
    return Comment.objects.filter(user=people.ben(), withdrawn_at=None).order_by("pk")[0]


def reported() -> int:
    """Ann reported it, and nobody has decided; its number."""
    comment = bens()
    report(kind="comment", number=comment.pk, by=people.ann(), reason="off_topic", text="About boats", now=now())
    return comment.pk


def removed() -> Decision:
    """It was removed for a reason, after a report."""
    return decide(
        kind="comment",
        number=reported(),
        by=people.mo(),
        action="remove",
        reason="personal_data",
        explanation="It names the child.",
        ground="GDPR Art. 6",
        now=now(),
    )


def refused() -> Decision:
    """It was left standing, in spite of a report."""
    return decide(kind="comment", number=reported(), by=people.mo(), action="approve", explanation="Fine.", now=now())


def noticed() -> LegalNotice:
    """A stranger gave notice, and nobody has decided."""
    said = Said("StGB § 186", "It accuses him.", "https://news.example/", "Gus", "gus@example.com", in_good_faith=True)
    return notify(kind="comment", number=bens().pk, said=said, by=None, form_key="one", seed=b"x" * 8, now=now())


def judged() -> LegalNotice:
    """A stranger gave notice in vain."""
    notice = noticed()
    judge(notice=notice, is_illegal=False, ground="", explanation="An opinion.", by=people.mo(), now=now())
    return notice


def logged() -> str:
    """The log with a removal, a sanction and what was left standing."""
    removed()
    sanction(user=people.eve(), kind="mute", by=people.mo(), reason="spam", days=2, now=now())
    return "/moderation/log"


def counted() -> str:
    """The figures of this year, with something in every table."""
    notice = noticed()
    judge(notice=notice, is_illegal=True, ground="StGB § 186", explanation="Proven.", by=people.mo(), now=now())
    return f"/moderation/transparency/{now().year}"
