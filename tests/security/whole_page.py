"""Parses a whole page of ours as a browser does, and names everything in it that our templates would not write.

Where tests/algorithms/browser_parse.py holds a sanitised text to its list, this holds the page around it to another.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import html5lib

from tests.algorithms import browser_parse

ELEMENTS = browser_parse.ELEMENTS | {
    *["html", "head", "body", "title", "meta", "link", "script", "header", "nav", "main", "aside", "section"],
    *["article", "footer", "div", "h1", "form", "input", "label", "button", "textarea", "details", "summary", "b"],
    *["fieldset", "legend", "mark", "noscript", "select", "option"],
}
EVERYWHERE = {"class", "id", "lang", "dir", "role", "tabindex", "title"}
ATTRIBUTES = {
    "a": {"href", "rel", "ping", "hx-get", "hx-target", "hx-swap"},
    "section": {"data-counts", "data-newest"},
    "div": {"hx-preserve"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "fetchpriority"},
    "link": {"rel", "href", "type", "as", "crossorigin", "media", "title"},
    "meta": {"charset", "name", "content", "property", "media"},
    "script": {"src", "defer", "type", "data-order", "data-article", "data-page", "data-of", "data-signed-in"},
    "aside": {"data-slot"},
    "time": {"datetime"},
    "form": {"method", "action", "hx-post", "hx-target", "hx-swap", "hx-disabled-elt", "hx-disinherit", "hx-swap-oob"},
    "input": {
        "type",
        "name",
        "value",
        "required",
        "maxlength",
        "placeholder",
        "autocomplete",
        "autofocus",
        "enterkeyhint",
        "checked",
        "min",
        "max",
    },
    "select": {"name"},
    "option": {"value", "selected"},
    "details": {"open"},
    "textarea": {"name", "rows", "cols", "required", "maxlength", "autofocus"},
    "label": {"for"},
    "button": {"type", "name", "value"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# Where somebody's words stand as words: not one element in them.
WORDS = {"story-headline", "story-deck", "card-deck", "comment-name", "page-about"}
# Where a sanitised text stands: what is held in it is held by browser_parse too.
TEXTS = {"story-text", "comment-text"}
OURS = re.compile(r"/(?![/\\])")
PATH = re.compile(r"/|/[\w.-][\w./-]*")
PICTURE = re.compile(r"/(?:image|static)/[\w./-]+")
SCRIPT = re.compile(r"/static/[\w./-]+\.js")
READER_ADDRESS = re.compile(r"/you/(?:follow|save|hide)/[a-z]+/\d+|/you/save/\d+")
COMMENT_ADDRESS = re.compile(r"/comments/(?:\d+/(?:like|reply|edit|withdraw)(?:\?cancel=1)?|post/\d+)")
REST_ADDRESS = re.compile(r"/(?:a/\d+/comments|comments/\d+/thread)\?sort=[a-z]+(?:&after=[\w-]{23})?")
COUNTS_ADDRESS = re.compile(r"/a/\d+/comments\.json")
PIECE = re.compile(r"#[a-z]+(?:-[a-z]+)*(?:-\d+)?|closest li")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the number of the article or comment that it stands in, as in "a/17" or "comment-3"."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.what} in {self.where or 'the page itself'}"


# What stands between two tags and can end nothing: neither a tag nor a value in quotes nor a text of its own kind.
RUN = re.compile(r"(?<=>)[^<>\"'\0]+(?=<)")
# A form's token differs on every page. Letters and digits alone.
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(?=")')
# A number in an address or an id; not in an entity, nor part of a name such as "h2".
NUMBER = re.compile(r"(?<![\w#&;])\d+(?!\w)")
_faultless: set[bytes] = set()


def shape(html: str) -> bytes:
    """A digest of a page without its words: pages of one shape have the same elements with the same attributes.

    Only whether there are words is kept, since some move an element ("x" in a head), and all of what is in a tag.
    Numbers are told apart by where they come first: what is twice in one page is twice in the other.
    """
    bare = RUN.sub(lambda run: "x" if run[0].strip() else " ", TOKEN.sub("", html))
    numbers: dict[str, str] = {}
    bare = NUMBER.sub(lambda one: numbers.setdefault(one[0], f"~{len(numbers)}"), bare)
    return hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def page_faults(html: str) -> list[Fault]:
    """Everything in a page that could run, leave the site or pretend to be ours.

    Parsing takes longer than making the page: what is as faultless as another, save for its words, is parsed once.
    """
    of = shape(html)
    if of in _faultless:
        return []
    found = faults_of_page(html)
    if not found:
        _faultless.add(of)
    return found


def faults_of_page(html: str) -> list[Fault]:
    """The same, parsed whatever was parsed before."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html, scripting=True)
    found = list(_walk(tree, ""))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    return found + [Fault(f"the id {one!r} twice", "") for one in sorted({one for one in ids if ids.count(one) > 1})]


