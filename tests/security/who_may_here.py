"""Who may do what with the two doors of issue 6: a publisher's pages, a contributor's, the desks.

Everybody: who is not signed in; a reader; an editor of the site; the people of The Beacon by their role, and its owner
while suspended; the owner of another publisher; the contributor whose draft and article it is, and while suspended;
another contributor; who applied for a publisher.
"""

from dataclasses import dataclass, field
from typing import Any

NOBODY, READER, EDITOR, APPLICANT = "nobody", "reader", "editor", "applicant"
OWNER, ITS_EDITOR, VIEWER, OTHER_OWNER = "owner", "publisher's editor", "viewer", "other owner"
WRITER, OTHER_WRITER = "contributor", "other contributor"
SUSPENDED_OWNER, SUSPENDED_WRITER = "suspended owner", "suspended contributor"
# Who is suspended sees what they saw before.
AS_WHOM = {SUSPENDED_OWNER: OWNER, SUSPENDED_WRITER: WRITER}
IN_GOOD_STANDING = frozenset({READER, EDITOR, APPLICANT, OWNER, ITS_EDITOR, VIEWER, OTHER_OWNER, WRITER, OTHER_WRITER})
SIGNED_IN = IN_GOOD_STANDING | set(AS_WHOM)
ALL = SIGNED_IN | {NOBODY}
ITS_PEOPLE = frozenset({OWNER, ITS_EDITOR, VIEWER, EDITOR})
CHANGERS = frozenset({OWNER, ITS_EDITOR, EDITOR})
OWNERS = frozenset({OWNER, EDITOR})
EDITORS = frozenset({EDITOR})
ITS_WRITER = frozenset({WRITER})
THEIRS = frozenset({WRITER, EDITOR})
WRITERS = frozenset({WRITER, OTHER_WRITER})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """Who sees a page; what GET answers others; who may send `form`, which does something then and nothing else.

    `elsewhere` is what GET answers those of `led`. `is_deed`: whether the form changes a row when it is taken.
    """

    sees: frozenset[str] = NONE
    refused: int = 403
    sends: frozenset[str] = NONE
    form: dict[str, Any] = field(default_factory=dict)
    led: frozenset[str] = NONE
    elsewhere: int = 302
    is_deed: bool = True


def only_post(sends: frozenset[str], form: dict[str, Any], **more: Any) -> Row:
    """An address that takes a form and has no page."""
    return Row(NONE, 405, sends, form, **more)


OPEN = Row(ALL)
MINE = Row(WRITERS, 302)
MINE_ALONE = Row(ITS_WRITER, 302, led=frozenset({OTHER_WRITER}), elsewhere=404)
DRAFT = Row(THEIRS, 404)
ITS_PAGE = Row(ITS_PEOPLE)
ANSWER = {"outcome": "stands", "text": "Two of us have read it again: it stands."}
TERMS = {"excerpt_words": "40", "embargo_minutes": "0", "indexing": "noindex", "attribution": "The Beacon", "seen": "0"}
PROFILE = {"description": "News of the harbour.", "language": "en", "site_url": "https://beacon.example/"}
PAID_TO = {"name": "The Beacon", "method": "iban", "where": "DE89 3704 0044 0532 0130 00"}
APPLICATION = {"name": "The Lens", "address": "https://lens.example/", "about": "News of the lighthouse."}

