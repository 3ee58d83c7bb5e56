"""Every column that leads to a user: what of its table a user gets in their export, or why nothing.

A test walks all tables: one that stands in neither list fails it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """The `section` of the export that a table's rows make, and the columns that stand in it."""

    section: str
    columns: tuple[str, ...]


# By "app.Model.column".
GIVEN: Mapping[str, Given] = {
    "accounts.FormerName.user": Given("former_names", ("name", "left_at")),
    "accounts.Block.by": Given("muted_and_blocked", ("of", "kind", "since")),
    "accounts.Profile.user": Given("profile", ("about", "shows_follows", "is_removed", "changed_at")),
    "account.EmailAddress.user": Given("email_addresses", ("email", "verified", "primary")),
    "mfa.Authenticator.user": Given("second_factors", ("type", "created_at", "last_used_at")),
    "socialaccount.SocialAccount.user": Given("other_logins", ("provider", "uid", "date_joined", "last_login")),
    "usersessions.UserSession.user": Given("sessions", ("user_agent", "created_at", "last_seen_at")),
    "notices.Notice.user": Given(
        "notices", ("kind", "title", "text", "address", "count", "made_at", "read_at", "mailed_at", "pushed_at")
    ),
    "notices.Wish.user": Given("how_notices_come", ("kind", "mail", "push")),
    "notices.Mailbox.user": Given("mails_with_notices", ("due_at", "day", "mails", "error")),
    "notices.Device.user": Given("devices", ("name", "endpoint", "since", "error")),
    "moderation.Decision.user": Given(
        "decisions_about_you",
        ("kind", "number", "action", "reason", "explanation", "ground", "is_automatic", "snapshot", "decided_at"),
    ),
    "moderation.Decision.by": Given("decisions_you_made", ("kind", "number", "action", "reason", "decided_at")),
    "moderation.Sanction.user": Given("sanctions", ("kind", "since", "until", "lifted_at")),
    "moderation.Report.by": Given(
        "reports", ("kind", "number", "reason", "text", "snapshot", "state", "made_at", "closed_at")
    ),
    "moderation.Appeal.by": Given("appeals", ("decision_id", "text", "state", "answer", "made_at", "decided_at")),
    "moderation.Appointment.user": Given("appointments", ("moderates", "at")),
    "legal.LegalNotice.by": Given(
        "legal_notices",
        ("reference", "kind", "number", "address", "name", "email", "law", "explanation", "state", "made_at"),
    ),
    "publishers.Membership.user": Given("publishers", ("publisher", "role", "since")),
    "publishers.Application.applicant": Given(
        "applications_as_a_publisher", ("name", "address", "about", "applied_at", "state", "reason", "decided_at")
    ),
    "advertisers.Membership.user": Given("advertisers", ("advertiser", "role", "since")),
    "articles.Author.user": Given("contributor", ("name", "slug", "about")),
    "contributors.Contributor.user": Given("writing_here", ("label", "agreed_at")),
    "contributors.Remark.by": Given("remarks_on_drafts", ("draft", "quote", "text", "at", "resolved_at")),
    "corrections.Contest.by": Given(
        "contested_statements", ("article", "statement", "evidence", "evidence_url", "state", "answer", "made_at")
    ),
    "corrections.Watch.user": Given("watched_for_corrections", ("article", "since")),
    "comments.Like.user": Given("likes", ("comment", "liked_at")),
    "comments.Mentioned.user": Given("mentions_of_you", ("comment", "name")),
    "comments.Follower.user": Given("followed_conversations", ("article", "since")),
    "search.SavedSearch.user": Given("saved_searches", ("name", "query", "saved_at")),
    "revenue.PayTo.user": Given("where_your_money_goes", ("name", "method", "hint", "at")),
    "people.Export.user": Given("exports", ("asked_at", "done_at")),
    "people.Erasure.user": Given("erasure", ("asked_at", "due_at", "articles")),
}

# What has a section written for it (export.py, readers/export.py).
WRITTEN: Mapping[str, str] = {
    "comments.Comment.user": "comments",
    "readers.Follow.user": "reading",
    "readers.Hidden.user": "reading",
    "readers.Saved.user": "reading",
    "readers.Seen.user": "reading",
    "readers.FrontPage.user": "reading",
    "readers.Affinity.user": "reading",
    "readers.Digest.user": "reading",
    "readers.AdsOff.user": "reading",
    "ranking.Signal.user": "reading",
}

