"""The addresses for programs."""

from django.urls import path

from newsstand.api import comment_feeds, feeds, search, sitemaps
from newsstand.api.comment_counts import counts
from newsstand.api.conversions import conversions
from newsstand.api.corrections import corrections
from newsstand.api.health import healthz
from newsstand.api.publishers import publishers
from newsstand.api.websub import callback, hub

urlpatterns = [
    path("feed.<str:form>", feeds.front, name="feed"),
    path("publisher/<str:slug>/feed.<str:form>", feeds.publisher, name="publisher_feed"),
    path("author/<str:slug>/feed.<str:form>", feeds.author, name="author_feed"),
    path("story/<int:story_id>/feed.<str:form>", feeds.story, name="story_feed"),
    path("topic/<str:slug>/feed.<str:form>", feeds.topic, name="topic_feed"),
    path("a/<int:article_id>/corrections.json", corrections, name="corrections_json"),
    path("a/<int:article_id>/<str:slug>/comments.<str:form>", comment_feeds.thread, name="thread_feed"),
    path("user/<int:number>/comments.<str:form>", comment_feeds.person, name="person_feed"),
    path("topic/<str:slug>/comments.<str:form>", comment_feeds.topic, name="topic_comments_feed"),
    path("api/conversions/<int:number>", conversions, name="conversions"),
    path("api/comments/counts", counts, name="counts_of_addresses"),
    path("search.<str:form>", search.results, name="search_feed"),
    path("search/saved/<str:token>/feed.<str:form>", search.saved, name="saved_search_feed"),
    path("opensearch.xml", search.description, name="opensearch"),
    path("publishers.opml", publishers, name="publishers_opml"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/articles-<int:number>.xml", sitemaps.articles, name="sitemap_articles"),
    path("sitemaps/stories-<int:number>.xml", sitemaps.stories, name="sitemap_stories"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("websub/hub", hub, name="websub_hub"),
    path("websub/<str:token>", callback, name="websub_callback"),
    path("healthz", healthz, name="healthz"),
]
