"""Where a reader came from, in so few words that they say nothing of the reader: a host, or one of these."""

import re

DIRECT, SEARCH, FEED, UNKNOWN, HERE = "direct", "search", "feed", "unknown", "here"
MOST_CHARACTERS = 100

# The first part of an address of ours, and what stands there.
OUR_PAGES = {
    "": "front",
    "latest": "latest",
    "story": "story",
    "place": "place",
    "near": "place",
    "topic": "topic",
    "publisher": "publisher",
    "author": "author",
    "search": "search",
    "a": "article",
    "you": "you",
}
LABELS = {
    DIRECT: "Typed in, kept, or from an app",
    SEARCH: "Search engines",
    FEED: "Feed readers",
    UNKNOWN: "Not told",
    "here:front": "Our front page",
    "here:latest": "Our list of the latest",
    "here:story": "Our pages of stories",
    "here:place": "Our pages of places",
    "here:topic": "Our pages of topics",
    "here:publisher": "Our pages of publishers",
    "here:author": "Our pages of authors",
    "here:search": "Our search",
    "here:article": "Our other articles",
    "here:you": "Readers’ own lists here",
    "here:other": "Our other pages",
}
HOST = re.compile(r"(?=.{4,100}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
SEARCH_HOSTS = re.compile(
    r"(?:www\.|m\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})|(?:\w+\.)?(?:bing|duckduckgo|ecosia|qwant|startpage|baidu|kagi"
    r"|mojeek|naver|seznam|swisscows|metager|sogou|ask|dogpile)\.(?:com|org|cz|net|de)|search\.[a-z.]+|(?:www\.)?yandex\.[a-z.]+"
    r"|(?:[a-z]{2}\.)?search\.yahoo\.[a-z.]+"
)
FEED_HOSTS = re.compile(
    r"(?:\w+\.)*(?:feedly|inoreader|newsblur|theoldreader|feedbin|feeder|netvibes|bazqux|feedspot|newsify|commafeed|rssing)"
    r"\.(?:com|co|org|me)|(?:\w+\.)*miniflux\.[a-z]+|freshrss\..+|(?:rss|feeds?|reader)\.[a-z0-9.-]+"
)


def source_of(said: str) -> str:
    """What is kept of where a page says that its reader came from.

    `said` is as the page's script gives it: "" for nowhere, "/story" for the first part of an address of ours, and the
    host of any other page. "unknown" for anything else, addresses of machines among them.
    """
    said = said.strip().lower()
    if not said:
        return DIRECT
    if said.startswith("/"):
        return f"{HERE}:{OUR_PAGES.get(said.strip('/').partition('/')[0], 'other')}"
    host = said.partition(":")[0].rstrip(".").removeprefix("www.")
    if len(said) > 2 * MOST_CHARACTERS or not HOST.fullmatch(host):
        return UNKNOWN
    if SEARCH_HOSTS.fullmatch(host):
        return SEARCH
    return FEED if FEED_HOSTS.fullmatch(host) else host


def label_of(source: str) -> str:
    """What people read of a source; a host is its own label."""
    return LABELS.get(source, source)
