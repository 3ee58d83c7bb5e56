"""The rules of the house as they hold now: what may not stand here, what rules decide alone, how to appeal, whom to
write to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms import reporting
from newsstand.algorithms.comment_rules import EDITABLE_FOR, LONGEST
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.moderation.listeners import LOG
from newsstand.moderation.reasons import OF_ADS, REASONS
from newsstand.moderation.rulebook import Rulebook, current
from newsstand.pages.about import contact_link

RULES = "rules"
VERDICTS = {
    "flag": "is shown, and a moderator is told",
    "hold": "waits for a moderator",
    "refuse": "is given back to its writer, with the words marked",
    "pass": "goes on",
}


@require_safe
@public_page(lambda: ["site", RULES, LOG])
def house_rules(request: HttpRequest) -> HttpResponse:
    """`/about/rules`. One query beside the visitor's own."""
    book = current(clock.now())
    contact = settings.NEWSSTAND_CONTACT
    own_page = contact == f"{settings.NEWSSTAND_URL}/about"
    context: dict[str, Any] = {
        "visitor": visitor(request),
        "reasons": [one for one in REASONS.values() if one.code not in OF_ADS],
        "ad_reasons": [one for one in REASONS.values() if one.code in OF_ADS],
        "book": book,
        "sentences": sentences(book),
        "to_hold": settings.NEWSSTAND_REPORTS_TO_HOLD,
        "appeal_days": settings.NEWSSTAND_APPEAL_DAYS,
        "evidence_days": settings.NEWSSTAND_EVIDENCE_DAYS,
        "most_refused": reporting.MOST_REFUSED,
        "counted_days": reporting.COUNTED.days,
        "edit_minutes": int(EDITABLE_FOR.total_seconds() // 60),
        "longest": LONGEST,
        "contact": "" if own_page else contact,
        "contact_link": contact_link(contact),
    }
    return render(request, "pages/house_rules.html", context)


def sentences(book: Rulebook) -> list[str]:
    """What rules decide alone, with the numbers in force. The words on the lists are not published."""
    said = [
        f"A comment with one of the words that are not used here {VERDICTS[book.banned_verdict]}.",
        f"A comment with a word that is often used to hurt {VERDICTS[book.suspect_verdict]}.",
        (
            f"A comment with more than {number(book.links_most, 'link')} waits for a moderator; of somebody whose "
            f"comments were approved less than {number(book.newcomer_approved, 'time')}, with more than "
            f"{number(book.newcomer_links_most, 'link')}."
        ),
        f"The same text again within {number(book.repeat_minutes, 'minute')} is not taken.",
        (
            f"More than {number(book.speed_most, 'comment')} within {number(book.speed_minutes, 'minute')} wait for a "
            "moderator."
        ),
        (
            f"What somebody writes waits for a moderator when at least {book.history_share} % of what they wrote in "
            f"{number(book.history_days, 'day')}, and at least {number(book.history_fewest, 'comment')}, were removed."
        ),
        f"A comment by somebody with a mail address made to be thrown away {VERDICTS[book.disposable_verdict]}.",
    ]
    if book.newcomer_held:
        said.append(f"The first {number(book.newcomer_held, 'comment')} of everybody wait for a moderator.")
    return said


def number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
