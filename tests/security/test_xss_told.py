"""Every known attack through profiles, notices, their mail, and the feeds of comments: thirty at a time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from newsstand.accounts.models import Profile
from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.lib.stamps import touch
from newsstand.notices.letter import letter
from newsstand.notices.models import Notice
from tests import people
from tests.algorithms.browser_parse import faults
from tests.comments.talk import make_article, signed_in
from tests.security.attacks import Attack
from tests.security.test_xss_end_to_end import texts_in
from tests.security.test_xss_redress import check, kept

pytestmark = [pytest.mark.data, pytest.mark.django_db]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT_ONCE = 30


def some(attacks: list[Attack]) -> Iterator[list[Attack]]:
    for first in range(0, len(attacks), AT_ONCE):
        yield attacks[first : first + AT_ONCE]


def notices_of(attacks: list[Attack]) -> list[Notice]:
    """Notices to Ann with the attacks in all that somebody else wrote."""
    return Notice.objects.bulk_create(
        Notice(user=people.ann(), kind="reply", key=f"reply:{at}", title=kept(one.text)[:200], text=kept(one.text),
               address="/comments/1", made_at=NOON + timedelta(seconds=at))
        for at, one in enumerate(attacks)
    )  # fmt: skip


def faults_of(mail: EmailMultiAlternatives) -> Counter[str]:
    """What in the mail's HTML a text of somebody else's must not bring along."""
    [page] = mail.alternatives
    return Counter(str(fault) for fault in faults(str(page[0])))


def test_nothing_in_a_notice_runs_on_its_page_or_in_its_mail(known_attacks: list[Attack]) -> None:
    browser = signed_in(people.ann())
    # A mail is a whole page with a style: what it says of harmless notices is ours.
    ours = faults_of(letter(people.ann(), notices_of([Attack("none", "Hello")] * AT_ONCE), mark="1"))
    found: list[str] = []
    for part in some(known_attacks):
        Notice.objects.all().delete()
        notices = notices_of(part)
        found += check(browser, "/you/notices", f"{part[0].name} and the next")
        mail = letter(people.ann(), notices, mark="1")
        assert "\n" not in str(mail.subject)
        found += [f"mail of {part[0].name} and the next: {fault}" for fault in faults_of(mail) - ours]
    assert found == []


def test_nothing_that_somebody_says_of_themselves_runs(known_attacks: list[Attack], client: Client) -> None:
    ann = people.ann()
    profile = Profile.objects.create(user=ann, changed_at=NOON)
    found: list[str] = []
    # As an older version might have kept it: a form of ours takes a line of plain text.
    for attack in known_attacks:
        Profile.objects.filter(pk=profile.pk).update(about=kept(attack.text)[: Profile.LONGEST])
        touch([f"user:{ann.pk}"])
        found += check(client, f"/user/{ann.pk}", attack.name)
    assert found == []


def test_nothing_in_a_comment_runs_where_feeds_are_read(known_attacks: list[Attack], client: Client) -> None:
    ann = people.ann()
    found: list[str] = []
    for part in some(known_attacks):
        article = make_article(NOON)
        Comment.objects.bulk_create(
            Comment(article=article, user=ann, name=kept(one.text)[:100] or "x", text=kept(one.text), posted_at=NOON)
            for one in part
        )
        Article.objects.filter(pk=article.pk).update(comment_count=len(part))
        for form in ("rss", "atom", "json"):
            answer = client.get(f"{article.get_absolute_url()}/comments.{form}")
            assert answer.status_code == 200
            texts = list(texts_in(answer.content, form))
            assert len(texts) >= len(part)
            found += [f"{part[0].name} and the next in {form}: {fault}" for _, text in texts for fault in faults(text)]
    for form in ("rss", "atom", "json"):
        body = client.get(f"/user/{ann.pk}/comments.{form}").content
        found += [f"her feed, {form}: {fault}" for _, text in texts_in(body, form) for fault in faults(text)]
    assert found == []
