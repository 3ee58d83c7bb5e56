"""The AMP and mobile editions of a page -> the address of the page for desktops, as far as the address shows it."""

import re
from urllib.parse import SplitResult

# The host names of these editions, as the first label or, as on wikis, after the language.
_OF_HOST = frozenset({"m", "mobile", "amp"})
_HOST_OF_LANGUAGE = re.compile(r"([a-z]{2,3})\.(?:m|mobile)\.(.+\..+)")
_AMP_ENDING = re.compile(r"(?:/amp(?=/?\Z)|(?<=[^/])\.amp(?=(?:\.html?)?\Z)|(?<=[^/])/amp\.html?\Z)", re.IGNORECASE)
_AMP_BEGINNING = re.compile(r"\A/amp(?=/.)", re.IGNORECASE)
_AMP_PARAMETER = re.compile(r"amp(?:=(?:1|true|yes|amp)?)?|(?:outputtype|output|mode|view|type)=amp", re.IGNORECASE)
_CACHE_PATH = re.compile(r"/[acivr]/(s/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(/.*)?")
_VIEWER_PATH = re.compile(r"/amp/(s/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(/.*)?")
_MOST_TIMES = 8


def desktop(parts: SplitResult) -> SplitResult:
    """The address of the desktop edition; the address itself where it is that of no other edition.

    Caches of AMP pages give the page they keep. `www` stays. Applying it twice changes nothing.
    """
    for _ in range(_MOST_TIMES):
        plainer = _of_path(_of_host(_kept(parts)))
        if plainer == parts:
            break
        parts = plainer
    return parts


def _kept(parts: SplitResult) -> SplitResult:
    """The page that a cache of AMP pages keeps."""
    name = parts.hostname or ""
    if name.endswith(".cdn.ampproject.org"):
        found = _CACHE_PATH.fullmatch(parts.path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", name):
        found = _VIEWER_PATH.fullmatch(parts.path)
    else:
        found = None
    if found is None:
        return parts
    return parts._replace(scheme="https" if found[1] else "http", netloc=found[2], path=found[3] or "/")


def _of_host(parts: SplitResult) -> SplitResult:
    name = parts.netloc
    first, _, rest = name.partition(".")
    while first in _OF_HOST and "." in rest:
        name = rest
        first, _, rest = name.partition(".")
    if found := _HOST_OF_LANGUAGE.fullmatch(name):
        name = f"{found[1]}.{found[2]}"
    return parts if name == parts.netloc else parts._replace(netloc=name)


def _of_path(parts: SplitResult) -> SplitResult:
    path, query = parts.path, parts.query
    while (plainer := _AMP_BEGINNING.sub("", _AMP_ENDING.sub("", path)) or "/") != path:
        path = plainer
    if "amp" in query.lower():
        query = "&".join(part for part in query.split("&") if not _AMP_PARAMETER.fullmatch(part))
    return parts._replace(path=path, query=query)