# The name of each address; after "#" which thing of two it is: "#own" is the contributor's own published article.
HERE: dict[str, Row] = {
    "contributors": OPEN,
    "contributors_join": Row(
        SIGNED_IN - WRITERS - {SUSPENDED_WRITER},
        302,
        IN_GOOD_STANDING - WRITERS,
        {"byline": "Marlow Quillfeather", "about": "Writes.", "agrees": "yes"},
    ),
    "write_list": MINE,
    "write_new": Row(WRITERS, 302, WRITERS),
    "write_labels": Row(
        WRITERS | EDITORS,
        302,
        WRITERS,
        {"label": "writer", "proof": "https://a.example/1 https://a.example/2 https://a.example/3"},
    ),
    "write_review": DRAFT,
    "write_standards": DRAFT,
    "write_card": DRAFT,
    "write_find": DRAFT,
    "write_preview": DRAFT,
    "write_revisions": DRAFT,
    "write_draft": Row(THEIRS, 404, ITS_WRITER, {"version": "1", "headline": "Another headline"}),
    "write_save": only_post(ITS_WRITER, {"version": "1", "headline": "Another headline"}),
    "write_pictures": only_post(ITS_WRITER, {"picture": "a file"}),
    "write_revision": Row(THEIRS, 404, ITS_WRITER),
    "write_steps": only_post(ITS_WRITER, {"action": "submit"}),
    "write_steps#own": only_post(THEIRS, {"action": "withdraw", "reason": "It is not true any more."}),
    "write_remarks": only_post(THEIRS, {"text": "Who says so?"}),
    "write_discard": only_post(ITS_WRITER, {"sure": "yes"}),
    "write_strike#own": only_post(EDITORS, {"why": "spam", "explanation": "It is an advertisement."}),
    "write_correct#own": Row(
        ITS_WRITER, 404, ITS_WRITER, {"kind": "correction", "note": "It was May."}, led=EDITORS, elsewhere=403
    ),
    "write_numbers": MINE,
    "write_figures": MINE,
    "write_article_numbers#own": MINE_ALONE,
    "write_article_figures#own": MINE_ALONE,
    # What is held of whom: tests/pages/ads/test_earnings_pages.py.
    "write_earnings": MINE,
    "write_payouts": Row(WRITERS, 302, WRITERS, PAID_TO),
    "write_statements": MINE,
    "write_statement": MINE_ALONE,
    "publishers": OPEN,
    "publishers_opml": OPEN,
    "publisher_apply": Row(SIGNED_IN, sends=IN_GOOD_STANDING, form=APPLICATION),
    "publisher_joining": Row(frozenset({APPLICANT}), 404, frozenset({APPLICANT}), {"do": "withdraw"}),
    "publisher_applications": Row(EDITORS),
    "publisher_application": Row(
        EDITORS, 403, EDITORS, {"decision": "decline", "ground": "other", "reason": "It is not a newspaper."}
    ),
    # It reads what is at the address that is given, and keeps nothing.
    "feed_check": Row(SIGNED_IN, sends=SIGNED_IN, form={"address": ""}, is_deed=False),
    # Who has the address needs nothing else; it is not one that holds: tests/publishers/test_prove_by_mail.py.
    "publisher_proof": Row(refused=410),
    # The contributor was invited; who else has the address sees for whom it is.
    "publisher_invitation": Row(SIGNED_IN, sends=ITS_WRITER),
    "publisher_desk": ITS_PAGE,
    "publisher_figures": ITS_PAGE,
    "publisher_contests": ITS_PAGE,
    "publisher_earnings": ITS_PAGE,
    # No editor of the site: the money is the publisher's.
    "publisher_payouts": Row(ITS_PEOPLE, 403, frozenset({OWNER}), PAID_TO),
    "publisher_statements": ITS_PAGE,
    "publisher_statement": ITS_PAGE,
    "items": ITS_PAGE,
    "item_again": only_post(CHANGERS, {}),
    "publisher_people": Row(
        ITS_PEOPLE, 403, OWNERS, {"do": "invite", "email": "somebody@example.org", "role": "viewer"}
    ),
    "publisher_profile": Row(ITS_PEOPLE, 403, CHANGERS, PROFILE),
    "publisher_articles": Row(ITS_PEOPLE, 403, CHANGERS, {"one": "{article_id}", "reason": "It was ours to take."}),
    "publisher_taken": Row(ITS_PEOPLE, 403, CHANGERS),
    "publisher_contract": Row(ITS_PEOPLE, 403, OWNERS, TERMS),
    "publisher_export": Row(ITS_PEOPLE, 403, OWNERS),
    "publisher_export_file": Row(OWNERS),
    "publisher_leave": Row(ITS_PEOPLE, 403, OWNERS, {"articles": "kept", "name": "The Beacon"}),
    # Whether it connects: tests/publishers_desk; the one door has a connection of its own, which waits for ours.
    "publisher_feeds": Row(ITS_PEOPLE, 403, CHANGERS, {"address": ""}, is_deed=False),
    "publisher_feed_set": only_post(CHANGERS, {"wanted": "pause"}),
    "article_withdrawal": Row(CHANGERS, 403, CHANGERS, {"reason": "It was ours to take."}),
    # A contributor withdraws by a step of the draft.
    "article_withdrawal#own": Row(EDITORS, 403, EDITORS, {"reason": "It was not."}),
    "article_numbers": ITS_PAGE,
    "article_numbers_file": ITS_PAGE,
    "article_numbers#own": Row(THEIRS),
    "article_numbers_file#own": Row(THEIRS),
    "article_contest": Row(
        ALL, sends=IN_GOOD_STANDING, form={"statement": "the road to be shut", "evidence": "It was not shut."}
    ),
    # Who has the address needs nothing else: tests/corrections/test_pages.py.
    "follow_contest": OPEN,
    "contests": Row(SIGNED_IN),
    "contest_desk": Row(ITS_PEOPLE, 404, CHANGERS, ANSWER),
    "contest_desk#own": Row(THEIRS, 404, THEIRS, ANSWER),
    "corrections": OPEN,
    "corrections_feed": OPEN,
    "corrections_json": OPEN,
    "numbers": OPEN,
    "numbers_file": OPEN,
    # What others never see; who is suspended reads on, and asks to be told.
    "you_watches": Row(SIGNED_IN, sends=SIGNED_IN, form={"wanted": "on"}),
    "you_watch": Row(SIGNED_IN, sends=SIGNED_IN, form={"wanted": "on"}),
    "desk": Row(EDITORS),
    "desk_keep": only_post(EDITORS, {}, is_deed=False),
    "desk_funds": Row(
        EDITORS,
        403,
        EDITORS,
        {"do": "book", "month": "{this_month}", "kind": "grant", "note": "A letter", "amount": "12.50", "key": "once"},
    ),
    "desk_log": Row(EDITORS),
    "desk_log_csv": Row(EDITORS),
    "desk_undo": only_post(EDITORS, {"kind": "funds", "number": "{booking_id}"}),
}
