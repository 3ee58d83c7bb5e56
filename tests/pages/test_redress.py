"""Who may look at what of reports, decisions, notices, the log and the figures, and what forms do."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.models import User
from newsstand.comments import write
from newsstand.comments.models import Comment
from newsstand.legal.models import LegalNotice
from newsstand.legal.token import address_of
from newsstand.lib import clock
from newsstand.moderation.appeal import appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Appeal, Decision, Finding, Report
from newsstand.moderation.report import report
from newsstand.moderation.sanction import sanction
from tests.comments.talk import make_article, say, signed_in
from tests.legal.test_notices import given
from tests.moderation.test_appeal import flo
from tests.moderation.town import NOON, comment_of
from tests.people import ann, ben, cy, di, ed, eve, mo
from tests.security.whole_page import page_faults

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
FORM = re.compile(r'name="form" value="([^"]+)"')
LEGAL = {"law": "§ 186", "explanation": "It accuses", "address": "https://x/", "in_good_faith": "on"}
STRANGER = {**LEGAL, "name": "Gus", "email": "gus@example.com"}


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    yield
    cache.clear()


def suspended() -> User:
    sanction(user=di(), kind="suspend", by=ed(), reason="spam", days=3, now=NOON)
    return di()


def banned() -> User:
    sanction(user=cy(), kind="ban", by=ed(), reason="spam", now=NOON)
    return cy()


PEOPLE = {
    "nobody": None,
    "reader": eve,
    "reporter": ben,
    "author": ann,
    "moderator": mo,
    "editor": ed,
    "suspended": suspended,
    "banned": banned,
}
OPEN = dict.fromkeys(PEOPLE, 200)
CONCERNED = {
    **dict.fromkeys(PEOPLE, 404),
    "nobody": 302,
    "reporter": 200,
    "author": 200,
    "moderator": 200,
    "editor": 200,
}
MODERATORS = {**dict.fromkeys(PEOPLE, 403), "nobody": 302, "moderator": 200, "editor": 200}
TABLE: dict[str, dict[str, int]] = {
    "/report/comment/{comment}": OPEN,
    "/report/article/{article}": OPEN,
    "/report/profile/{author}": OPEN,
    "/report/comment/{comment}/legal": OPEN,
    "/report/comment/999999": dict.fromkeys(PEOPLE, 404),
    "/report/ad/1": dict.fromkeys(PEOPLE, 404),
    "{notice}": OPEN,
    "/notice/nonsense": dict.fromkeys(PEOPLE, 404),
    "/you/reports": {**OPEN, "nobody": 302},
    "/decisions/{decision}": CONCERNED,
    "/decisions/{decision}/appeal": CONCERNED,
    "/decisions/999999": {**dict.fromkeys(PEOPLE, 404), "nobody": 302},
    "/moderation/log": OPEN,
    "/moderation/log?reason=spam": OPEN,
    "/moderation/log?reason=nonsense": dict.fromkeys(PEOPLE, 400),
    "/moderation/log?before=yesterday": dict.fromkeys(PEOPLE, 400),
    "/moderation/log.atom": OPEN,
    "/moderation/transparency": dict.fromkeys(PEOPLE, 302),
    "/moderation/transparency/2026": OPEN,
    "/moderation/transparency/2026.json": OPEN,
    "/moderation/transparency/1900": dict.fromkeys(PEOPLE, 404),
    "/about/rules": OPEN,
    "/moderation/notices/{reference}": MODERATORS,
    "/moderation/notices/AAAA-AAAA-AAAA": {
        **dict.fromkeys(PEOPLE, 403),
        "nobody": 302,
        "moderator": 404,
        "editor": 404,
    },
}


def town() -> dict[str, Any]:
    """A comment of Ann's that stands and has a notice, and another that Ben reported and Mo removed."""
    standing, gone = comment_of(), comment_of(text="You thief", now=NOON + timedelta(minutes=2))
    report(kind="comment", number=gone.pk, by=ben(), reason="abusive", text="Ben says so", now=NOON)
    decision = decide(
        kind="comment", number=gone.pk, by=mo(), action="remove", reason="abusive", explanation="To Ann only", now=NOON
    )
    notice = given(standing)
    return {
        "comment": standing.pk,
        "article": standing.article_id,
        "author": ann().pk,
        "decision": decision.pk,
        "notice": address_of(notice),
        "reference": notice.reference,
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_sees_what_the_table_says(who: str) -> None:
    values, maker = town(), PEOPLE[who]
    client = signed_in(maker()) if maker else Client()
    seen = {}
    for path in TABLE:
        answer = client.get(path.format(**values))
        seen[path] = answer.status_code
        if who == "nobody":
            assert not answer.cookies, path
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            assert page_faults(answer.content.decode()) == [], path
    assert seen == {path: wanted[who] for path, wanted in TABLE.items()}


def test_a_statement_says_more_to_the_author_than_to_the_reporter() -> None:
    path = f"/decisions/{town()['decision']}"
    author, reporter, moderator = (signed_in(who()).get(path).content.decode() for who in (ann, ben, mo))
    for page in (author, reporter, moderator):
        assert "Attack on a person" in page
        assert "You thief" in page
        assert "out-of-court" in page
    assert "To Ann only" in author
    assert "To Ann only" not in reporter
    assert "To Ann only" in moderator
    assert "A moderator. No program decided it." in author
    assert not re.search(r"\bMo\b", author)
    assert "Ben" not in author
    assert f'href="{path}/appeal"' in author
    assert "/appeal" not in reporter


def test_a_decision_by_a_rule_says_so_and_shows_the_words_it_found() -> None:
    comment = comment_of(text="Buy <b>cheap</b> boats here")
    Finding.objects.create(
        kind="comment", number=comment.pk, phase="words", verdict="hold", evidence="A word of the list",
        text=comment.text, start=7, end=12, found_at=NOON,
    )  # fmt: skip
    held = decide(kind="comment", number=comment.pk, by=None, action="hold", reason="banned_word", now=NOON)
    page = signed_in(ann()).get(f"/decisions/{held.pk}").content.decode()
    assert "A rule, with no person" in page
    assert "A word of the list" in page
    assert "&lt;b&gt;<mark>cheap</mark>&lt;/b&gt;" in page
    assert "Until a moderator has decided" in page


def test_the_author_appeals_on_the_page_and_sees_what_becomes_of_it() -> None:
    number = town()["decision"]
    client = signed_in(ann())
    empty = client.post(f"/decisions/{number}/appeal", {"text": " "})
    assert (empty.status_code, "Say why" in empty.content.decode()) == (422, True)
    assert client.post(f"/decisions/{number}/appeal", {"text": "It was <i>irony</i>"}).status_code == 302
    page = client.get(f"/decisions/{number}").content.decode()
    assert "It was &lt;i&gt;irony&lt;/i&gt;" in page
    assert "Waiting" in page
    assert client.post(f"/decisions/{number}/appeal", {"text": "Again"}).status_code == 422
    assert Appeal.objects.count() == 1


def test_a_report_is_sent_corrected_and_found_again() -> None:
    comment, client = comment_of(), signed_in(ben())
    path = f"/report/comment/{comment.pk}"
    wrong = client.post(path, {"text": "What I <b>typed</b>"})
    assert wrong.status_code == 422
    assert "Choose one of the reasons." in wrong.content.decode()
    assert "What I &lt;b&gt;typed&lt;/b&gt;" in wrong.content.decode()
    sent = client.post(path, {"reason": "spam", "text": "It sells boats"})
    assert (sent.status_code, sent["Location"]) == (302, "/you/reports")
    again = client.get(path).content.decode()
    assert "It sells boats" in again
    assert re.search(r'value="spam"[^>]* checked', again)
    client.post(path, {"reason": "abusive", "text": ""})
    assert Report.objects.get().reason == "abusive"
    mine = client.get("/you/reports").content.decode()
    assert "Attack on a person" in mine
    assert "Waiting for a moderator" in mine
    assert "Attack" not in signed_in(eve()).get("/you/reports").content.decode()


def test_a_held_comment_has_no_link_to_a_form_that_would_show_it() -> None:
    comment, client = comment_of(), signed_in(ben())
    client.post(f"/report/comment/{comment.pk}", {"reason": "spam"})
    assert "Correct it" in client.get("/you/reports").content.decode()
    decide(kind="comment", number=comment.pk, by=None, action="hold", reason="spam", now=NOON)
    page = client.get("/you/reports").content.decode()
    assert "Correct it" not in page
    assert "whether it is shown again" in page


def test_who_is_not_signed_in_is_led_to_the_two_ways_and_reports_nothing() -> None:
    comment, nobody = comment_of(), Client()
    path = f"/report/comment/{comment.pk}"
    page = nobody.get(path).content.decode()
    assert f'href="{path}/legal"' in page
    assert "/accounts/login/" in page
    answer = nobody.post(path, {"reason": "spam"})
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert not Report.objects.exists()


def test_a_lot_of_reports_at_once_have_to_wait_and_lose_nothing() -> None:
    client = signed_in(ben())
    for at in range(7):
        comment = comment_of(text=f"Words {at}", now=NOON + timedelta(minutes=at))
        answer = client.post(f"/report/comment/{comment.pk}", {"reason": "spam", "text": f"Number {at}"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Number 6" in answer.content.decode()
    assert Report.objects.count() == 6


def test_a_form_shows_nothing_that_everybody_may_not_see() -> None:
    held, article = comment_of(text="Held secret"), make_article(NOON, headline="Tomorrow’s secret", slug="tomorrow")
    decide(kind="comment", number=held.pk, by=None, action="hold", reason="spam", now=NOON)
    type(article).objects.filter(pk=article.pk).update(opens_at=LATER + timedelta(days=1))
    withdrawn = say(make_article(NOON, slug="other"), ann(), "Withdrawn secret", NOON)
    write.withdraw(comment=withdrawn, user=ann(), now=NOON)
    for path in (f"comment/{held.pk}", f"article/{article.pk}", f"comment/{withdrawn.pk}"):
        for client in (Client(), signed_in(eve())):
            for end in ("", "/legal"):
                answer = client.get(f"/report/{path}{end}")
                assert answer.status_code == 404, path
                assert "secret" not in answer.content.decode()


def test_a_stranger_gives_notice_without_a_cookie_and_follows_it() -> None:
    comment, nobody = comment_of(), Client(enforce_csrf_checks=True)
    path = f"/report/comment/{comment.pk}/legal"
    [key] = FORM.findall(nobody.get(path).content.decode())
    missing = nobody.post(path, {**LEGAL, "form": key})
    assert missing.status_code == 422
    assert "Give your name" in missing.content.decode()
    sent = nobody.post(path, {**STRANGER, "form": key})
    assert sent.status_code == 302
    assert nobody.post(path, {**STRANGER, "form": key})["Location"] == sent["Location"]
    notice = LegalNotice.objects.get()
    page = nobody.get(sent["Location"]).content.decode()
    assert notice.reference in page
    assert not nobody.cookies
    signed_in(mo()).post(notice.get_absolute_url(), {"deed": "legal", "explanation": "An <u>opinion</u>"})
    page = nobody.get(sent["Location"]).content.decode()
    assert "An &lt;u&gt;opinion&lt;/u&gt;" in page
    assert nobody.post(sent["Location"], {"text": "It names him"}).status_code == 302
    assert Appeal.objects.get().by is None
    assert "Waiting" in nobody.get(sent["Location"]).content.decode()


def test_a_notice_needs_a_form_of_ours_from_a_page_of_ours() -> None:
    comment, nobody = comment_of(), Client()
    path = f"/report/comment/{comment.pk}/legal"
    [key] = FORM.findall(nobody.get(path).content.decode())
    assert nobody.post(path, {**STRANGER, "form": key}, headers={"origin": "https://evil.example"}).status_code == 403
    for wrong in ("", "x", key[:-2], key + "x"):
        answer = nobody.post(path, {**STRANGER, "form": wrong})
        assert answer.status_code == 422
        assert "It accuses" in answer.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben())
    assert strict.post(path, {**LEGAL, "form": key}).status_code == 403
    assert not LegalNotice.objects.exists()


def test_one_network_gives_five_notices_an_hour() -> None:
    nobody = Client()
    for at in range(6):
        comment = comment_of(text=f"Words {at}", now=NOON + timedelta(minutes=at))
        path = f"/report/comment/{comment.pk}/legal"
        [key] = FORM.findall(nobody.get(path).content.decode())
        answer = nobody.post(path, {**STRANGER, "email": f"g{at}@example.com", "form": key})
    assert answer.status_code == 429
    assert LegalNotice.objects.count() == 5


def test_moderators_work_on_a_notice_on_its_page() -> None:
    comment = comment_of()
    notice, client = given(comment), signed_in(mo())
    path = notice.get_absolute_url()
    assert client.post(path, {"deed": "review"}).status_code == 302
    assert client.post(path, {"deed": "note", "text": "Asked the lawyer"}).status_code == 302
    refused = client.post(path, {"deed": "illegal", "ground": "", "explanation": "My words"})
    assert refused.status_code == 422
    assert "My words" in refused.content.decode()
    assert client.post(path, {"deed": "illegal", "ground": "§ 186", "explanation": "Yes"}).status_code == 302
    page = client.get(path).content.decode()
    assert "Asked the lawyer" in page
    assert "Asked the lawyer" not in Client().get(address_of(notice)).content.decode()
    file = client.post(f"{path}/case.zip")
    assert (file["Content-Type"], file.content[:2]) == ("application/zip", b"PK")
    assert client.get(f"{path}/case.zip").status_code == 405
    assert signed_in(eve()).post(f"{path}/case.zip").status_code == 403
    assert signed_in(eve()).post(path, {"deed": "legal", "explanation": "No"}).status_code == 403


def log_of_a_day(now: datetime = NOON) -> list[Decision]:
    """What was done about Ann, whom nobody names, by Mo and Ed and a rule."""
    made = []
    for at, (by, action, reason, ground) in enumerate(
        [
            (mo(), "remove", "personal_data", ""),
            (mo(), "remove", "illegal", "Ann Act § 5"),
            (ed(), "approve", "", ""),
            (None, "hold", "spam", ""),
        ]
    ):
        comment = comment_of(text=f"Private words {at}", now=now + timedelta(minutes=at))
        made.append(
            decide(
                kind="comment",
                number=comment.pk,
                by=by,
                action=action,
                reason=reason,
                ground=ground,
                explanation="Between us",
                now=now + timedelta(minutes=at),
            )
        )
    made.append(sanction(user=ann(), kind="mute", by=mo(), reason="spam", days=3, now=now).decision)
    return made


def test_the_log_names_nobody_and_repeats_nothing() -> None:
    log_of_a_day()
    page, feed = (Client().get(f"/moderation/log{end}").content.decode() for end in ("", ".atom"))
    for text in (page, feed):
        for secret in ("Ann", "Private words", "Between us", ">Mo<", ">Ed<", f"/user/{ann().pk}"):
            assert secret not in text, secret
        assert "… Act § 5" in text
        assert "A comment was removed" in text
        assert "A user may not comment" in text
    names = set(re.findall(r"Moderator [2-9A-Z]{4}", page))
    assert len(names) == 2
    assert set(re.findall(r"Moderator [2-9A-Z]{4}", feed)) == names


def test_a_moderator_has_another_name_next_month() -> None:
    log_of_a_day()
    log_of_a_day(NOON + timedelta(days=30))
    assert len(set(re.findall(r"Moderator [2-9A-Z]{4}", Client().get("/moderation/log").content.decode()))) == 4


def test_the_log_is_paged_and_filtered_with_the_same_number_of_queries(django_assert_max_num_queries: Any) -> None:
    comment = comment_of()
    rows = Decision.objects.bulk_create(
        Decision(
            kind="comment",
            number=comment.pk,
            user=ann(),
            by=mo(),
            action="remove",
            reason="spam" if at % 2 else "hate",
            decided_at=NOON + timedelta(seconds=at // 3),
        )
        for at in range(120)
    )
    appeal(decision=rows[-1], by=ann(), text="No", now=LATER)
    seen: list[int] = []
    address: str | None = "/moderation/log"
    while address:
        with django_assert_max_num_queries(4):
            html = Client().get(address).content.decode()
        seen += map(int, re.findall(r'id="decision-(\d+)"', html))
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = f"/moderation/log{found[1]}".replace("&amp;", "&") if found else None
    assert seen == [row.pk for row in reversed(rows)]
    only = Client().get("/moderation/log?reason=hate").content.decode()
    assert only.count('id="decision-') == 50
    assert "Advertising or repeated text." not in only


def test_the_log_says_what_was_taken_back_and_what_appeals_came_to() -> None:
    from newsstand.moderation.appeal import settle_appeal
    from newsstand.moderation.undo import undo

    first, second, *_ = log_of_a_day()
    undo(decision=first, by=mo(), now=NOON + timedelta(minutes=9))
    made = appeal(decision=second, by=ann(), text="No", now=NOON + timedelta(minutes=10))
    settle_appeal(appeal=made, by=flo(), upheld=True, answer="Between us too", now=NOON + timedelta(minutes=11))
    page = Client().get("/moderation/log").content.decode()
    assert "Taken back" in page
    assert f"Takes back decision {first.pk}" in page
    assert "Appealed: the decision stands" in page
    assert "Between us too" not in page


def test_articles_and_profiles_are_reported_the_same_way() -> None:
    article, client = make_article(NOON, text="The whole text"), signed_in(ben())
    page = client.get(f"/report/article/{article.pk}").content.decode()
    assert article.headline in page
    assert "The whole text" not in page
    for path in (f"/report/article/{article.pk}", f"/report/profile/{ann().pk}"):
        assert client.post(path, {"reason": "misinformation", "text": "Look"}).status_code == 302
    assert set(Report.objects.values_list("kind", flat=True)) == {"article", "profile"}
    assert "The whole text" not in client.get("/you/reports").content.decode()
    assert f'href="/report/article/{article.pk}"' in client.get(article.get_absolute_url()).content.decode()


def test_the_rules_give_the_numbers_in_force(settings: Any) -> None:
    settings.NEWSSTAND_REPORTS_TO_HOLD = 17
    settings.NEWSSTAND_APPEAL_DAYS = 200
    settings.NEWSSTAND_CONTACT = "mailto:desk@news.example"
    page = Client().get("/about/rules").content.decode()
    for words in ("by 17 people", "for 200 days", "mailto:desk@news.example", "No threats", "3 links"):
        assert words in page, words
    home = Client().get("/about").content.decode()
    assert 'href="/about/rules"' in home
    assert 'href="/moderation/log"' in home


def test_a_comment_has_a_link_to_report_it() -> None:
    comment = comment_of()
    for client in (Client(), signed_in(ben())):
        page = client.get(comment.article.get_absolute_url()).content.decode()
        assert f'href="/report/comment/{comment.pk}"' in page
    assert 'href="/about/rules"' in page
    assert Comment.objects.count() == 1
