"""What may stand in an article: the allow-lists, and the sanitisers that hold them (nh3)."""

import re
from collections.abc import Callable

import nh3
from lxml import etree

from newsstand.algorithms.urls import absolute

ALLOWED: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "p": "", "h2": "", "h3": "", "h4": "", "ul": "", "ol": "start", "li": "", "blockquote": "", "pre": "",
        "hr": "", "br": "", "em": "", "strong": "", "code": "", "cite": "", "q": "", "s": "", "sub": "", "sup": "",
        "a": "href", "abbr": "title", "time": "datetime",
        "figure": "", "figcaption": "", "img": "src alt width height",
        "table": "", "caption": "", "thead": "", "tbody": "", "tr": "", "td": "colspan rowspan",
        "th": "colspan rowspan scope",
        "dl": "", "dt": "", "dd": "",
    }.items()
}  # fmt: skip
"""Every element of a stored article with its attributes; a link also gets rel="noopener"."""

LINK_SCHEMES = {"http", "https", "mailto"}
# Their content is code or furniture, never text.
_CONTENT_DROPPED = {
    "script", "style", "template", "svg", "math", "title", "head", "nav", "button", "select", "option", "datalist",
    "textarea", "noframes", "noembed", "canvas", "map", "dialog", "frameset", "applet", "rt", "rp", "xmp",
    "plaintext", "marquee",
}  # fmt: skip
# What the reader of dirty HTML looks at before it writes only what is allowed.
_READ_TAGS = set(ALLOWED) | {
    "h1",
    "h5",
    "h6",
    "b",
    "i",
    "u",
    "tt",
    "kbd",
    "samp",
    "var",
    "dfn",
    "ins",
    "del",
    "strike",
    "small",
    "big",
    "mark",
    "font",
    "span",
    "center",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "address",
    "details",
    "summary",
    "picture",
    "source",
    "iframe",
    "video",
    "audio",
    "object",
    "embed",
    "param",
    "tfoot",
    "colgroup",
    "col",
    "menu",
    "dir",
    "form",
    "fieldset",
    "label",
    "bdi",
    "bdo",
    "acronym",
    "wbr",
    "ruby",
    "rb",
    "hgroup",
    "figure",
}
_READ_ATTRIBUTES = {
    "*": {"class", "id", "style", "hidden", "role", "aria-hidden"},
    "a": {"href"},
    "img": {"src", "srcset", "alt", "width", "height"},
    "source": {"src", "srcset", "type"},
    "iframe": {"src", "title"}, "video": {"src", "poster", "title"}, "audio": {"src", "title"},
    "embed": {"src", "type", "title"}, "blockquote": {"cite"},
    "object": {"data", "type"}, "param": {"name", "value"},
    "abbr": {"title"}, "acronym": {"title"}, "time": {"datetime"}, "ol": {"start"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip

_reading = nh3.Cleaner(
    tags=_READ_TAGS,
    clean_content_tags=_CONTENT_DROPPED,
    attributes=_READ_ATTRIBUTES,
    generic_attribute_prefixes={"data-"},
    url_schemes=LINK_SCHEMES,
    link_rel=None,
)


def tree_of(tame: str) -> etree._Element:
    """The element tree of tame HTML, parsed as browsers do, without scripts and their like; its root is the body."""
    well_formed = _reading.clean(tame)
    # libxml2 moves text out of a body that begins with certain elements; inside a div all stays where it is.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<html><body><div>{well_formed}</div></body></html>".encode(), parser)
    body = root.find("body") if root is not None else None
    return body if body is not None else etree.Element("body")


def link_address(href: str, base_url: str) -> str:
    """The absolute http, https or mailto address of a link, "" when it has none or leads to its own page only."""
    bare = href.strip()
    if bare[:7].lower() == "mailto:":
        return bare if re.fullmatch(r"(?i)mailto:[^\s\x00-\x1f\x7f\"<>`\\]{3,320}", bare) else ""
    return "" if not bare or bare.startswith("#") else absolute(bare, base_url)


def _stored_filter(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return link_address(value, "") or None
    if name == "src":
        return absolute(value, "") or None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if re.fullmatch(r"\d{1,5}", value) else None
    return value


# Unless told otherwise, nh3 lets title and lang through on every element.
_NOWHERE: set[str] = set()

_stored = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={"*": _NOWHERE, **{tag: set(names) for tag, names in ALLOWED.items() if names}},
    attribute_filter=_stored_filter,
    clean_content_tags=_CONTENT_DROPPED,
    url_schemes=LINK_SCHEMES,
    link_rel="noopener",
)


def stored(html: str) -> str:
    """The last word on what is stored: only ALLOWED, only absolute addresses."""
    return _stored.clean(html)


def output_cleaner(
    extra: dict[str, set[str]],
    values: dict[str, dict[str, set[str]]],
    keep: Callable[[str, str, str], str | None],
    always: dict[str, dict[str, str]] | None = None,
) -> nh3.Cleaner:
    """A sanitiser for a page: ALLOWED and `extra` attributes by tag, fixed attribute `values`, `keep` as the filter.

    `always` names attributes that it writes itself.
    """
    tags = set(ALLOWED) | set(extra)
    attributes = {tag: set(ALLOWED.get(tag, ())) | extra.get(tag, set()) for tag in tags}
    return nh3.Cleaner(
        tags=tags,
        attributes={"*": _NOWHERE, **{tag: names for tag, names in attributes.items() if names}},
        tag_attribute_values=values,
        set_tag_attribute_values=always or {},
        attribute_filter=keep,
        clean_content_tags=_CONTENT_DROPPED,
        url_schemes=LINK_SCHEMES,
        link_rel="noopener",
    )


def narrow_cleaner(tags: dict[str, set[str]], *, is_ours: Callable[[str], bool]) -> nh3.Cleaner:
    """A sanitiser for less than ALLOWED: `tags` with their attributes, of pictures only those that are ours."""

    def keep(tag: str, name: str, value: str) -> str | None:
        return (value if is_ours(value) else None) if name == "src" else _stored_filter(tag, name, value)

    return nh3.Cleaner(
        tags=set(tags),
        attributes={"*": _NOWHERE, **{tag: names for tag, names in tags.items() if names}},
        attribute_filter=keep,
        clean_content_tags=_CONTENT_DROPPED,
        url_schemes=LINK_SCHEMES,
        link_rel="noopener",
    )
