"""Every page that a visitor can come to, and as whom."""

from collections.abc import Callable
from dataclasses import dataclass

from newsstand.accounts.block import block
from newsstand.accounts.describe import describe
from newsstand.accounts.models import Block, User
from newsstand.advertisers.choose import choose
from newsstand.advertisers.contexts import PageContext
from newsstand.advertisers.house import furnish
from newsstand.advertisers.models import Ad
from newsstand.comments.followers import follow_thread
from newsstand.comments.models import Comment
from newsstand.comments.write import post, withdraw
from newsstand.contributors.models import DraftRevision
from newsstand.ingest.models import Item
from newsstand.legal.token import address_of
from newsstand.lib.clock import now
from newsstand.moderation.cases import open_case
from newsstand.notices.letter import token_of as notices_token_of
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.pages.listing import cursor_of
from newsstand.people.ask_erasure import ask_erasure
from newsstand.people.models import Erasure
from newsstand.publishers.models import Application
from newsstand.readers.letter import token_of
from newsstand.readers.models import Affinity
from newsstand.topics.models import Topic
from tests import people
from tests.advertisers.running import running
from tests.advertisers.town import cashier
from tests.browser import advertised, contested, drafted, earned, outlets, redress
from tests.browser.coverage import covered
from tests.browser.town import Town
from tests.contributors.desk import written
from tests.reads.readers import read_for_days


@dataclass(frozen=True, slots=True)
class Place:
    """`path` of a page in the town; `user` makes its visitor, None is nobody; `status` is what it answers."""

    path: Callable[[Town], str]
    user: Callable[[], User] | None = None
    status: int = 200


def joining(name: str) -> str:
    """The page of one of Cy's applications."""
    return f"/publishers/apply/{Application.objects.get(name=name).pk}"


def latest(**wanted: object) -> int:
    return Comment.objects.filter(withdrawn_at=None, **wanted).order_by("-id")[0].pk


def a_case() -> int:
    """A comment that was reported, before the moderators."""
    comment = Comment.objects.get(pk=latest(user=people.ben()))
    return open_case(kind="comment", number=comment.pk, author=comment.user, reported=1, now=comment.posted_at).pk


def deepest(town: Town) -> int:
    """The comment that has the most above it."""
    return Comment.objects.filter(article=town.main).order_by("-depth")[0].pk


def alone(town: Town) -> int:
    """A comment that was withdrawn, and that nobody has answered."""
    gone = post(article=town.quiet, user=people.di(), text="Nonsense", now=now())
    withdraw(comment=gone, user=people.di(), now=now())
    return gone.pk


def believing(town: Town) -> str:
    """A page that believes two things of Ann, one of them by her word."""
    for topic, strength, said in zip(Topic.objects.order_by("pk")[:2], (0.4, -0.8), ("", "less"), strict=True):
        Affinity.objects.get_or_create(
            user=people.ann(),
            topic=topic,
            defaults={"strength": strength, "said": said, "met": 3, "changed_at": town.main.published_at},
        )
    return "/you/page"


def told(town: Town, path: str) -> str:
    """A page of Ben's, who was answered, told of a decision, follows a conversation and says who he is."""
    ben, today = people.ben(), town.main.published_at
    tell(user=ben, kind=Notice.Kind.DECISION, key="one", title="A moderator left it as it is", now=today)
    tell(user=ben, kind=Notice.Kind.REPLY, key="two", title="Di answers you " + "x" * 90, text="Why? " * 40, now=today)
    Notice.objects.filter(user=ben, key="one").update(read_at=today)
    describe(user=ben, about=f"I row, and mend {'boats' * 20}.", shows_follows=True, now=today)
    follow_thread(user=ben, article=town.main, now=today)
    return path


def leaving(town: Town) -> str:
    """Di has asked to be erased."""
    ask_erasure(user=people.di(), articles="unnamed", now=town.main.published_at)
    return "/account/erase"


def erased() -> str:
    """The profile of somebody who is gone."""
    moment = now()
    Erasure.objects.get_or_create(number=987654, asked_at=moment, due_at=moment, done_at=moment)
    return "/user/987654"


