"""Who may do what with the third door: an advertiser's pages, its ads in review, the counter.

Everybody: who is not signed in; a reader; an editor of the site; a moderator; the people of River Bakery by their role,
and its owner while suspended; the owner of another advertiser; a cashier, and while suspended.
"""

from tests.security.who_may_here import Row, only_post

NOBODY, READER, EDITOR, MODERATOR = "nobody", "reader", "editor", "moderator"
OWNER, MANAGER, VIEWER, OTHER_OWNER = "owner", "manager", "viewer", "other owner"
CASHIER, SUSPENDED_OWNER, SUSPENDED_CASHIER = "cashier", "suspended owner", "suspended cashier"
# Who is suspended sees what they saw before.
AS_WHOM = {SUSPENDED_OWNER: OWNER, SUSPENDED_CASHIER: CASHIER}
IN_GOOD_STANDING = frozenset({READER, EDITOR, MODERATOR, OWNER, MANAGER, VIEWER, OTHER_OWNER, CASHIER})
SIGNED_IN = IN_GOOD_STANDING | set(AS_WHOM)
ALL = SIGNED_IN | {NOBODY}
# Editors are not among them: the newsroom sees nothing of who advertises for how much.
ITS_PEOPLE = frozenset({OWNER, MANAGER, VIEWER, CASHIER})
MAKERS = frozenset({OWNER, MANAGER})
OWNERS = frozenset({OWNER})
CASHIERS = frozenset({CASHIER})
MODERATORS = frozenset({MODERATOR, EDITOR})
NONE: frozenset[str] = frozenset()

OPEN = Row(ALL)
ITS_PAGE = Row(ITS_PEOPLE)
PLAN = {"name": "Winter", "pricing": "cpc", "bid": "0.25", "total": "40", "starts": "2099-01-05"}
AD = {
    "headline": "Rolls from the mill by the river",
    "text": "Open every morning from six.",
    "landing": "https://bakery.example.org/rolls",
    "category": "food",
    "payer": "River Bakery Ltd",
}
RULE = {
    "do": "make", "campaign": "{campaign}", "metric": "click cost", "side": "over", "days": "3", "limit": "0.40",
    "least": "100", "rest": "24", "deed": "bid", "change": "-10", "lowest": "0.10",
}  # fmt: skip

# The name of each address; after "#" which ad of the bakery's it is: one that waits, or one that was not sent in.
ADS: dict[str, Row] = {
    "advertisers": OPEN,
    "advertisers_join": Row(SIGNED_IN, sends=IN_GOOD_STANDING, form={"name": "New Shop", "zone": "UTC"}),
    "advertiser_desk": ITS_PAGE,
    "advertiser_report": ITS_PAGE,
    "advertiser_estimate": ITS_PAGE,
    "advertiser_changes": ITS_PAGE,
    "advertiser_campaign": Row(ITS_PEOPLE, 403, MAKERS, {"do": "pause"}),
    "advertiser_rules": Row(ITS_PEOPLE, 403, MAKERS, RULE),
    "advertiser_conversions": Row(ITS_PEOPLE, 403, MAKERS, {"do": "make"}),
    "advertiser_people": Row(
        ITS_PEOPLE, 403, OWNERS, {"do": "invite", "email": "somebody@example.org", "role": "viewer"}
    ),
    "advertiser_close": Row(ITS_PEOPLE, 403, OWNERS, {"name": "River Bakery"}),
    # It writes a file, and keeps nothing.
    "advertiser_export": Row(NONE, 403, OWNERS, led=ITS_PEOPLE, is_deed=False),
    # The reader was invited; who else has the address sees for whom it is.
    "advertiser_invitation": Row(SIGNED_IN, sends=frozenset({READER})),
    "advertiser_topics": Row(MAKERS),
    "advertiser_campaign_new": Row(MAKERS, 403, MAKERS, PLAN),
    "advertiser_campaign_edit": Row(MAKERS, 403, MAKERS, PLAN),
    "advertiser_ad_new": Row(MAKERS, 403, MAKERS, AD),
    "advertiser_ad_preview": Row(MAKERS, 403, MAKERS, AD, is_deed=False),
    "advertiser_ad#waits": Row(ITS_PEOPLE | MODERATORS, 403, MAKERS, {"do": "retire"}),
    "advertiser_ad#draft": Row(ITS_PEOPLE, 403, MAKERS, AD | {"do": "send"}),
    "advertiser_suspend": Row(MODERATORS, 403, MODERATORS, {"why": "Its bread is none."}),
    "advertiser_money": Row(ITS_PEOPLE, 403, OWNERS, {"do": "pay", "amount": "200", "provider": "invoice"}),
    "advertiser_money_file": ITS_PAGE,
    "advertiser_invoice#bill": ITS_PAGE,
    "counter": Row(CASHIERS, 403, CASHIERS, {"do": "paid", "number": "{bill}", "note": "Statement 14"}),
    "counter_held": Row(CASHIERS),
    "counter_hold": Row(CASHIERS, 403, CASHIERS, {"do": "release", "why": "A story went round."}),
    "counter_payouts": Row(CASHIERS, 403, CASHIERS, {"do": "keep", "owner": "{owed}", "why": "Whose is it?"}),
    "counter_payouts_file": Row(CASHIERS),
    "counter_house": Row(
        CASHIERS, 403, CASHIERS, {"headline": "Write for us", "text": "Whoever can.", "landing": "/contributors"}
    ),
    # They see nothing but what is shown to everybody. What each token opens: tests/pages/ads/.
    "ads": OPEN,
    "ads_json": OPEN,
    "ads_ad": OPEN,
    "ads_txt": OPEN,
    "sellers_json": OPEN,
    "slots_why": OPEN,
    # Who is suspended reads on, and chooses what they read.
    "you_ads": Row(SIGNED_IN, sends=SIGNED_IN, form={"category": "food"}),
    # Signed by a server, or refused: tests/api/test_conversions.py, tests/advertisers/test_paying.py.
    "conversions": only_post(NONE, {"click": "1"}),
    "stripe_hook": only_post(NONE, {"type": "checkout.session.completed"}),
}
# What a page's script asks for, and a click: without a token that we made they do nothing (tests/pages/ads/).
OF_TOKENS = frozenset({"slots_fill", "slots_without", "slots_view", "slots_click"})
