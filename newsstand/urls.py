"""Every address of the site, and the function that answers it."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from newsstand.api.urls import urlpatterns as for_programs
from newsstand.comments import views as comments
from newsstand.images import views as images
from newsstand.pages import errors
from newsstand.pages.about import about
from newsstand.pages.account import account
from newsstand.pages.article import article
from newsstand.pages.article_places import article_places
from newsstand.pages.author import author
from newsstand.pages.check import check
from newsstand.pages.crawler import crawler
from newsstand.pages.history import history
from newsstand.pages.home import home
from newsstand.pages.items import again, items
from newsstand.pages.latest import latest
from newsstand.pages.place import keep, near
from newsstand.pages.places import choose, places
from newsstand.pages.publisher import publisher
from newsstand.pages.publishers import publishers
from newsstand.pages.search import search
from newsstand.pages.signal import signal
from newsstand.pages.topic import place, topic
from newsstand.pages.withdrawal import withdrawal
from newsstand.pages.you import change, erase, learning
from newsstand.pages.you import page as your_page
from newsstand.publishers import views as door
from newsstand.search import views as searches
from newsstand.topics import views as topics

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("latest", latest, name="latest"),
    path("near", near, name="near"),
    path("near/keep", keep, name="near_keep"),
    path("signal", signal, name="signal"),
    path("you/page", your_page, name="your_page"),
    path("you/page/learning", learning, name="your_page_learning"),
    path("you/page/erase", erase, name="your_page_erase"),
    path("you/page/<int:affinity_id>", change, name="your_page_change"),
    path("a/<int:article_id>/", article),
    path("a/<int:article_id>/<str:slug>", article, name="article"),
    path("a/<int:article_id>/<str:slug>/history", history, name="article_history"),
    path("a/<int:article_id>/<str:slug>/places", article_places, name="article_places"),
    path("a/<int:article_id>/<str:slug>/withdraw", withdrawal, name="article_withdrawal"),
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
    path("crawler", crawler, name="crawler"),
    path("image/<slug:image_id>/<int:width>", images.serve, name="image"),
    path("comments/post/<int:article_id>", comments.post, name="comment_post"),
    path("comments/<int:comment_id>/reply", comments.reply, name="comment_reply"),
    path("comments/<int:comment_id>/edit", comments.edit, name="comment_edit"),
    path("comments/<int:comment_id>/withdraw", comments.withdraw, name="comment_withdraw"),
    path("comments/<int:comment_id>/like", comments.like, name="comment_like"),
    path("publishers", publishers, name="publishers"),
    path("publishers/apply", door.apply, name="publisher_apply"),
    path("publishers/applications", door.applications, name="publisher_applications"),
    path("publishers/applications/<int:application_id>", door.application, name="publisher_application"),
    path("publishers/check", check, name="feed_check"),
    path("publishers/<str:slug>/items", items, name="items"),
    path("publishers/<str:slug>/items/<int:item_id>/again", again, name="item_again"),
    path("account", account, name="account"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    *for_programs,
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
