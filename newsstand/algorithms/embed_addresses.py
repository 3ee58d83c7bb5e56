"""Addresses of players, posts and charts -> the page that a reader can open, and what kind of thing is there."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from newsstand.algorithms.urls import absolute, host

VIDEO, AUDIO, POST, CHART, MAP, DOCUMENT, CODE, OTHER = (
    "Video", "Audio", "Post", "Chart", "Map", "Document", "Code", "Embedded",
)  # fmt: skip
KINDS = (VIDEO, AUDIO, POST, CHART, MAP, DOCUMENT, CODE, OTHER)

# What is at hosts: the registrable name or any host below it.
_HOSTS = {
    VIDEO: "youtube.com youtube-nocookie.com youtu.be vimeo.com dailymotion.com dai.ly twitch.tv brightcove.net "
    "brightcove.com jwplatform.com jwplayer.com rumble.com ted.com kaltura.com wistia.com wistia.net streamable.com "
    "rutube.ru bilibili.com tiktok.com loom.com odysee.com vk.video fast.wistia.net players.brightcove.net",
    AUDIO: "soundcloud.com spotify.com megaphone.fm libsyn.com acast.com podbean.com simplecast.com bandcamp.com "
    "podcasts.apple.com embed.podcasts.apple.com music.apple.com buzzsprout.com audioboom.com mixcloud.com "
    "deezer.com spreaker.com omny.fm art19.com podigee.io transistor.fm captivate.fm",
    POST: "twitter.com x.com instagram.com facebook.com threads.net threads.com bsky.app t.me reddit.com "
    "redditmedia.com pinterest.com tumblr.com linkedin.com imgur.com mastodon.social mastodon.online mstdn.social",
    CHART: "datawrapper.dwcdn.net flourish.studio flo.uri.sh infogram.com e.infogram.com tableau.com "
    "observablehq.com ourworldindata.org everviz.com charts.statista.com",
    MAP: "openstreetmap.org mapbox.com arcgis.com umap.openstreetmap.fr",
    DOCUMENT: "documentcloud.org scribd.com docs.google.com issuu.com slideshare.net",
    CODE: "gist.github.com codepen.io asciinema.org jsfiddle.net",
}  # fmt: skip
_KIND_OF_HOST = {name: kind for kind, names in _HOSTS.items() for name in names.split()}
# A post or a film stands there, not a person's page or the site itself.
_THING = re.compile(
    r"(?:twitter\.com|x\.com)/[^/]+/(?:status|statuses)/\d+|instagram\.com/(?:[^/]+/)?(?:p|reel|reels|tv)/[\w-]+"
    r"|facebook\.com/(?:.+/(?:posts|videos)/.+|watch/?\?v=|reel/|photo|story\.php|permalink\.php|share/[pvr]/)"
    r"|threads\.(?:net|com)/@[^/]+/post/|bsky\.app/profile/[^/]+/post/\w+|tiktok\.com/(?:@[^/]+/video/\d+|embed)"
    r"|t\.me/\w+/\d+|/@[\w.@-]+/\d{10,}|(?:youtube\.com/(?:watch\?|shorts/|embed/|live/|playlist\?)|youtu\.be/[\w-]{6,})"
    r"|vimeo\.com/(?:video/)?\d+|dailymotion\.com/(?:embed/)?video/|dai\.ly/\w+|soundcloud\.com/[^/]+/\w"
    r"|open\.spotify\.com/(?:embed/)?(?:track|episode|show|album|playlist)/|podcasts\.apple\.com/.+|ted\.com/talks/"
    r"|gist\.github\.com/\w|reddit\.com/r/[^/]+/comments/|datawrapper\.dwcdn\.net/\w+|flo\.uri\.sh/|mixcloud\.com/[^/]+/\w"
)
# (pattern over host and path, with or without query; the page that is meant). The first that fits is it.
_PAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/embed/videoseries\?(?:.*&)?list=([\w-]+).*",
         "https://www.youtube.com/playlist?list={}"),
        (r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/([\w-]{11})\b.*",
         "https://www.youtube.com/watch?v={}"),
        (r"youtu\.be/([\w-]{11})\b.*", "https://www.youtube.com/watch?v={}"),
        (r"player\.vimeo\.com/video/(\d+)\b.*", "https://vimeo.com/{}"),
        (r"(?:www\.)?dailymotion\.com/embed/video/(\w+).*", "https://www.dailymotion.com/video/{}"),
        (r"geo\.dailymotion\.com/player.*[?&]video=(\w+).*", "https://www.dailymotion.com/video/{}"),
        (r"embed\.ted\.com/(talks/[\w/-]+).*", "https://www.ted.com/{}"),
        (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+).*", "https://open.spotify.com/{}"),
        (r"embed\.(podcasts|music)\.apple\.com/([^?]+).*", "https://{}.apple.com/{}"),
        (r"platform\.(?:twitter|x)\.com/embed/.*[?&]id=(\d+).*", "https://x.com/i/status/{}"),
        (r"(?:www\.)?instagram\.com/((?:[\w.]+/)?(?:p|reel|tv)/[\w-]+).*", "https://www.instagram.com/{}/"),
        (r"embed\.bsky\.app/embed/(did:[\w:%.-]+)/app\.bsky\.feed\.post/(\w+).*",
         "https://bsky.app/profile/{}/post/{}"),
        (r"(?:www\.redditmedia|embed\.reddit)\.com/(r/\w+/comments/[\w/]+).*", "https://www.reddit.com/{}"),
        (r"t\.me/(\w+/\d+)\b.*", "https://t.me/{}"),
        (r"([\w.-]+\.\w+/@[\w.@-]+/\d{10,})/embed\b.*", "https://{}"),
        (r"([\w.-]+\.\w+/users/[\w.-]+/statuses/\d{10,})/embed\b.*", "https://{}"),
        (r"flo\.uri\.sh/((?:visualisation|story)/\d+)/embed.*", "https://public.flourish.studio/{}/"),
    )
)  # fmt: skip
# Players which are told in a parameter what to show.
_TOLD = re.compile(
    r"(?:facebook\.com/(?:v\d[\d.]*/)?plugins/(?:post|video|comment_embed)\.php|w\.soundcloud\.com/player"
    r"|mixcloud\.com/widget/iframe|cdn\.embedly\.com/widgets/media\.html|iframely\.(?:com|net)/)"
)


def kind_of(address: str) -> str:
    """One of KINDS for an address, by its host; "" for a host that no kind is known of."""
    name = host(address)
    if re.search(r"(?:^|\.)google\.[a-z.]{2,6}$", name) and "/maps" in address:
        return MAP
    while "." in name:
        if kind := _KIND_OF_HOST.get(name):
            return kind
        name = name.partition(".")[2]
    return POST if re.search(r"://[^/]+/@[\w.@-]+/\d{10,}", address) else ""


def is_thing(address: str) -> bool:
    """Whether one film, post or the like is at an address that has a page of its own, as people paste it."""
    return bool(_THING.search(address))


def watch_page(address: str) -> str:
    """The page for readers of what a player, frame or widget at `address` shows; `address` itself where none is known.

    Idempotent.
    """
    parts = urlsplit(address)
    if parts.scheme == "at":
        return _of_bluesky(address)
    said = f"{parts.netloc}{parts.path}"
    if _TOLD.search(said):
        asked = parse_qs(parts.query)
        told = next((value for name in ("href", "url", "src") for value in asked.get(name, ())), "")
        inner = absolute(told, "")
        if inner and host(inner) != "api.soundcloud.com":
            return watch_page(inner) if not _TOLD.search(inner) else inner
    whole = said + (f"?{parts.query}" if parts.query else "")
    for pattern, page in _PAGES:
        if found := pattern.fullmatch(whole):
            return page.format(*(unquote(group) if "%3A" in group else group for group in found.groups()))
    return address


def _of_bluesky(address: str) -> str:
    """The page of at://did:plc:…/app.bsky.feed.post/…"""
    found = re.fullmatch(r"at://(did:[\w:.-]+)/app\.bsky\.feed\.post/(\w+)", address)
    return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found else ""