def not_hearing(_: Town) -> str:
    """The list of somebody whom two annoy."""
    for other, kind in ((people.eve(), Block.Kind.MUTE), (people.cy(), Block.Kind.BLOCK)):
        block(by=people.ann(), of=other, kind=kind, now=now())
    return "/you/people"


def numbers_of(town: Town) -> str:
    """The numbers of an article that was read for a month."""
    read_for_days(town.main, days=28)
    return f"{town.article}/numbers"


def begun() -> int:
    """A draft of Ben's with a little of everything in it."""
    draft = written(people.ben(), now())
    draft.body += "<h2>Next</h2><ul><li>One</li></ul><blockquote><p>At last.</p></blockquote>"
    draft.save()
    return draft.pk


def first_revision(draft: int) -> int:
    return DraftRevision.objects.filter(draft=draft).order_by("pk")[0].pk


def shown_ads(path: str) -> str:
    """A page about an ad that was shown, and one that was taken off."""
    today = now().date()
    for name, state in (("Huber’s bakery", "approved"), ("Dr. Who", "removed")):
        if not Ad.objects.filter(payer=name).exists():
            running(name, state=state, first_shown_on=today, last_shown_on=today, behalf="The guild of the harbour")
    ad = Ad.objects.filter(state=Ad.State.APPROVED).order_by("-pk")[0]
    filled = choose(
        page="front", slots=("front-1",), context=PageContext("front"), owner="site", article=None,
        without=(), seed=1, mark="", now=now(),
    )  # fmt: skip
    return path.format(ad.pk, token=filled[0].token)


def house_ads() -> str:
    """The counter's page of the site's own ads, of which there are three."""
    furnish(now=now())
    return "/counter/house"


