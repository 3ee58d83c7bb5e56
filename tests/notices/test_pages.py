"""A user's notices: what is new first, opened and read; how they hear of them; and nobody else's."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.models import Block, User
from newsstand.articles.models import Article
from newsstand.comments.models import Follower
from newsstand.notices.letter import token_of
from newsstand.notices.models import Device, Notice, Wish
from newsstand.notices.tell import tell
from newsstand.notices.wishes import DEFAULTS, wishes_of
from tests.comments.conftest import NOW
from tests.comments.talk import make_article, signed_in
from tests.people import ann, ben, eve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def told(user: User, title: str = "Ben answers you", kind: str = "reply", **fields: object) -> Notice:
    given = {"key": title, "address": "/about", "now": NOW, **fields}
    notice = tell(user=user, kind=Notice.Kind(kind), title=title, **given)  # type: ignore[arg-type]
    assert notice is not None
    return notice


def test_the_bell_counts_what_is_not_read_and_nobody_has_one(client: Client) -> None:
    assert "masthead-notices" not in client.get("/about").content.decode()
    mine = signed_in(ann())
    assert "masthead-unread" not in mine.get("/about").content.decode()
    told(ann()), told(ann(), "Cy answers you"), told(ben(), "Of no concern")
    assert 'masthead-unread">2<' in mine.get("/about").content.decode()


def test_what_is_not_read_stands_first_and_everything_is_escaped() -> None:
    old = told(ann(), "<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    told(ann(), "Newer")
    mine = signed_in(ann())
    mine.get(f"/you/notices/{Notice.objects.get(title='Newer').pk}")
    html = mine.get("/you/notices").content.decode()
    assert html.index("&lt;script&gt;") < html.index("Newer")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert f"/you/notices/{old.pk}" in html


def test_an_opened_notice_is_read_and_leads_to_its_place() -> None:
    notice = told(ann())
    answer = signed_in(ann()).get(f"/you/notices/{notice.pk}")
    assert answer["Location"] == "/about"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "/\\evil"])
def test_a_notice_leads_to_no_other_site(address: str) -> None:
    notice = told(ann(), address=address)
    assert signed_in(ann()).get(f"/you/notices/{notice.pk}")["Location"] == "/you/notices"


def test_nobody_opens_or_marks_what_others_are_told() -> None:
    notice = told(ann())
    hers = signed_in(eve())
    assert hers.get(f"/you/notices/{notice.pk}").status_code == 404
    assert hers.post("/you/notices", {"notice": str(notice.pk)}).status_code == 404
    hers.post("/you/notices", {"notice": str(notice.pk), "wanted": "all"})
    assert "Ben answers you" not in hers.get("/you/notices").content.decode()
    assert Client().get(f"/you/notices/{notice.pk}")["Location"].startswith("/accounts/login/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_that_the_page_knew_of_is_marked_and_what_came_since_is_not() -> None:
    first = told(ann())
    later = told(ann(), "Later")
    signed_in(ann()).post("/you/notices", {"wanted": "all", "notice": str(first.pk)})
    assert list(Notice.objects.unread()) == [later]


def test_a_long_list_has_pages_and_each_notice_stands_on_one() -> None:
    for number in range(70):
        notice = told(ann(), f"Notice {number:03}.")
        if number % 2:
            Notice.objects.filter(pk=notice.pk).update(read_at=NOW)
    mine, seen, address = signed_in(ann()), [], "/you/notices"
    while address:
        html = mine.get(address).content.decode()
        seen += [number for number in range(70) if f">Notice {number:03}.<" in html]
        _, _, rest = html.partition('rel="next" href="')
        address = f"/you/notices{rest.partition(chr(34))[0]}" if rest else ""
    assert sorted(seen) == list(range(70))
    assert mine.get("/you/notices?before=x").status_code == 400


def test_a_kind_can_be_looked_at_alone() -> None:
    told(ann()), told(ann(), "A decision", "decision")
    html = signed_in(ann()).get("/you/notices?kind=decision").content.decode()
    assert "A decision" in html
    assert "Ben answers you" not in html
    assert signed_in(ann()).get("/you/notices?kind=nothing").status_code == 404


def test_what_somebody_did_who_is_blocked_since_is_gone_from_page_and_bell() -> None:
    told(ann(), about=eve())
    Block.objects.create(by=ann(), of=eve(), kind="mute", since=NOW)
    html = signed_in(ann()).get("/you/notices").content.decode()
    assert "Ben answers you" not in html
    assert "masthead-unread" not in html


def test_wishes_are_kept_and_what_makes_no_sense_is_refused() -> None:
    mine = signed_in(ann())
    chosen = {f"mail-{kind}": "never" for kind in Notice.Kind.values} | {"push-site": "on"}
    assert mine.post("/you/notices/settings", chosen).status_code == 302
    assert {one.mail for one in wishes_of(ann()).values()} == {"never"}
    assert [kind for kind, one in wishes_of(ann()).items() if one.push] == ["site"]
    assert mine.post("/you/notices/settings", chosen | {"mail-reply": "every minute"}).status_code == 422
    assert wishes_of(ben()) == dict(DEFAULTS)


def test_one_click_stops_all_mail_without_signing_in_and_looking_stops_nothing() -> None:
    address = f"/notices/off/{token_of(ann())}"
    assert Client().get(address).status_code == 200
    assert not Wish.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert {one.mail for one in wishes_of(ann()).values()} == {"never"}
    assert wishes_of(ann())["reply"].push
    assert Client().get(f"/notices/off/{token_of(ann())}x").status_code == 404


def test_a_thread_is_followed_and_left_with_a_button() -> None:
    article: Article = make_article(NOW - timedelta(days=1))
    mine = signed_in(ann())
    place = f"/you/threads/{article.pk}"
    assert "Follow<span" in mine.get(place).content.decode()
    assert mine.post(place, {"wanted": "follow"})["Location"] == f"{article.get_absolute_url()}#comments"
    assert Follower.objects.get().user == ann()
    assert article.headline in mine.get("/you/threads").content.decode()
    assert mine.post(place, {"wanted": "unfollow", "back": "list"})["Location"] == "/you/threads"
    assert not Follower.objects.exists()
    assert mine.get("/you/threads/99999999").status_code == 404
    assert Client().post(place, {"wanted": "follow"})["Location"].startswith("/accounts/login/")


def test_a_device_is_removed_by_its_user_alone() -> None:
    device = Device.objects.create(user=ann(), endpoint="https://push.example/1", digest="d", since=NOW)
    assert signed_in(eve()).post("/you/notices/settings", {"device": str(device.pk)}).status_code == 404
    assert signed_in(ann()).post("/you/notices/settings", {"device": str(device.pk)}).status_code == 302
    assert not Device.objects.exists()


def test_the_worker_for_push_stands_at_the_root_and_its_policy_lets_nothing_else_run(client: Client) -> None:
    answer = client.get("/push.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert 'importScripts("/static/pages/push-worker.' in answer.content.decode()
