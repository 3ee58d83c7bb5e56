"""Muting and blocking: what changes for who does it, and that nothing changes for the other."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.block import block, unblock
from newsstand.accounts.blocks import hears_nothing_of, is_blocked_by
from newsstand.accounts.models import Block
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from tests import people
from tests.accounts.test_pages import is_ours, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
MUTE, BLOCK = Block.Kind.MUTE, Block.Kind.BLOCK


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def test_muting_is_one_way_and_one_row() -> None:
    ann, eve = people.ann(), people.eve()
    block(by=ann, of=eve, kind=MUTE, now=NOW)
    block(by=ann, of=eve, kind=MUTE, now=NOW)
    assert (hears_nothing_of(ann, eve), hears_nothing_of(eve, ann)) == (True, False)
    assert not is_blocked_by(eve, ann)
    block(by=ann, of=eve, kind=BLOCK, now=NOW)
    assert (is_blocked_by(eve, ann), is_blocked_by(ann, eve)) == (True, False)
    assert Block.objects.count() == 1
    assert unblock(by=ann, of=eve)
    assert not unblock(by=ann, of=eve)
    assert not hears_nothing_of(ann, eve)


def test_nobody_mutes_themselves_and_nobody_blocks_who_moderates() -> None:
    ann, ed = people.ann(), people.ed()
    with pytest.raises(ValueError, match="yourself"):
        block(by=ann, of=ann, kind=MUTE, now=NOW)
    with pytest.raises(ValueError, match="muted, not blocked"):
        block(by=ann, of=ed, kind=BLOCK, now=NOW)
    block(by=ann, of=ed, kind=MUTE, now=NOW)


def test_of_who_is_muted_no_notice_tells_but_of_a_decision_it_does() -> None:
    ann, ed = people.ann(), people.ed()
    block(by=ann, of=ed, kind=MUTE, now=NOW)
    tell(user=ann, kind=Notice.Kind.REPLY, key="reply:1", title="Ed answers", now=NOW, about=ed)
    tell(user=ann, kind=Notice.Kind.DECISION, key="decision:1", title="A decision", now=NOW)
    assert [notice.kind for notice in Notice.objects.filter(user=ann)] == ["decision"]


def test_a_list_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.accounts.block.MOST", 1)
    block(by=people.ann(), of=people.eve(), kind=MUTE, now=NOW)
    block(by=people.ann(), of=people.eve(), kind=BLOCK, now=NOW)
    with pytest.raises(ValueError, match="holds 1 people already"):
        block(by=people.ann(), of=people.ben(), kind=MUTE, now=NOW)


def test_the_page_mutes_blocks_and_takes_back_and_leads_back(client: Client) -> None:
    ann, eve = people.ann(), people.eve()
    client.force_login(ann)
    page = client.get(f"/you/people/{eve.pk}?next=/a/1/x%23comment-3")
    assert is_ours(page)
    assert 'value="/a/1/x#comment-3"' in text_of(page)
    answer = client.post(f"/you/people/{eve.pk}", {"wanted": "mute", "next": "/a/1/x#comment-3"})
    assert answer["Location"] == "/a/1/x#comment-3"
    assert Block.objects.get().kind == MUTE
    listed = client.get("/you/people")
    assert is_ours(listed)
    assert "Eve" in text_of(listed)
    client.post(f"/you/people/{eve.pk}", {"wanted": "block"})
    assert Block.objects.get().kind == BLOCK
    answer = client.post(f"/you/people/{eve.pk}", {"wanted": "clear", "next": "https://evil.example/"})
    assert answer["Location"] == "/you/people"
    assert not Block.objects.exists()
    assert is_ours(client.get("/you/people"))


def test_what_the_page_cannot_do_it_says(client: Client) -> None:
    ann, ed = people.ann(), people.ed()
    client.force_login(ann)
    refused = client.post(f"/you/people/{ed.pk}", {"wanted": "block"})
    assert refused.status_code == 422
    assert "can be muted, not blocked" in text_of(refused)
    assert client.post(f"/you/people/{ed.pk}", {"wanted": "?"}).status_code == 422
    assert client.get(f"/you/people/{ann.pk}").status_code == 404
    assert client.get("/you/people/999999999").status_code == 404
    answers = [client.post(f"/you/people/{ed.pk}", {"wanted": "clear"}).status_code for _ in range(31)]
    assert 429 in answers


def test_who_left_can_be_taken_off_the_list_and_not_be_looked_up_otherwise(client: Client) -> None:
    ann, eve = people.ann(), people.eve()
    block(by=ann, of=eve, kind=MUTE, now=NOW)
    eve.is_active = False
    eve.save()
    client.force_login(ann)
    assert client.post(f"/you/people/{eve.pk}", {"wanted": "clear"}).status_code == 302
    assert client.get(f"/you/people/{eve.pk}").status_code == 404


def test_strangers_are_asked_to_sign_in() -> None:
    eve = people.eve()
    for path in ("/you/people", f"/you/people/{eve.pk}"):
        assert Client().get(path)["Location"].startswith("/accounts/login/")
        assert Client().post(path, {"wanted": "mute"}).status_code == 302
    assert not Block.objects.exists()


def test_the_other_sees_nothing_of_it() -> None:
    ann, eve = people.ann(), people.eve()
    client = Client()
    client.force_login(eve)
    paths = ["/account", "/you", "/you/people", f"/you/people/{ann.pk}", "/you/notices", f"/user/{ann.pk}", "/"]

    def seen() -> list[tuple[int, str]]:
        answers = [client.get(path) for path in paths]
        return [(one.status_code, without_tokens(text_of(one))) for one in answers]

    before = seen()
    block(by=ann, of=eve, kind=BLOCK, now=NOW)
    assert seen() == before


def without_tokens(html: str) -> str:
    """A page without what is another in every answer."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
    return re.sub(r"<time[^>]*>[^<]*</time>", "", html)