def piece_faults(html: str) -> list[Fault]:
    """The same for a piece of a page, as htmx puts it in."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html, container="div", scripting=True)
    return [fault for element in tree for fault in _walk(element, "")]


def _walk(element: Any, where: str) -> Iterator[Fault]:
    # Not by recursion: a page may be nested deeply.
    waiting = [(element, where, False)]
    while waiting:
        one, place, in_text = waiting.pop()
        if not isinstance(one.tag, str):
            # A comment: nothing in it runs in any browser that is alive.
            continue
        place = _place_of(one) or place
        for what in (*_faults_of(one), *(browser_parse.faults_of(one) if in_text else ())):
            yield Fault(what, place)
        in_text = in_text or bool(TEXTS & _classes(one))
        waiting += [(child, place, in_text) for child in one]


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _place_of(element: Any) -> str:
    name = element.get("id") or ""
    if re.fullmatch(r"comment-\d+", name):
        return str(name)
    if element.tag == "article" and "card" in _classes(element):
        links = (link.get("href") or "" for link in element.iter("a"))
        return next((found[0][1:] for link in links if (found := re.match(r"/a/\d+", link))), "")
    return ""


def _faults_of(element: Any) -> Iterator[str]:
    if element.tag not in ELEMENTS:
        yield f"element {element.tag!r}"
        return
    allowed = EVERYWHERE | ATTRIBUTES.get(element.tag, set())
    for name, value in element.attrib.items():
        if name not in allowed and not str(name).startswith("aria-"):
            yield f"attribute {name!r} of {element.tag}"
        elif not _is_safe(element.tag, name, value):
            yield f"{name}={value!r} of {element.tag}"
    if element.tag == "script":
        yield from _script_faults(element)
    classes = _classes(element)
    if (classes & WORDS or element.tag == "title") and len(element):
        yield f"markup in words: {[child.tag for child in element]} in {element.tag} {sorted(classes)}"


def _is_safe(tag: str, name: str, value: str) -> bool:
    if name == "href":
        bare = re.sub(r"[\x00-\x20]", "", value).lower()
        inside = ("#", "?") if tag == "a" else ()
        return bare.startswith(("http://", "https://", "mailto:", *inside)) or bool(OURS.match(bare))
    if name == "srcset":
        return all(PICTURE.fullmatch(part.split()[0]) for part in value.split(", "))
    wanted = {
        "src": (SCRIPT if tag == "script" else PICTURE,),
        "action": (PATH,),
        "hx-get": (COMMENT_ADDRESS, REST_ADDRESS),
        "data-newest": (REST_ADDRESS,),
        "data-counts": (COUNTS_ADDRESS,),
        "hx-post": (COMMENT_ADDRESS, READER_ADDRESS),
        "hx-target": (PIECE,),
    }.get(name)
    return wanted is None or any(each.fullmatch(value) for each in wanted)


def _script_faults(script: Any) -> Iterator[str]:
    if script.get("src"):
        if script.text or script.get("type"):
            yield "a script with an address and a text"
        return
    if script.get("type") != "application/ld+json":
        yield f"a script of type {script.get('type')!r}: {(script.text or '')[:80]!r}"
        return
    try:
        json.loads(script.text or "")
    except ValueError as error:
        yield f"data that are no JSON: {error}"
