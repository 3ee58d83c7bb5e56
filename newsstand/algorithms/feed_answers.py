"""What a feed's address answered, when it is not the feed: refused, walled off, moved, gone."""

from collections.abc import Mapping, Sequence

from newsstand.algorithms import feeds

PERMANENT = frozenset({301, 308})
# Statuses with which walls against robots and logins answer instead of the feed.
WALLED = frozenset({401, 403, 405, 406, 409, 429, 503})
SENTENCES = {
    401: "The address asks for a password (401).",
    403: "The server refuses us (403).",
    404: "There is nothing at this address (404).",
    410: "The feed is gone for good (410).",
    429: "The server asks us to come less often (429).",
    451: "The server may not give the feed for legal reasons (451).",
    503: "The server is not available at the moment (503).",
}
# A header, a word in its value ("" for any), and whose wall it is.
WALLS = (
    ("cf-mitigated", "", "Cloudflare"),
    ("x-datadome", "", "DataDome"),
    ("x-dd-b", "", "DataDome"),
    ("x-sucuri-block", "", "Sucuri"),
    ("x-px-block-score", "", "PerimeterX"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
    ("sg-captcha", "challenge", "SiteGround"),
)


def permanent(hops: Sequence[int]) -> bool:
    """Whether every redirect on the way (their statuses, in order) moves the address for good; False for none."""
    return bool(hops) and all(status in PERMANENT for status in hops)


def gone(status: int, hops: Sequence[int]) -> bool:
    """Whether the feed is gone for good: a 410 from its own address, or from where that moved for good."""
    return status == 410 and all(hop in PERMANENT for hop in hops)


def wall(headers: Mapping[str, str]) -> str:
    """Whose wall against robots answered, by its headers (lower-case keys); "" when none is known by them."""
    for name, word, whose in WALLS:
        if name in headers and word in headers[name].lower():
            return whose
    return ""


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Why an answer other than 200 and 304 brings no feed, as a sentence for its publisher."""
    whose = wall(headers)
    if whose:
        return f"The site keeps robots out: {whose} asks for proof that we are human ({status}). Let our reader pass."
    if status in WALLED and body:
        try:
            feeds.parse(body, content_type=headers.get("content-type", ""))
        except feeds.NotAFeed as page:
            if page.kind in {"bot-wall", "login"}:
                return f"{page.reason} ({status})"
    return SENTENCES.get(status, f"The server answered {status} instead of the feed.")