PLACES = {
    "front page": Place(lambda _: "/"),
    "front page, signed in": Place(lambda _: "/", people.ann),
    "front page, near a place": Place(lambda _: "/?place=kestermouth"),
    "front page, near a place, signed in": Place(lambda _: "/?place=kestermouth", people.ann),
    "choose a place": Place(lambda _: "/near"),
    "no such place": Place(lambda _: "/near?q=atlantis"),
    "your page": Place(believing, people.ann),
    "latest": Place(lambda _: "/latest"),
    "older articles": Place(lambda town: f"/latest?before={cursor_of(town.main.published_at, town.main.pk)}"),
    "article with a thread": Place(lambda town: town.article),
    "article with a thread, signed in": Place(lambda town: town.article, people.ann),
    "article with a thread, its author": Place(lambda town: town.article, people.ben),
    "article without comments": Place(lambda town: town.empty),
    "article without comments, signed in": Place(lambda town: town.empty, people.ann),
    "history": Place(lambda town: f"{town.article}/history"),
    "history, an editor": Place(lambda town: f"{town.article}/history", people.ed),
    "withdraw an article": Place(lambda town: f"{town.article}/withdraw", people.ed),
    "restore an article": Place(lambda town: f"{town.gone.get_absolute_url()}/withdraw", people.ed),
    "story": Place(lambda town: covered(town).get_absolute_url()),
    "story, signed in": Place(lambda town: covered(town).get_absolute_url(), people.ann),
    "story, an editor": Place(lambda town: f"{covered(town).get_absolute_url()}/edit", people.ed),
    "publisher": Place(lambda _: "/publisher/ferry-post"),
    "fictional publisher": Place(lambda _: "/publisher/courier"),
    "author": Place(lambda _: "/author/isa-quay"),
    "contributor": Place(lambda _: "/author/nell-harbottle"),
    "place": Place(lambda _: "/topic/kestermouth"),
    "place, near": Place(lambda _: "/topic/kestermouth?near=25"),
    "places": Place(lambda _: "/places"),
    "places, found": Place(lambda _: "/places?q=Toledo"),
    "places of an article": Place(lambda town: f"{town.article}/places"),
    "places of an article, an editor": Place(lambda town: f"{town.article}/places", people.ed),
    "proposed topics": Place(lambda _: "/topics/proposals", people.ed),
    "what was done to topics": Place(lambda _: "/topics/edits", people.ed),
    "edit a topic": Place(lambda _: "/topics/edit/kestermouth", people.ed),
    "section": Place(lambda _: "/topic/town"),
    **{name: Place(path, people.cy) for name, path in outlets.PATHS.items()},
    "publishers": Place(lambda _: "/publishers"),
    "publishers, an editor": Place(lambda _: "/publishers", people.ed),
    "apply": Place(lambda _: "/publishers/apply", people.ann),
    "apply, with answers": Place(lambda _: "/publishers/apply", people.cy),
    "application, just begun": Place(lambda _: joining("Begun"), people.cy),
    "application, waiting": Place(lambda _: joining("Waiting"), people.cy),
    "application, declined": Place(lambda _: joining("Declined"), people.cy),
    "people of a publisher": Place(lambda _: "/publishers/ferry-post/people", people.cy),
    "profile of a publisher": Place(lambda _: "/publishers/ferry-post/profile", people.cy),
    "an invitation that holds no more": Place(lambda _: "/publishers/invitation/x", people.ann, 410),
    "a proof that holds no more": Place(lambda _: "/publishers/proof/x", None, 410),
    "applications": Place(lambda _: "/publishers/applications", people.ed),
    "application": Place(lambda _: f"/publishers/applications/{Application.objects.get(name='Waiting').pk}", people.ed),
    "write": Place(lambda _: f"/write/{begun()}", people.ben),
    "write, refused": Place(lambda _: f"/write/{begun()}", people.ann, 404),
    "write, not in hand": Place(lambda _: f"/write/{begun()}", people.ed),
    "begin a draft": Place(lambda _: begun() and "/write/new", people.ben),
    "preview": Place(lambda _: f"/write/{begun()}/preview", people.ben),
    "revisions of a draft": Place(lambda _: f"/write/{begun()}/revisions", people.ben),
    "revision of a draft": Place(
        lambda _: f"/write/{(number := begun())}/revisions/{first_revision(number)}", people.ben
    ),
    "a contributor's figures": Place(lambda _: begun() and "/write/numbers", people.ben),
    "a contributor's statements": Place(lambda _: begun() and "/write/statements", people.ben),
    "what ads earned a contributor": Place(lambda _: begun() and "/write/earnings", people.ben),
    "a contributor's payouts": Place(lambda _: begun() and "/write/payouts", people.ben),
    "what ads earned a publisher": Place(lambda _: "/publishers/ferry-post/earnings", people.cy),
    "what ads earned a publisher, a day held": Place(
        lambda town: earned.held(town) and "/publishers/ferry-post/earnings", people.cy
    ),
    "a statement with ads": Place(earned.closed, people.cy),
    "a publisher's payouts": Place(lambda _: "/publishers/ferry-post/payouts", people.cy),
    "a publisher's statements": Place(lambda _: "/publishers/ferry-post/statements", people.cy),
    "the funds": Place(lambda _: "/desk/funds", people.ed),
    "items": Place(lambda _: "/publishers/ferry-post/items", people.cy),
    "items, an editor": Place(lambda _: f"/publishers/ferry-post/items?item={Item.objects.latest('id').pk}", people.ed),
    "items of others": Place(lambda _: "/publishers/ferry-post/items", people.eve, 403),
    "numbers of an article": Place(numbers_of, people.cy),
    "numbers of an article, of others": Place(lambda town: f"{town.article}/numbers", people.eve, 403),
    "numbers of the site": Place(lambda town: numbers_of(town) and "/about/numbers"),
    "numbers of the site, a year": Place(lambda _: "/about/numbers?days=365"),
    "feed check": Place(lambda _: "/publishers/check", people.cy),
    "search": Place(lambda _: "/search"),
    "search, results": Place(lambda _: '/search?q=ferry+publisher:"The+Ferry+Post"+after:1y'),
    "search, results, signed in": Place(lambda _: "/search?q=harbour+OR+bridge&sort=newest", people.ann),
    "search, a slip": Place(lambda _: "/search?q=harbuor+-x"),
    "search, no such publisher": Place(lambda _: "/search?q=bridge+publisher:fery"),
    "search, nothing found": Place(lambda _: "/search?q=bridge+zeppelin+after:"),
    "saved searches": Place(lambda _: "/search/saved", people.ann),
    "no saved searches": Place(lambda _: "/search/saved", people.ben),
    "your reading": Place(lambda _: "/you", people.ben),
    "your reading, nothing yet": Place(lambda _: "/you", people.di),
    "following": Place(lambda _: "/you/following", people.ben),
    "saved": Place(lambda _: "/you/saved", people.ben),
    "your history": Place(lambda _: "/you/history", people.ben),
    "hidden": Place(lambda _: "/you/hidden", people.ben),
    "digest": Place(lambda _: "/you/digest", people.ben),
    "digest, never asked for": Place(lambda _: "/you/digest", people.di),
    "erase your reading": Place(lambda _: "/you/erase", people.ben),
    "follow": Place(lambda town: f"/you/follow/publisher/{town.publisher.pk}", people.di),
    "less of this": Place(lambda town: f"/you/less/{town.main.pk}", people.ben),
    "notices": Place(lambda town: told(town, "/you/notices"), people.ben),
    "notices, none": Place(lambda _: "/you/notices", people.di),
    "how notices come": Place(lambda _: "/you/notices/settings", people.ben),
    "stop mails about notices": Place(lambda _: f"/notices/off/{notices_token_of(people.ben())}"),
    "followed conversations": Place(lambda town: told(town, "/you/threads"), people.ben),
    "follow a conversation": Place(lambda town: f"/you/threads/{town.main.pk}", people.ann),
    "profile": Place(lambda town: told(town, f"/user/{people.ben().pk}")),
    "profile, another reader": Place(lambda town: told(town, f"/user/{people.ben().pk}"), people.ann),
    "profile, one's own": Place(lambda town: told(town, f"/user/{people.ben().pk}"), people.ben),
    "change the profile": Place(lambda town: told(town, "/you/profile"), people.ben),
    "everything about you": Place(lambda _: "/you/export", people.ben),
    "erase the account": Place(lambda _: "/account/erase", people.ben),
    "erase the account, asked for": Place(leaving, people.di),
    "erased": Place(lambda _: erased(), None, 410),
    "report a comment": Place(lambda _: f"/report/comment/{redress.bens().pk}", people.ann),
    "report a comment again": Place(lambda _: f"/report/comment/{redress.reported()}", people.ann),
    "report an article, not signed in": Place(lambda town: f"/report/article/{town.main.pk}"),
    "report a profile": Place(lambda _: f"/report/profile/{people.ben().pk}", people.ann),
    "notice of illegal content": Place(lambda _: f"/report/comment/{redress.bens().pk}/legal"),
    "follow a notice": Place(lambda _: address_of(redress.noticed())),
    "follow a notice, decided": Place(lambda _: address_of(redress.judged())),
    "a notice, a moderator": Place(lambda _: redress.noticed().get_absolute_url(), people.mo),
    "contributors": Place(lambda _: "/contributors"),
    "become a contributor": Place(lambda _: "/contributors/join", people.di),
    "texts of a contributor": Place(lambda _: drafted.submitted() and "/write", people.ben),
    "labels": Place(lambda _: drafted.submitted() and "/write/labels", people.ben),
    "labels, an editor": Place(lambda _: drafted.asked() and "/write/labels", people.ed),
    "review": Place(lambda _: f"/write/{drafted.submitted()}/review", people.ben),
    "review, an editor": Place(lambda _: f"/write/{drafted.submitted()}/review?remark=2", people.ed),
    "standards": Place(lambda _: f"/write/{drafted.submitted()}/standards", people.ben),
    "correct": Place(lambda _: f"/write/{drafted.out()}/correct", people.ben),
    "contest a statement": Place(lambda town: f"{town.article}/contest"),
    "contest a statement, signed in": Place(lambda town: f"{town.article}/contest", people.ann),
    "contest a statement, sent": Place(lambda town: f"{town.article}/contest?sent=1"),
    "follow a contest": Place(lambda town: f"/contest/{contested.waiting(town).token}", people.ann),
    "follow a contest, not confirmed": Place(lambda town: f"/contest/{contested.unconfirmed(town).token}"),
    "follow a contest, answered": Place(lambda town: f"/contest/{contested.answered(town).token}"),
    "contests": Place(lambda town: contested.waiting(town) and "/publishers/ferry-post/contests", people.cy),
    "contests, settled": Place(lambda town: contested.answered(town) and "/contests?answered=1", people.ed),
    "contests, none": Place(lambda _: "/contests", people.di),
    "a contest, its publisher": Place(lambda town: contested.waiting(town).get_absolute_url(), people.cy),
    "a contest, an editor": Place(lambda town: contested.settled(town).get_absolute_url(), people.ed),
    "corrections": Place(contested.listed),
    "article, corrected and contested": Place(lambda town: contested.settled(town) and town.article),
    "history, corrected and contested": Place(lambda town: contested.settled(town) and f"{town.article}/history"),
    "be told of a correction": Place(lambda town: f"/you/watches/{town.main.pk}", people.ann),
    "corrections you hear of": Place(contested.watched, people.ann),
    "your reports": Place(lambda _: redress.refused() and "/you/reports", people.ann),
    "your reports, none": Place(lambda _: "/you/reports", people.di),
    "decision": Place(lambda _: f"/decisions/{redress.removed().pk}", people.ben),
    "decision, its reporter": Place(lambda _: f"/decisions/{redress.removed().pk}", people.ann),
    "appeal": Place(lambda _: f"/decisions/{redress.refused().pk}/appeal", people.ann),
    "moderation log": Place(lambda _: redress.logged()),
    "moderation log, empty": Place(lambda _: "/moderation/log?reason=hate"),
    "moderation in figures": Place(lambda _: redress.counted()),
    "the rules": Place(lambda _: "/about/rules"),
    "stop the digest": Place(lambda _: f"/digest/off/{token_of(people.ben())}"),
    "about": Place(lambda _: "/about"),
    "advertisers": Place(lambda _: "/advertisers"),
    "an advertiser’s desk": Place(lambda _: advertised.desk(), people.di),
    "an advertiser’s campaign": Place(lambda _: advertised.of_campaign(), people.di),
    "become an advertiser": Place(lambda _: "/advertisers/join", people.ann),
    "a new campaign": Place(lambda _: advertised.desk("/campaigns/new"), people.di),
    "change a campaign": Place(lambda _: f"{advertised.of_campaign()}/edit", people.di),
    "a new ad": Place(lambda _: f"{advertised.of_campaign()}/ads/new", people.di),
    "an ad, not sent in yet": Place(lambda _: advertised.drafted(), people.di),
    "an ad that waits": Place(lambda _: advertised.sent(), people.di),
    "an ad that waits, a moderator": Place(lambda _: advertised.sent(), people.mo),
    "an ad that is shown": Place(lambda _: advertised.approved(), people.di),
    "suspend an advertiser": Place(lambda _: advertised.desk("/suspend"), people.mo),
    "an advertiser, suspended": Place(lambda _: advertised.stopped(), people.mo),
    "not an advertiser’s people": Place(lambda _: advertised.desk(), people.eve, 403),
    "an advertiser’s invoice": Place(lambda _: advertised.billed(), people.di),
    "an invitation to an advertiser": Place(lambda _: advertised.invited(), people.ann),
    "an advertiser’s estimate": Place(lambda _: advertised.desk("/estimate"), people.di),
    "an advertiser’s rules": Place(lambda _: advertised.desk("/rules"), people.di),
    "an advertiser’s conversions": Place(lambda _: advertised.desk("/conversions"), people.di),
    "an advertiser’s money": Place(lambda _: advertised.desk("/money"), people.di),
    "the counter": Place(lambda _: "/counter", cashier),
    "what is held": Place(lambda town: earned.held(town) and "/counter/held", cashier),
    "what is held, a day of it": Place(lambda town: f"/counter/held/{earned.held(town).pk}", cashier),
    "payouts at the counter": Place(lambda _: "/counter/payouts", cashier),
    "an advertiser’s people": Place(lambda _: advertised.desk("/people"), people.di),
    "an advertiser’s changes": Place(lambda _: advertised.desk("/changes"), people.di),
    "an advertiser closes": Place(lambda _: advertised.desk("/close"), people.di),
    "no invitation to an advertiser": Place(lambda _: "/advertisers/invitation/x", people.di, 410),
    "ads of the last year": Place(lambda _: shown_ads("/ads")),
    "an ad of the last year": Place(lambda _: shown_ads("/ads/{}")),
    "no such ads": Place(lambda _: "/ads?q=nothing"),
    "why an ad stands there": Place(lambda _: shown_ads("/slots/why/{token}")),
    "ads switched off": Place(lambda _: "/you/ads?category=food", people.ann),
    "the site’s own ads": Place(lambda _: house_ads(), cashier),
    "crawler": Place(lambda _: "/crawler?host=example.org"),
    "sign in": Place(lambda _: "/accounts/login/"),
    "sign up": Place(lambda _: "/accounts/signup/"),
    "password forgotten": Place(lambda _: "/accounts/password/reset/"),
    "password on its way": Place(lambda _: "/accounts/password/reset/done/"),
    "sign out": Place(lambda _: "/accounts/logout/", people.ann),
    "account": Place(lambda _: "/account", people.ben),
    "account of an editor": Place(lambda _: "/account", people.ed),
    "password": Place(lambda _: "/accounts/password/change/", people.ann),
    "e-mail": Place(lambda _: "/accounts/email/", people.ann),
    "name": Place(lambda _: "/account/name", people.ann),
    "sessions": Place(lambda _: "/accounts/sessions/", people.ann),
    "second step": Place(lambda _: "/accounts/codes/", people.ann),
    "no passkeys": Place(lambda _: "/accounts/codes/webauthn/", people.ann),
    "passkeys, is it you": Place(lambda _: "/accounts/codes/webauthn/add/", people.ann),
    "connected sign-ins": Place(lambda _: "/accounts/house/", people.ann),
    "stopped on the way": Place(lambda _: "/accounts/house/login/cancelled/"),
    "people not heard of": Place(not_hearing, people.ann),
    "mute or block": Place(lambda _: f"/you/people/{people.ben().pk}", people.ann),
    "a thread, newest first": Place(lambda town: f"{town.article}?sort=newest"),
    "the rest of a thread": Place(lambda town: f"/a/{town.main.pk}/comments?sort=oldest"),
    "the rest of a thread, signed in": Place(lambda town: f"/a/{town.main.pk}/comments?sort=liked", people.ann),
    "a comment's page": Place(lambda town: f"/comments/{town.bens_comment.pk}"),
    "a deep comment's page": Place(lambda town: f"/comments/{deepest(town)}", people.ann),
    "a withdrawn comment's page": Place(lambda town: f"/comments/{alone(town)}", None, 410),
    "comment": Place(lambda town: f"/comments/post/{town.quiet.pk}", people.ann),
    "reply": Place(lambda _: f"/comments/{latest()}/reply", people.ann),
    "edit": Place(lambda _: f"/comments/{latest(user=people.ben())}/edit", people.ben),
    "withdraw": Place(lambda _: f"/comments/{latest(user=people.ben())}/withdraw", people.ben),
    "the editors' desk": Place(lambda _: "/desk", people.ed),
    "the editors' log": Place(lambda _: "/desk/log", people.ed),
    "not for moderators": Place(lambda _: "/desk", people.mo, 403),
    "moderation, nothing waits": Place(lambda _: "/moderation", people.mo),
    "moderation": Place(lambda _: a_case() and "/moderation", people.mo),
    "case": Place(lambda _: f"/moderation/cases/{a_case()}", people.mo),
    "record": Place(lambda _: f"/moderation/users/{people.ben().pk}", people.mo),
    "saved replies": Place(lambda _: "/moderation/replies", people.mo),
    "moderators": Place(lambda _: "/moderation/people", people.ed),
    "not a moderator": Place(lambda _: "/moderation", people.ann, 403),
    "rules": Place(lambda _: "/moderation/rules", people.ed),
    "rules, a moderator": Place(lambda _: "/moderation/rules", people.mo),
    "how a thread is held": Place(lambda town: f"{town.article}/thread", people.mo),
    "what a comment said before": Place(lambda _: f"/comments/{latest(user=people.ben())}/history", people.ben),
    "refused": Place(lambda _: f"/comments/{latest(user=people.ben())}/edit", people.ann, 403),
    "not an editor": Place(lambda _: "/publishers/applications", people.ann, 403),
    "bad address": Place(lambda _: "/?before=yesterday", None, 400),
    "not there": Place(lambda _: "/nothing", None, 404),
    "not there, signed in": Place(lambda _: "/nothing", people.ann, 404),
    "withdrawn": Place(lambda town: town.gone.get_absolute_url(), None, 410),
}
