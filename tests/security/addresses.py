"""Every address of the site, and what it answers to whom."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

NOBODY, READER, APPLICANT, EDITOR, SUSPENDED = "nobody", "reader", "applicant", "editor", "suspended"
EVERYBODY = (NOBODY, READER, APPLICANT, EDITOR, SUSPENDED)
OPEN = dict.fromkeys(EVERYBODY, 200)
# Somebody whose account is shut is nobody: their session is worth nothing.
SIGN_IN = {NOBODY: 302, SUSPENDED: 302}
USERS = {**OPEN, **SIGN_IN}
EDITORS = {READER: 403, APPLICANT: 403, EDITOR: 200, **SIGN_IN}
AUTHORS_ONLY = {READER: 200, APPLICANT: 403, EDITOR: 403, **SIGN_IN}
# Of a decision about the reader; it is not there for others.
CONCERNED = {READER: 200, APPLICANT: 404, EDITOR: 200, **SIGN_IN}
VISITORS_ONLY = {NOBODY: 200, SUSPENDED: 200, READER: 302, APPLICANT: 302, EDITOR: 302}
ADMIN = {NOBODY: 302, SUSPENDED: 302, READER: 302, APPLICANT: 302, EDITOR: 200}
SUPERUSERS = {**ADMIN, EDITOR: 403}


def same(status: int) -> dict[str, int]:
    return dict.fromkeys(EVERYBODY, status)


POST_ONLY = same(405)
NOTHING_THERE = same(404)

# The name of each address in urls.py, and what GET answers to whom. Those of the admin are below.
GET: dict[str, dict[str, int]] = {
    "home": OPEN,
    "a/<int:article_id>/": same(301),
    "article": OPEN,
    "article_history": OPEN,
    "article_withdrawal": EDITORS,
    # The corrections desk; its publisher's people and contributors: tests/corrections/test_pages.py.
    "article_contest": OPEN,
    "follow_contest": OPEN,
    "contests": USERS,
    "contest_desk": {**NOTHING_THERE, EDITOR: 200, **SIGN_IN},
    "publisher_contests": EDITORS,
    "corrections": OPEN,
    "corrections_feed": OPEN,
    "corrections_json": OPEN,
    "you_watches": USERS,
    "you_watch": USERS,
    "crawler": OPEN,
    "signal_picture": OPEN,
    "signal_went": POST_ONLY,
    "numbers": OPEN,
    "numbers_file": NOTHING_THERE,
    # Whose it is: tests/reads/test_pages.py. There is no such form.
    "article_numbers": EDITORS,
    "article_numbers_file": {**EDITORS, EDITOR: 404},
    "feed_check": USERS,
    "items": EDITORS,
    "item_again": same(405),
    # Its own people, each by their role: tests/publishers_desk/.
    "publisher_desk": EDITORS,
    "publisher_figures": {**EDITORS, EDITOR: 404},
    "publisher_articles": EDITORS,
    "publisher_contract": EDITORS,
    "publisher_export": EDITORS,
    "publisher_export_file": {**EDITORS, EDITOR: 404},
    "publisher_leave": EDITORS,
    "publisher_feeds": EDITORS,
    "publisher_feed_set": POST_ONLY,
    "publisher_taken": {**EDITORS, EDITOR: 404},
    "publishers_opml": OPEN,
    "publisher": OPEN,
    "author": OPEN,
    "topic": OPEN,
    "about": OPEN,
    "advertisers": OPEN,
    "image": same(404),
    "publishers": OPEN,
    "feed": OPEN,
    "publisher_feed": OPEN,
    "author_feed": OPEN,
    "topic_feed": OPEN,
    "thread_feed": OPEN,
    "person_feed": OPEN,
    "topic_comments_feed": OPEN,
    # Answers POST too, which needs nothing and changes nothing: tests/api/test_comment_counts.py.
    "counts_of_addresses": same(400),
    "sitemap": OPEN,
    "sitemap_articles": OPEN,
    "sitemap_news": OPEN,
    "robots": OPEN,
    "healthz": OPEN,
    "websub_hub": same(405),
    "websub_callback": same(404),
    "comment_list": OPEN,
    "comment_counts": OPEN,
    "comment": OPEN,
    "comment_rest": OPEN,
    "comment_post": USERS,
    "comment_reply": USERS,
    "comment_edit": AUTHORS_ONLY,
    "comment_withdraw": AUTHORS_ONLY,
    "comment_like": same(302),
    "comment_history": {**AUTHORS_ONLY, EDITOR: 200},
    "article_thread": EDITORS,
    "moderation_rules": EDITORS,
    # Who moderates without being an editor: tests/moderation/test_pages.py.
    "moderation": EDITORS,
    "moderation_case": EDITORS,
    "moderation_user": EDITORS,
    "moderation_replies": EDITORS,
    "moderation_people": EDITORS,
    "moderation_decide": POST_ONLY,
    "moderation_claim": POST_ONLY,
    "moderation_again": POST_ONLY,
    "moderation_appeal": POST_ONLY,
    "moderation_undo": POST_ONLY,
    "moderation_sanction": POST_ONLY,
    "moderation_note": POST_ONLY,
    "moderation_lift": POST_ONLY,
    "publisher_apply": USERS,
    # What others applied for is not there: tests/pages/test_joining.py.
    "publisher_joining": {**NOTHING_THERE, APPLICANT: 200, **SIGN_IN},
    # Who has the address of a mail needs nothing else; the tests' is no such: tests/publishers/test_prove_by_mail.py.
    "publisher_proof": same(410),
    "publisher_invitation": {**same(410), **SIGN_IN},
    "publisher_people": EDITORS,
    "publisher_profile": EDITORS,
    "publisher_applications": EDITORS,
    "publisher_application": EDITORS,
    "latest": OPEN,
    "near": OPEN,
    "near_keep": POST_ONLY,
    # Takes no form of ours, and does nothing but count: tests/ranking/test_signals.py.
    "signal": POST_ONLY,
    "your_page": USERS,
    "your_page_learning": POST_ONLY,
    "your_page_erase": POST_ONLY,
    "your_page_change": POST_ONLY,
    "story": OPEN,
    "story/<int:story_id>/": same(301),
    "story_feed": OPEN,
    "story_edit": EDITORS,
    "story_undo": POST_ONLY,
    "desk": EDITORS,
    "desk_keep": POST_ONLY,
    "desk_funds": EDITORS,
    "desk_log": EDITORS,
    "desk_log_csv": EDITORS,
    "desk_undo": POST_ONLY,
    "sitemap_stories": same(404),
    "place": same(301),
    "places": OPEN,
    "places_json": OPEN,
    "choose_place": POST_ONLY,
    "article_places": OPEN,
    "topic_proposals": EDITORS,
    "topic_proposal": {**EDITORS, EDITOR: 404},
    "topic_edits": EDITORS,
    "topic_edit": EDITORS,
    "search": OPEN,
    "search_feed": same(404),
    "opensearch": OPEN,
    "save_search": same(302),
    "saved_searches": USERS,
    "saved_search_delete": same(302),
    "saved_search_feed": same(404),
    "you": USERS,
    "you_following": USERS,
    "you_saved": USERS,
    "you_history": USERS,
    "you_hidden": USERS,
    "you_digest": USERS,
    "you_export": USERS,
    "you_erase": USERS,
    "you_follow": USERS,
    "you_save": USERS,
    "you_hide": USERS,
    "you_less": USERS,
    # Who has the address of a mail needs nothing else (RFC 8058): tests/readers/test_letter.py.
    "digest_off": OPEN,
    "notices": USERS,
    "notice": {**NOTHING_THERE, **SIGN_IN},
    "notice_settings": USERS,
    # Answers programs: GET leads to the page that has the button.
    "notice_device": same(302),
    # As with the digest: tests/notices/test_pages.py.
    "notices_off": OPEN,
    "push_worker": OPEN,
    "followed_threads": USERS,
    "followed_thread": USERS,
    "user": OPEN,
    "you_profile": USERS,
    "you_takeaway": USERS,
    "you_takeaway_file": {**NOTHING_THERE, **SIGN_IN},
    "account_erase": USERS,
    "house_rules": OPEN,
    # Nobody is told of both ways on; who is signed in has the form.
    "report": OPEN,
    "legal_notice": OPEN,
    # Who has the address that was given for the notice needs nothing else: tests/legal/test_pages.py.
    "follow_notice": OPEN,
    "you_reports": USERS,
    "decision": CONCERNED,
    "decision_appeal": CONCERNED,
    "moderation_log": OPEN,
    "moderation_feed": OPEN,
    "transparency_latest": same(302),
    "transparency": OPEN,
    "transparency_json": OPEN,
    "legal_desk": EDITORS,
    "legal_case": POST_ONLY,
    "you_people": USERS,
    # The draft is the reader's own: to others it is not there, but for editors.
    "write_new": {**same(302), READER: 200},
    "contributors": OPEN,
    "contributors_join": {**USERS, READER: 302},
    "write_list": {**same(302), READER: 200},
    "write_labels": {**same(302), READER: 200, EDITOR: 200},
    "write_review": CONCERNED,
    "write_standards": CONCERNED,
    # What is not published yet is not corrected; and what others wrote, an editor does not correct.
    "write_correct": {**CONCERNED, READER: 302, EDITOR: 403},
    **dict.fromkeys(["write_steps", "write_remarks", "write_strike", "write_discard"], POST_ONLY),
    "write_draft": CONCERNED,
    # One's own alone: who does not write here is led to where they can begin. The article is another's, and nobody has
    # a statement yet; tests/pages/test_money_pages.py has those who do.
    "write_numbers": {**same(302), READER: 200},
    "write_statements": {**same(302), READER: 200},
    "write_figures": {**same(302), READER: 404},
    "write_article_numbers": {**same(302), READER: 404},
    "write_article_figures": {**same(302), READER: 404},
    "write_statement": {**same(302), READER: 404},
    "publisher_statements": EDITORS,
    "publisher_statement": {**EDITORS, EDITOR: 404},
    "write_save": {**same(405)},
    "write_pictures": {**same(405)},
    "write_card": CONCERNED,
    "write_find": CONCERNED,
    "write_preview": CONCERNED,
    "write_revisions": CONCERNED,
    "write_revision": CONCERNED,
    # Nobody mutes themselves: the number in the test is the reader's own.
    "you_person": {**USERS, READER: 404},
    "account_name": USERS,
    "usersessions_list": USERS,
    "mfa_index": USERS,
    "mfa_list_webauthn": USERS,
    # They ask for the password once more, or find nothing yet: tests/accounts/test_second_step.py.
    **dict.fromkeys(
        [
            *("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes"),
            *("mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
            *("mfa_login_webauthn", "socialaccount_signup"),
        ],
        same(302),
    ),
    "mfa_deactivate_totp": {**same(404), **SIGN_IN},
    "mfa_view_recovery_codes": {**same(404), **SIGN_IN},
    "mfa_download_recovery_codes": {**same(404), **SIGN_IN},
    "socialaccount_login_cancelled": OPEN,
    "socialaccount_login_error": same(401),
    "socialaccount_connections": USERS,
    # Off, as long as the operator names no house: tests/accounts/test_house_login.py.
    "openid_connect_login": same(404),
    "openid_connect_callback": same(404),
    "account": USERS,
    "account_login": VISITORS_ONLY,
    "account_signup": VISITORS_ONLY,
    "account_logout": USERS,
    "account_reauthenticate": USERS,
    "account_change_password": USERS,
    "account_set_password": same(302),
    "account_confirm_login_code": same(302),
    "account_email": USERS,
    "account_inactive": OPEN,
    "account_email_verification_sent": OPEN,
    "account_confirm_email": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
}
# Ours and allauth's that take a form; a stranger is told to sign in, and nothing happens.
POST = {
    "comment_post",
    "comment_reply",
    "comment_edit",
    "comment_withdraw",
    "comment_like",
    "publisher_apply",
    "publisher_application",
    "publisher_joining",
    "publisher_invitation",
    "publisher_people",
    "publisher_profile",
    "contributors_join",
    "write_labels",
    "write_steps",
    "write_remarks",
    "write_strike",
    "write_discard",
    "write_correct",
    "near_keep",
    "your_page_learning",
    "your_page_erase",
    "your_page_change",
    "story_edit",
    "story_undo",
    "desk_keep",
    "desk_undo",
    "desk_funds",
    "choose_place",
    "article_places",
    "topic_proposal",
    "topic_edit",
    "save_search",
    "saved_search_delete",
    "you_history",
    "you_digest",
    "you_profile",
    "you_takeaway",
    "account_erase",
    "notices",
    "notice_settings",
    "notice_device",
    "followed_thread",
    "you_erase",
    "you_follow",
    "you_save",
    "you_hide",
    "article_contest",
    "follow_contest",
    "contest_desk",
    "you_watches",
    "you_watch",
    "article_withdrawal",
    "article_thread",
    "moderation_rules",
    "moderation_decide",
    "moderation_claim",
    "moderation_again",
    "moderation_appeal",
    "moderation_undo",
    "moderation_sanction",
    "moderation_note",
    "moderation_lift",
    "moderation_replies",
    "moderation_people",
    "feed_check",
    "item_again",
    "publisher_articles",
    "publisher_contract",
    "publisher_export",
    "publisher_leave",
    "publisher_feeds",
    "publisher_feed_set",
    "publisher_taken",
    "report",
    "legal_notice",
    "follow_notice",
    "decision_appeal",
    "legal_desk",
    "legal_case",
    "you_person",
    "account_name",
    "usersessions_list",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "socialaccount_connections",
    "account_login",
    "account_signup",
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reset_password",
}


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """The name (or the pattern itself) and the whole pattern of every address, the admin's aside."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.app_name != "admin":
                yield from addresses(one.url_patterns, pattern)
        elif isinstance(one, URLPattern):
            yield one.name or pattern, pattern


def path_of(pattern: str, values: dict[str, Any]) -> str:
    """A pattern of Django's with the newsroom's values in it."""

    def value(found: re.Match[str]) -> str:
        given = values[found[1]]
        return str(given[pattern.partition("/")[0]] if isinstance(given, dict) else given)

    plain = re.sub(r"<(?:\w+:)?(\w+)>", value, re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern))
    return "/" + plain.replace("^", "").replace("$", "").replace("\\Z", "")
