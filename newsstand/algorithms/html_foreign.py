"""Scripts, AMP elements and custom elements that stand for a film, a post or a chart, spelled as frames and pictures.

Done to the text before it is parsed: sanitisers drop scripts whole, and parsers know nothing of such elements.
"""

import re
from html import escape, unescape

_FOREIGN = re.compile(
    r"<(script|amp-[a-z0-9-]{1,40}|oembed|lite-youtube|lite-vimeo|youtube-video|bluesky-post)\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])"
    r"{0,4000})>",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"</(?:amp-[a-z0-9-]{1,40}|oembed|lite-youtube|lite-vimeo|youtube-video|bluesky-post)\s*>", re.IGNORECASE
)
_ANY = re.compile(r"<(?:script|amp-|oembed|lite-|youtube-video|bluesky-post)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]{0,60})\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
# (pattern over the script's address, the page that it would have filled).
_SCRIPTS = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (r"(?:https?:)?//gist\.github\.com/([\w./-]+)\.js.*", "https://gist.github.com/{}"),
        (r"(?:https?:)?//(?:cdn|content)\.jw(?:player|platform)\.com/players/([\w-]+)\.js.*",
         "https://cdn.jwplayer.com/players/{}.html"),
        (r"(?:https?:)?//datawrapper\.dwcdn\.net/(\w+)/.*", "https://datawrapper.dwcdn.net/{}/"),
        (r"(?:https?:)?//(?:www\.)?buzzsprout\.com/(\d+/[\w-]+)\.js.*", "https://www.buzzsprout.com/{}"),
        (r"(?:https?:)?//(?:www\.)?asciinema\.org/a/(\w+)\.js.*", "https://asciinema.org/a/{}"),
        (r"(?:https?:)?//secure\.polldaddy\.com/p/(\d+)\.js.*", "https://poll.fm/{}"),
    )
)  # fmt: skip
# AMP and custom elements: the attribute that names the thing, and the page of it.
_ELEMENTS = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "lite-vimeo": ("videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-twitter": ("data-tweetid", "https://x.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-soundcloud": ("data-trackid", "https://w.soundcloud.com/player/?url=https://api.soundcloud.com/tracks/{}"),
    "amp-reddit": ("data-src", "{}"),
    "amp-tiktok": ("data-src", "{}"),
    "amp-facebook": ("data-href", "{}"),
    "amp-iframe": ("src", "{}"),
    "amp-video-iframe": ("src", "{}"),
    "amp-gist": ("data-gistid", "https://gist.github.com/{}"),
    "oembed": ("url", "{}"),
    "youtube-video": ("src", "{}"),
}
_MARKS = {"amp-video": "video", "amp-audio": "audio"}


def spelled_out(text: str) -> str:
    """`text` (HTML, as unsafe after as before) with frames in the place of what only a script would have shown.

    AMP's pictures become pictures. Scripts that stand for nothing stay as they are.
    """
    if not _ANY.search(text):
        return text
    return _CLOSING.sub("", _FOREIGN.sub(_spelled, text))


def script_frame(attributes: str) -> str:
    """The frame of what the script with these attributes, as they are written, would have shown; "" for none."""
    given = _given(attributes)
    address = given.get("src", "").strip()
    if (post := given.get("data-telegram-post", "")) and re.fullmatch(r"\w+/\d+", post):
        return _frame(f"https://t.me/{post}", given)
    for pattern, page in _SCRIPTS:
        if found := pattern.fullmatch(address):
            return _frame(page.format(found[1]), given)
    return ""


def _spelled(found: re.Match[str]) -> str:
    name, attributes = found[1].lower(), found[2]
    if name == "script":
        return script_frame(attributes) + found[0]
    if name in {"amp-img", "amp-anim"}:
        return f"<img{attributes.rstrip().removesuffix('/')}>"
    given = _given(attributes)
    if name in _MARKS and given.get("src"):
        return (
            f'<{_MARKS[name]} src="{escape(given["src"])}" title="{escape(given.get("title", ""))}"></{_MARKS[name]}>'
        )
    if name == "bluesky-post":
        return _frame(given.get("src", ""), given)
    attribute, page = _ELEMENTS.get(name, ("", ""))
    told = given.get(attribute, "").strip()
    return _frame(page.format(told), given) if told else ""


def _given(attributes: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(attributes)}


def _frame(address: str, given: dict[str, str]) -> str:
    title = given.get("title") or given.get("playlabel") or given.get("aria-label") or ""
    return f'<iframe src="{escape(address)}" title="{escape(title)}"></iframe>' if address else ""
