"""What came instead of a feed: a page, a login, a wall against robots, nothing."""

import re

from newsstand.algorithms.feedparts.model import NotAFeed
from newsstand.algorithms.feedparts.text import plain

_WALL = re.compile(
    r"just a moment\.\.\.|cf-chl|cf_chl|challenge-platform|attention required! \| cloudflare|ddos.guard|"
    r"ddos protection|g-recaptcha|h-captcha|px-captcha|captcha-delivery|datadome|incapsula|imperva|"
    r"akamai.{0,20}bot|_abck|"
    r"are you (?:a )?(?:human|robot)|not a robot|verify(?:ing)? (?:that )?you are (?:a )?human|bot verification|"
    r"enable javascript and cookies|unusual traffic|request unsuccessful|<title>access denied|<title>403 forbidden|"
    r"sgcaptcha|anubis_challenge|making sure you(?:'|&#39;|’)re not a bot",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"""type\s*=\s*["']?password|<title>[^<]{0,80}(?:log ?in|sign ?in|anmelden|connexion|iniciar sesi)""", re.IGNORECASE
)
_PAGE = re.compile(r"<!doctype html|<html|<head\b|<body\b|<script\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", re.IGNORECASE)
_XML_KINDS = {
    "urlset": "a sitemap",
    "sitemapindex": "an index of sitemaps",
    "opml": "an OPML list of feeds",
    "svg": "a picture",
    "error": "an error message",
    "soap:envelope": "a SOAP message",
}
_LOOKED_AT = 200_000


def refusal(text: str, root: str) -> NotAFeed:
    """Why `text`, whose first element is `root`, is no feed."""
    head = text[:_LOOKED_AT]
    if not head.strip("\ufeff\x00 \t\r\n"):
        return NotAFeed("empty", "The answer is empty.")
    if root == "html" or (root not in _XML_KINDS and _PAGE.search(head[:5000])):
        return _refuse_page(head)
    if text.startswith(("\x1f", "PK\x03\x04")) or head.count("\ufffd") + head.count("\x00") > len(head) // 20:
        return NotAFeed("text", "It is no text: compressed or some other kind of file.")
    if root:
        what = _XML_KINDS.get(root, "XML")
        return NotAFeed("xml", f"It is {what}, not a feed: its outermost element is <{root[:60]}>.")
    return NotAFeed("text", f"It is plain text, not a feed; it begins: {' '.join(head[:200].split())[:60]!r}.")


def _refuse_page(head: str) -> NotAFeed:
    match = _TITLE.search(head)
    title = f" titled {plain(match[1])[:80]!r}" if match and plain(match[1]) else ""
    if _WALL.search(head):
        return NotAFeed("bot-wall", f"The site keeps robots out: it answered with a page{title} that asks for proof.")
    if _LOGIN.search(head):
        return NotAFeed("login", f"The site asks to sign in: it answered with a page{title}.")
    return NotAFeed("html", f"It is a web page{title}, not a feed.")
