"""Every address of the site, and the function that answers it."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from newsstand.accounts import house
from newsstand.api.urls import urlpatterns as for_programs
from newsstand.comments import views as comments
from newsstand.images import views as images
from newsstand.pages import errors
from newsstand.pages.about import about
from newsstand.pages.account import account
from newsstand.pages.account_erase import account_erase
from newsstand.pages.account_name import name
from newsstand.pages.account_sessions import sessions
from newsstand.pages.ads.urls import urlpatterns as for_advertisers
from newsstand.pages.article import article
from newsstand.pages.article_numbers import article_numbers, article_numbers_file
from newsstand.pages.article_places import article_places
from newsstand.pages.author import author
from newsstand.pages.comment_history import comment_history
from newsstand.pages.comments import comment, counts
from newsstand.pages.comments import comments as comment_list
from newsstand.pages.contest import contest_page, follow_contest
from newsstand.pages.contests import contest_desk, contests
from newsstand.pages.contributors import contributors, contributors_join
from newsstand.pages.corrections import corrections, corrections_feed
from newsstand.pages.crawler import crawler
from newsstand.pages.desk import desk, keep_articles
from newsstand.pages.desk_funds import desk_funds
from newsstand.pages.desk_log import desk_log, desk_log_csv, desk_undo
from newsstand.pages.earnings import write_earnings
from newsstand.pages.history import history
from newsstand.pages.home import home
from newsstand.pages.house_rules import house_rules
from newsstand.pages.latest import latest
from newsstand.pages.legal_desk import legal_case, legal_desk
from newsstand.pages.legal_notice import follow as follow_notice
from newsstand.pages.legal_notice import legal_notice
from newsstand.pages.moderation import queue
from newsstand.pages.moderation_case import appeal as settle_appeal
from newsstand.pages.moderation_case import case
from newsstand.pages.moderation_decide import claim, decide, look_again
from newsstand.pages.moderation_decide import undo as undo_decision
from newsstand.pages.moderation_log import moderation_feed, moderation_log
from newsstand.pages.moderation_people import moderators
from newsstand.pages.moderation_replies import replies
from newsstand.pages.moderation_rules import rules
from newsstand.pages.moderation_user import lift, note, sanction, user_record
from newsstand.pages.numbers import numbers, numbers_file
from newsstand.pages.pay_to import write_payouts
from newsstand.pages.place import keep, near
from newsstand.pages.places import choose, places
from newsstand.pages.publisher import publisher
from newsstand.pages.publisher_urls import urlpatterns as for_publishers
from newsstand.pages.redress import appeal_page, decision
from newsstand.pages.report import report_page, your_reports
from newsstand.pages.search import search
from newsstand.pages.signal import picture, signal, went
from newsstand.pages.statements import (
    write_statement,
    write_statements,
)
from newsstand.pages.story import story
from newsstand.pages.story_edit import edit as story_edit
from newsstand.pages.story_edit import undo as story_undo
from newsstand.pages.thread_mode import thread_mode
from newsstand.pages.topic import place, topic
from newsstand.pages.transparency import as_json as transparency_json
from newsstand.pages.transparency import latest as latest_transparency
from newsstand.pages.transparency import page as transparency
from newsstand.pages.user import user_page
from newsstand.pages.withdrawal import withdrawal
from newsstand.pages.write import write, write_new
from newsstand.pages.write_correct import write_correct
from newsstand.pages.write_labels import write_labels
from newsstand.pages.write_list import write_list
from newsstand.pages.write_numbers import write_article_numbers, write_figures, write_numbers
from newsstand.pages.write_preview import write_preview
from newsstand.pages.write_review import write_discard, write_remarks, write_review, write_steps, write_strike
from newsstand.pages.write_revisions import write_revision, write_revisions
from newsstand.pages.write_save import write_card, write_find, write_pictures, write_save
from newsstand.pages.write_standards import write_standards
from newsstand.pages.you import change, erase, learning
from newsstand.pages.you import page as your_page
from newsstand.pages.you_digest import digest, off
from newsstand.pages.you_export import export_file, export_page
from newsstand.pages.you_lists import following, hidden, saved, seen
from newsstand.pages.you_notice_settings import device, notice_settings, notices_off, push_worker
from newsstand.pages.you_notices import notice, notices
from newsstand.pages.you_people import people, person
from newsstand.pages.you_profile import profile
from newsstand.pages.you_threads import thread, threads
from newsstand.pages.you_watches import article_watch, watches
from newsstand.pages.your_reading import erase as erase_reading
from newsstand.pages.your_reading import export, your_reading
from newsstand.readers import views as readers
from newsstand.search import views as searches
from newsstand.topics import views as topics

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because an article's or a story's address takes any slug.
    *for_programs,
    path("", home, name="home"),
    path("latest", latest, name="latest"),
    path("near", near, name="near"),
    path("near/keep", keep, name="near_keep"),
    path("signal", signal, name="signal"),
    path("signal/<int:article_id>.gif", picture, name="signal_picture"),
    path("signal/<int:article_id>/went", went, name="signal_went"),
    path("you/page", your_page, name="your_page"),
    path("you/page/learning", learning, name="your_page_learning"),
    path("you/page/erase", erase, name="your_page_erase"),
    path("you/page/<int:affinity_id>", change, name="your_page_change"),
    path("you", your_reading, name="you"),
    path("you/following", following, name="you_following"),
    path("you/saved", saved, name="you_saved"),
    path("you/history", seen, name="you_history"),
    path("you/hidden", hidden, name="you_hidden"),
    path("you/digest", digest, name="you_digest"),
    path("you/export.json", export, name="you_export"),
    path("you/erase", erase_reading, name="you_erase"),
    path("you/follow/<str:kind>/<int:aim_id>", readers.follow, name="you_follow"),
    path("you/save/<int:article_id>", readers.save, name="you_save"),
    path("you/hide/<str:kind>/<int:aim_id>", readers.hide, name="you_hide"),
    path("you/less/<int:article_id>", readers.less, name="you_less"),
    path("digest/off/<str:token>", off, name="digest_off"),
    path("contributors", contributors, name="contributors"),
    path("contributors/join", contributors_join, name="contributors_join"),
    path("write", write_list, name="write_list"),
    path("write/labels", write_labels, name="write_labels"),
    path("write/<int:draft_id>/review", write_review, name="write_review"),
    path("write/<int:draft_id>/steps", write_steps, name="write_steps"),
    path("write/<int:draft_id>/remarks", write_remarks, name="write_remarks"),
    path("write/<int:draft_id>/discard", write_discard, name="write_discard"),
    path("write/<int:draft_id>/strike", write_strike, name="write_strike"),
    path("write/<int:draft_id>/correct", write_correct, name="write_correct"),
    path("write/<int:draft_id>/standards", write_standards, name="write_standards"),
    path("user/<int:number>", user_page, name="user"),
    path("you/profile", profile, name="you_profile"),
    path("you/export", export_page, name="you_takeaway"),
    path("you/export/<str:token>", export_file, name="you_takeaway_file"),
    path("account/erase", account_erase, name="account_erase"),
    path("you/notices", notices, name="notices"),
    path("you/notices/settings", notice_settings, name="notice_settings"),
    path("you/notices/device", device, name="notice_device"),
    path("you/notices/<int:notice_id>", notice, name="notice"),
    path("you/threads", threads, name="followed_threads"),
    path("you/threads/<int:article_id>", thread, name="followed_thread"),
    path("notices/off/<str:token>", notices_off, name="notices_off"),
    path("push.js", push_worker, name="push_worker"),
    path("a/<int:article_id>/", article),
    path("a/<int:article_id>/comments", comment_list, name="comment_list"),
    path("a/<int:article_id>/comments.json", counts, name="comment_counts"),
    path("a/<int:article_id>/<str:slug>", article, name="article"),
    path("a/<int:article_id>/<str:slug>/history", history, name="article_history"),
    path("a/<int:article_id>/<str:slug>/numbers", article_numbers, name="article_numbers"),
    path("a/<int:article_id>/<str:slug>/numbers.<str:form>", article_numbers_file, name="article_numbers_file"),
    path("a/<int:article_id>/<str:slug>/places", article_places, name="article_places"),
    path("a/<int:article_id>/<str:slug>/contest", contest_page, name="article_contest"),
    path("contest/<str:token>", follow_contest, name="follow_contest"),
    path("contests", contests, name="contests"),
    path("contests/<int:contest_id>", contest_desk, name="contest_desk"),
    path("corrections", corrections, name="corrections"),
    path("corrections.atom", corrections_feed, name="corrections_feed"),
    path("you/watches", watches, name="you_watches"),
    path("you/watches/<int:article_id>", article_watch, name="you_watch"),
    path("a/<int:article_id>/<str:slug>/withdraw", withdrawal, name="article_withdrawal"),
    path("a/<int:article_id>/<str:slug>/thread", thread_mode, name="article_thread"),
    path("story/<int:story_id>/", story),
    path("story/<int:story_id>/<str:slug>", story, name="story"),
    path("story/<int:story_id>/<str:slug>/edit", story_edit, name="story_edit"),
    path("story/decisions/<int:decision_id>/undo", story_undo, name="story_undo"),
    path("publisher/<str:slug>", publisher, name="publisher"),
    path("author/<str:slug>", author, name="author"),
    path("topic/<str:slug>", topic, name="topic"),
    path("place/<str:slug>", place, name="place"),
    path("places", places, name="places"),
    path("places.json", places, name="places_json"),
    path("places/<int:number>", choose, name="choose_place"),
    path("topics/proposals", topics.proposals, name="topic_proposals"),
    path("topics/proposals/<int:proposal_id>", topics.decided, name="topic_proposal"),
    path("topics/edits", topics.edits, name="topic_edits"),
    path("topics/edit/<str:slug>", topics.edit_topic, name="topic_edit"),
    path("search", search, name="search"),
    path("search/save", searches.save, name="save_search"),
    path("search/saved", searches.saved, name="saved_searches"),
    path("search/saved/<int:saved_id>/delete", searches.forget, name="saved_search_delete"),
    path("about", about, name="about"),
    path("about/numbers", numbers, name="numbers"),
    path("about/numbers.<str:form>", numbers_file, name="numbers_file"),
    *for_advertisers,
    path("about/rules", house_rules, name="house_rules"),
    path("report/<str:kind>/<int:number>", report_page, name="report"),
    path("report/<str:kind>/<int:number>/legal", legal_notice, name="legal_notice"),
    path("notice/<str:token>", follow_notice, name="follow_notice"),
    path("you/reports", your_reports, name="you_reports"),
    path("decisions/<int:decision_id>", decision, name="decision"),
    path("decisions/<int:decision_id>/appeal", appeal_page, name="decision_appeal"),
    path("moderation/log", moderation_log, name="moderation_log"),
    path("moderation/log.atom", moderation_feed, name="moderation_feed"),
    path("moderation/transparency", latest_transparency, name="transparency_latest"),
    path("moderation/transparency/<int:year>", transparency, name="transparency"),
    path("moderation/transparency/<int:year>.json", transparency_json, name="transparency_json"),
    path("moderation/notices/<str:reference>", legal_desk, name="legal_desk"),
    path("moderation/notices/<str:reference>/case.zip", legal_case, name="legal_case"),
    path("crawler", crawler, name="crawler"),
    path("image/<slug:image_id>/<int:width>", images.serve, name="image"),
    path("comments/post/<int:article_id>", comments.post, name="comment_post"),
    path("comments/<int:comment_id>", comment, name="comment"),
    path("comments/<int:comment_id>/thread", comment, name="comment_rest"),
    path("comments/<int:comment_id>/reply", comments.reply, name="comment_reply"),
    path("comments/<int:comment_id>/history", comment_history, name="comment_history"),
    path("comments/<int:comment_id>/edit", comments.edit, name="comment_edit"),
    path("comments/<int:comment_id>/withdraw", comments.withdraw, name="comment_withdraw"),
    path("comments/<int:comment_id>/like", comments.like, name="comment_like"),
    path("write/numbers", write_numbers, name="write_numbers"),
    path("write/numbers.<str:form>", write_figures, name="write_figures"),
    path("write/numbers/<int:article_id>", write_article_numbers, name="write_article_numbers"),
    path("write/numbers/<int:article_id>.<str:form>", write_figures, name="write_article_figures"),
    path("write/earnings", write_earnings, name="write_earnings"),
    path("write/payouts", write_payouts, name="write_payouts"),
    path("write/statements", write_statements, name="write_statements"),
    path("write/statements/<str:month>", write_statement, name="write_statement"),
    path("write/new", write_new, name="write_new"),
    path("write/<int:draft_id>", write, name="write_draft"),
    path("write/<int:draft_id>/save", write_save, name="write_save"),
    path("write/<int:draft_id>/pictures", write_pictures, name="write_pictures"),
    path("write/<int:draft_id>/card", write_card, name="write_card"),
    path("write/<int:draft_id>/find", write_find, name="write_find"),
    path("write/<int:draft_id>/preview", write_preview, name="write_preview"),
    path("write/<int:draft_id>/revisions", write_revisions, name="write_revisions"),
    path("write/<int:draft_id>/revisions/<int:revision_id>", write_revision, name="write_revision"),
    *for_publishers,
    path("you/people", people, name="you_people"),
    path("you/people/<int:user_id>", person, name="you_person"),
    path("desk", desk, name="desk"),
    path("desk/funds", desk_funds, name="desk_funds"),
    path("desk/log", desk_log, name="desk_log"),
    path("desk/log.csv", desk_log_csv, name="desk_log_csv"),
    path("desk/log/undo", desk_undo, name="desk_undo"),
    path("desk/stories/<int:story_id>/keep", keep_articles, name="desk_keep"),
    path("moderation", queue, name="moderation"),
    path("moderation/decide", decide, name="moderation_decide"),
    path("moderation/cases/<int:case_id>", case, name="moderation_case"),
    path("moderation/cases/<int:case_id>/claim", claim, name="moderation_claim"),
    path("moderation/cases/<int:case_id>/again", look_again, name="moderation_again"),
    path("moderation/appeals/<int:appeal_id>", settle_appeal, name="moderation_appeal"),
    path("moderation/decisions/<int:decision_id>/undo", undo_decision, name="moderation_undo"),
    path("moderation/users/<int:user_id>", user_record, name="moderation_user"),
    path("moderation/users/<int:user_id>/sanction", sanction, name="moderation_sanction"),
    path("moderation/users/<int:user_id>/note", note, name="moderation_note"),
    path("moderation/sanctions/<int:sanction_id>/lift", lift, name="moderation_lift"),
    path("moderation/replies", replies, name="moderation_replies"),
    path("moderation/rules", rules, name="moderation_rules"),
    path("moderation/people", moderators, name="moderation_people"),
    path("account", account, name="account"),
    path("account/name", name, name="account_name"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/codes/", include("allauth.mfa.urls")),
    path("accounts/sessions/", sessions, name="usersessions_list"),
    path("accounts/house/", include("allauth.socialaccount.urls")),
    path("accounts/house/<slug:provider_id>/", house.login, name="openid_connect_login"),
    path("accounts/house/<slug:provider_id>/back", house.callback, name="openid_connect_callback"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