OFFICE = "what was done as an editor or a moderator: it is the newsroom's record"
TRADE = "what was done for an advertiser or by a cashier: it is the books' record"
LEFT_OUT: Mapping[str, str] = {
    "accounts.Block.of": "who muted or blocked somebody is theirs alone to know",
    "accounts.User_groups.user": "which rights an editor gave: the editors' tables have it",
    "accounts.User_user_permissions.user": "which rights an editor gave: the editors' tables have it",
    "admin.LogEntry.user": OFFICE,
    "notices.Notice.about": "what another user was told",
    "ranking.PageOrder.user": "how your front page was ordered at a moment: what it was made from is in the file",
    "moderation.Note.user": "what moderators say among themselves protects those who report; ask the operator",
    "moderation.Note.by": OFFICE,
    "moderation.Case.author": "what waited for moderators: what they decided is in the file",
    "moderation.Case.claimed_by": OFFICE,
    "moderation.Appeal.decided_by": OFFICE,
    "moderation.Appointment.by": OFFICE,
    "moderation.Rulebook.changed_by": OFFICE,
    "legal.Event.by": OFFICE,
    "publishers.Application.decided_by": OFFICE,
    "publishers.Event.by": OFFICE,
    "publishers.Event.about": "which publishers you belong to is in the file",
    "publishers.Invitation.by": "whom you invited is theirs to tell: their address is not yours",
    "publishers.Proof.user": "how the outlet's domain was proved: what you asked for is among your applications",
    "publishers.ContractChange.by": OFFICE,
    "publishers.FeedEvent.by": OFFICE,
    "publishers_desk.TakeDown.by": OFFICE,
    "publishers_desk.TakeDown.undone_by": OFFICE,
    "publishers_desk.PublisherExport.by": OFFICE,
    "publishers_desk.Departure.by": OFFICE,
    "publishers_desk.Departure.undone_by": OFFICE,
    "advertisers.Change.by": TRADE,
    "advertisers.Change.about": TRADE,
    "advertisers.Invitation.by": "whom you invited is theirs to tell: their address is not yours",
    "advertisers.Ad.made_by": TRADE,
    "advertisers.AdStep.by": TRADE,
    "advertisers.TopUp.by": TRADE,
    "advertisers.TopUp.marked_by": TRADE,
    "advertisers.Refund.by": TRADE,
    "advertisers.Refund.sent_by": TRADE,
    "advertisers.CounterDeed.by": OFFICE,
    "articles.Article.withdrawn_by": OFFICE,
    "contributors.LabelChange.by": OFFICE,
    "contributors.LabelRequest.decided_by": OFFICE,
    "contributors.Draft.editor": OFFICE,
    "contributors.DraftRevision.by": OFFICE,
    "contributors.Step.by": OFFICE,
    "contributors.Remark.resolved_by": OFFICE,
    "corrections.Contest.answered_by": OFFICE,
    "corrections.ContestEvent.by": OFFICE,
    "corrections.Correction.by": OFFICE,
    "topics.ArticlePlace.decided_by": OFFICE,
    "topics.TopicProposal.decided_by": OFFICE,
    "topics.TopicEdit.by": OFFICE,
    "topics.TopicEdit.undone_by": OFFICE,
    "stories.Story.pinned_by": OFFICE,
    "stories.StoryDecision.editor": OFFICE,
    "stories.StoryDecision.undone_by": OFFICE,
    "comments.Thread.changed_by": OFFICE,
    "comments.ThreadChange.by": OFFICE,
    "revenue.Booking.by": OFFICE,
    "revenue.Closing.by": OFFICE,
    "revenue.Hold.found_by": TRADE,
    "revenue.Hold.explained_by": TRADE,
    "revenue.Hold.by": TRADE,
    "revenue.PayTo.by": TRADE,
    "revenue.PayTo.held_by": TRADE,
    "revenue.Payout.drafted_by": TRADE,
    "revenue.Payout.approved_by": TRADE,
    "revenue.Payout.sent_by": TRADE,
    "revenue.Payout.closed_by": TRADE,
}

# What stays, without a name, when an account is erased, and why: these columns are emptied, all others are deleted.
KEPT_WITHOUT_NAME: Mapping[str, str] = {
    **{name: why for name, why in LEFT_OUT.items() if why in {OFFICE, TRADE} and name != "admin.LogEntry.user"},
    "comments.Comment.user": "the tree of a thread: name and text are erased",
    "moderation.Case.author": "the queue's row, about a thing whose text is erased",
    "moderation.Decision.user": "what was decided and why; a keyed hash stands in place of the text",
    "moderation.Decision.by": OFFICE,
    "moderation.Report.by": "a report that others decided on",
    "moderation.Appeal.by": "an appeal that others decided on",
    "legal.LegalNotice.by": "a notice of illegal content, which the law wants kept; its name and address are erased",
    "publishers.Application.applicant": "an outlet's application, which is about the outlet",
    "publishers.Event.about": "what happened to a publisher's people",
    "publishers.Invitation.by": "an invitation that somebody else may still answer",
    "publishers.Proof.user": "how the outlet's domain was proved, which is about the outlet",
    "advertisers.Invitation.by": "an invitation that somebody else may still answer",
    "contributors.Contributor.user": "articles, under the name or without it, as their author chose",
    "contributors.Remark.by": "what was said about a text in review",
    "corrections.Contest.by": "a contested statement, in the words of the article, and what others answered",
    "articles.Author.user": "articles, under the name or without it, as their author chose",
}
