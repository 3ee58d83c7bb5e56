"""Addresses on the web: made absolute, made comparable, and the words of ours made from a headline."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from newsstand.algorithms.domains import registrable
from newsstand.algorithms.editions import desktop

WEB_SCHEMES = frozenset({"http", "https"})
_HOST = re.compile(r"[\w.:-]+")
_NEVER_IN_AUTHORITY = re.compile(r"[\"<>`{}|^\\]")
# An absolute address as most are: nine times faster than taking it apart and putting it together again.
_NOTHING_TO_MEND = re.compile(
    r"https?://[a-zA-Z0-9.-]+(?::\d{1,4})?(?:/[\w/:@!$&'()*+,=~.%-]*)?"
    r"(?:\?[\w/?:@!$&'()*+,=~.%-]+)?(?:#[\w/?:@!$&'()*+,=~.%-]+)?",
    re.ASCII,
)
# An address that is canonical as it stands, if it is that of no other edition (as `editions` knows them).
_CANONICAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w/:@!$&'()*+,;=~.%-]*", re.ASCII)
_OTHER_EDITION = re.compile(r"[/.]amp|[/.]m\.|mobile\.", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 4096
# Controls, and the marks that turn text around or are not seen: browsers drop some of them, people see none.
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+")
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "at_custom", "wt_zmc")
_TRACKING = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "at_campaign", "at_medium", "cmpid", "dclid", "ecid", "efg",
        "fb_action_ids",        "fb_action_types", "fb_ref", "fb_source", "fbclid", "gbraid", "gclid",
        "gclsrc", "guccounter", "icid", "igsh",
        "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ns_campaign", "ns_mchannel", "ns_source", "oly_anon_id",
        "oly_enc_id", "s_cid", "soc_src", "soc_trk", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "wickedid",
        "wprov", "xtor", "yclid",
    }
)  # fmt: skip
# Latin letters that Unicode does not take apart into a letter and an accent.
_LATIN = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "ng", "ŧ": "t", "ĸ": "k", "ə": "e",
    }
)  # fmt: skip


def absolute(url: str, base: str) -> str:
    """The http or https address that `url`, found in a page at `base`, leads to; "" when it leads to none.

    White space, control characters and unseen marks are taken out, what may not stand in an address is percent-encoded.
    """
    if len(url) <= _LONGEST and _NOTHING_TO_MEND.fullmatch(url):
        return url
    return _joined(_tidied(url), _tidied(base))


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """`url` in the one form by which two addresses of the same page are compared; "" when it is not http or https.

    Scheme and host in lower case (the host in ASCII), default port, fragment, tracking parameters and a trailing "?"
    dropped; AMP and mobile editions become the page for desktops; the other parameters stay in their order. Applying it
    twice changes nothing.
    """
    if len(url) <= _LONGEST and _CANONICAL.fullmatch(url) and not _OTHER_EDITION.search(url):
        return url
    tidy = absolute(url, "")
    if not tidy:
        return ""
    parts = urlsplit(tidy)
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    found = urlunsplit(desktop(SplitResult(parts.scheme, _authority(parts), parts.path or "/", query, "")))
    # A host of dots alone, or one that no name can be made of, is none.
    return found if host(found) and absolute(found, "") == found else ""


def page_key(url: str) -> str:
    """What two addresses of one page have in common: `canonical` without scheme, `www.` and slash at the end."""
    scheme, mark, rest = canonical(url).partition("://")
    return rest.removeprefix("www.").rstrip("/") if mark else scheme


def honoured(url: str, said: str) -> str:
    """The address by which the page at `url` is to be known, when the page itself says that it is `said`.

    A page speaks for its own site only: an address elsewhere (or none) is not believed, and `url` stands. Both come
    back in canonical form.
    """
    own, claimed = canonical(url), canonical(said) if said else ""
    return claimed if claimed and registrable(host(own)) == registrable(host(claimed)) else own


def host(url: str) -> str:
    """The host of an address, in lower case and without port; "" when there is none."""
    try:
        return (urlsplit(_tidied(url)).hostname or "").rstrip(".")
    except ValueError:
        return ""


def slug(text: str, *, most: int = 80) -> str:
    """The words of `text` for use in an address: "multiple-russian-soldiers". Never empty, at most `most` characters.

    Latin letters lose their accents, letters of other scripts stay; cut between words where there is a place to cut.
    """
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LATIN)
    if lowered.isascii():
        joined = re.sub(r"[^a-z0-9]+", "-", re.sub("['`]", "", lowered)).strip("-")
    else:
        bare = "".join(_without_accents(letter) for letter in unicodedata.normalize("NFC", lowered))
        words = re.sub("['’ʼ`\u0307]", "", bare)
        joined = "".join(letter if _belongs_in_a_word(letter) else "-" for letter in words)
        joined = re.sub(r"-{2,}", "-", joined).strip("-")
    if len(joined) > most:
        cut = joined[: most + 1].rfind("-")
        joined = joined[: cut if cut > most // 2 else most].strip("-")
    return joined or "article"[:most]


def _without_accents(letter: str) -> str:
    taken_apart = unicodedata.normalize("NFD", letter)
    if len(taken_apart) > 1 and taken_apart[0].isascii():
        return taken_apart[0]
    return letter


def _belongs_in_a_word(letter: str) -> bool:
    # Marks carry the vowels of Indic and other scripts.
    return unicodedata.category(letter)[0] in "LNM"


def _tidied(url: str) -> str:
    return _UNSEEN.sub(lambda found: "%20" * found.group().count(" "), url[:_LONGEST].strip())


def _joined(url: str, base: str) -> str:
    if not url:
        return ""
    # Browsers read a backslash before the query as a slash; reading it otherwise here would hide the true host.
    head, mark, tail = url.partition("?")
    url = head.replace("\\", "/") + mark + tail
    try:
        parts = urlsplit(urljoin(base, url))
        hostname, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in WEB_SCHEMES or not hostname or not _HOST.fullmatch(hostname):
        return ""
    if _NEVER_IN_AUTHORITY.search(parts.netloc):
        return ""
    return urlunsplit(
        (
            parts.scheme.lower(),
            parts.netloc,
            _encoded(parts.path, "/:@!$&'()*+,;=~-._%"),
            _encoded(parts.query, "/?:@!$&'()*+,;=~-._%[]"),
            _encoded(parts.fragment, "/?:@!$&'()*+,;=~-._%"),
        )
    )


def _encoded(part: str, safe: str) -> str:
    return quote(part, safe=safe, errors="replace")


def _authority(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            name = quote(name)
    if ":" in name:
        name = f"[{name}]"
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    user, at, _ = parts.netloc.rpartition("@")
    return f"{user}{at}{name}{port}"


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
