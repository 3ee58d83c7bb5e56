"""Every known attack through reports, notices of illegal content, decisions, appeals, the log, its feed and mail."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from lxml import etree

from newsstand.algorithms.plain_text import plain_text
from newsstand.comments.models import Comment
from newsstand.legal.case_file import case_file
from newsstand.legal.mail import letter
from newsstand.legal.models import LegalNotice
from newsstand.legal.notify import Said, notify
from newsstand.legal.token import address_of
from newsstand.moderation.models import Appeal, Case, Decision, Finding, Report
from tests.algorithms.browser_parse import faults
from tests.comments.talk import make_article, signed_in
from tests.people import ann, ben, mo
from tests.security.attacks import Attack, Pack, kept, packed
from tests.security.whole_page import page_faults

pytestmark = [pytest.mark.data, pytest.mark.django_db]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def comments_of(attacks: Sequence[Attack | Pack]) -> list[Comment]:
    """A comment for each attack, as an older version or an import might have stored it."""
    article = make_article(NOON)
    return Comment.objects.bulk_create(
        Comment(article=article, user=ann(), name="Ann", text=kept(one.text)[:5000], posted_at=NOON) for one in attacks
    )


def check(client: Client, path: str, name: str, pack: Pack | None = None) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, (path, name)
    html = answer.content.decode()
    at_large = pack.at_large(html) if pack is not None else []
    return [f"{name} at {path}: {fault}" for fault in (*page_faults(html), *at_large)]


def decisions_of(attacks: Sequence[Attack | Pack]) -> list[Decision]:
    """A removal for each attack, with the attack in all of its words."""
    made = Decision.objects.bulk_create(
        Decision(
            kind="comment",
            number=comment.pk,
            user=ann(),
            by=mo(),
            action="remove",
            reason="abusive",
            explanation=kept(one.text),
            ground=kept(one.text)[:500],
            snapshot=kept(one.text),
            decided_at=NOON + timedelta(seconds=at),
        )
        for at, (one, comment) in enumerate(zip(attacks, comments_of(attacks), strict=True))
    )
    for one, attack in zip(made, attacks, strict=True):
        Finding.objects.create(
            kind="comment", number=one.number, phase="words", verdict="hold", evidence=kept(attack.text)[:500],
            text=kept(attack.text), start=1, end=len(attack.text) // 2 + 1, found_at=NOON,
        )  # fmt: skip
    return made


def test_nothing_in_a_report_runs(known_attacks: list[Attack]) -> None:
    reader, found = signed_in(ben()), []
    packs = packed(known_attacks, 1000)
    comments = comments_of(packs)
    case = Case.objects.create(kind="comment", number=1, opened_at=NOON)
    made = Report.objects.bulk_create(
        Report(
            kind="comment",
            number=comment.pk,
            case=case,
            by=ben(),
            reason="spam",
            text=plain_text(kept(one.text))[:1000],
            snapshot=comment.text,
            made_at=NOON,
        )
        for one, comment in zip(packs, comments, strict=True)
    )
    for one, comment in zip(packs, comments, strict=True):
        found += check(reader, f"/report/comment/{comment.pk}", one.name)
    for last in made[29::30]:
        found += check(reader, f"/you/reports?before={last.pk + 1}", "a page of reports")
    for one in packs:
        cache.clear()
        answer = reader.post(f"/report/comment/{comments[0].pk}", {"reason": one.text, "text": one.text})
        assert answer.status_code == 422
        html = answer.content.decode()
        found += [f"{one.name}, refused: {fault}" for fault in (*page_faults(html), *one.at_large(html))]
    assert found == []


def test_nothing_in_a_decision_or_an_appeal_runs(known_attacks: list[Attack]) -> None:
    packs = packed(known_attacks, 500)
    decisions, author, moderator, found = decisions_of(packs), signed_in(ann()), signed_in(mo()), []
    for one, decision in zip(packs, decisions, strict=True):
        Appeal.objects.create(
            decision=decision, by=ann(), text=kept(one.text)[:2000], answer=kept(one.text)[:2000], state="upheld",
            made_at=NOON, decided_at=NOON,
        )  # fmt: skip
        for browser in (author, moderator):
            found += check(browser, f"/decisions/{decision.pk}", one.name, one)
    assert found == []


def test_nothing_in_the_log_or_its_feed_runs(known_attacks: list[Attack], client: Client) -> None:
    decisions, found = decisions_of(known_attacks), []
    for at in range(49, len(decisions) + 50, 50):
        last = decisions[min(at, len(decisions) - 1)]
        before = (last.decided_at + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
        found += check(client, f"/moderation/log?before={before}_{last.pk + 1}", "a page of the log")
    assert found == []
    for first in range(0, len(decisions), 50):
        Decision.objects.filter(pk__gt=decisions[0].pk).update(is_public=False)
        Decision.objects.filter(pk__in=[one.pk for one in decisions[first : first + 50]]).update(is_public=True)
        feed = etree.fromstring(client.get("/moderation/log.atom").content)
        for text in feed.iter("{*}summary", "{*}content", "{*}title"):
            assert text.get("type") != "xhtml"
            found += faults(text.text or "") if text.get("type") == "html" else []
    assert found == []


def test_nothing_in_a_notice_of_illegal_content_runs(known_attacks: list[Attack], client: Client) -> None:
    moderator, found, article = signed_in(mo()), [], make_article(NOON)
    comment = Comment.objects.create(article=article, user=ann(), name="Ann", text="Hello", posted_at=NOON)
    packs = packed(known_attacks, 2000)
    for at, one in enumerate(packs):
        text = kept(one.text)
        said = Said(f"§ {text}", f"Because {text}", text or "x", f"G {text}", "g@example.com", in_good_faith=True)
        notice = notify(
            kind="comment", number=comment.pk, said=said, by=None, form_key=str(at), seed=f"{at:08}".encode(), now=NOON
        )
        LegalNotice.objects.filter(pk=notice.pk).update(snapshot=text)
        found += check(client, address_of(notice), one.name, one)
        found += check(moderator, notice.get_absolute_url(), one.name, one)
    assert found == []
    assert LegalNotice.objects.count() == len(packs)


def test_nothing_of_a_notice_is_in_its_mail_and_nothing_runs_in_its_case_file(known_attacks: list[Attack]) -> None:
    article = make_article(NOON)
    comment = Comment.objects.create(article=article, user=ann(), name="Ann", text="Hello", posted_at=NOON)
    for at, one in enumerate(known_attacks[::6]):
        text = kept(one.text)
        said = Said(f"§ {text}", f"Because {text}", "x", f"G {text}", "g@example.com", in_good_faith=True)
        notice = notify(
            kind="comment", number=comment.pk, said=said, by=None, form_key=str(at), seed=f"{at:08}".encode(), now=NOON
        )
        sent = letter(notice)
        assert "Because" not in sent.subject + str(sent.body)
        assert sent.message().get_content_type() == "text/plain"
        archive = zipfile.ZipFile(io.BytesIO(case_file(notice=notice, by=mo(), now=NOON)))
        page = archive.read(f"notice-{notice.reference}/case.html").decode()
        # Our own file has a meta element with its policy and none of the site's: only what could run is looked for.
        inside = page.partition("<dl>")[2].partition("</dl>")[0]
        assert [fault for fault in faults(inside) if "element 'd" not in str(fault)] == [], one.name
    assert mail.outbox == []
