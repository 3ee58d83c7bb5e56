"""What stands inside an article's HTML and is not the article: hidden parts, sharing, "read more", feed furniture."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from lxml import etree

from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Run, leaves, text_of, tidied
from newsstand.algorithms.html_pictures import picture_key

_UNWANTED_CLASS = re.compile(
    r"(?:^|\s)(?:feedflare|sharedaddy|sd-sharing\S*|sd-like\S*|jp-relatedposts|addtoany\S*|a2a_\S*|social-?share\S*|share-?"
    r"(?:bar|buttons?|links|tools|this)|sharethis\S*|sociable\S*|st_sharethis\S*|robots-nocontent|screen-reader-text|sr-only"
    r"|visually-?hidden|mailchimp\S*|mc_embed_signup|newsletter-?sign-?up\S*|wpulike\S*|post-ratings\S*|wp-polls\S*"
    r"|essb_\S*|yarpp\S*|related-?posts?|ssba\S*|heateor_\S*|shariff\S*|crp_related|zem_rp\S*|printfriendly\S*)(?:\s|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_EMOJI_CLASS = re.compile(r"(?:^|\s)(?:wp-smiley|emoji|twemoji|emojione|smiley)(?:\s|$)")
_EMOJI_SOURCE = re.compile(r"/(?:twemoji|core/emoji|emojione|smilies)/", re.IGNORECASE)
_MORE = (
    r"(?:read (?:more|on|the (?:full|rest|entire|whole|original)\b.{0,60}|full (?:article|story|post))"
    r"|continue reading\b.{0,160}|keep reading\b.{0,100}|(?:click|tap) here to (?:read|continue)\b.{0,60}"
    r"|(?:view|see) (?:original|full) (?:article|post|story)|full (?:story|article)|more\s?(?:\.{2,3}|…|»|→|>))"
)
_MORE_LINK = re.compile(rf"^[\s(\[]*{_MORE}[\s.…»›→>:)\]]*$", re.IGNORECASE | re.DOTALL)
_LAST_LINE = re.compile(
    r"^(?:the post .{1,400} (?:appeared first on|first appeared on|was first published (?:on|by)) .{1,200}"
    r"|(?:this|the) (?:post|article|story|entry) .{0,300}"
    r"(?:appeared first|first appeared|was originally published)"
    r" (?:on|at|in|by) .{1,200}"
    r"|(?:share|tweet|email|print|like|pin|share this|share on .{1,20}|like this:?|like loading\W*"
    r"|related(?: posts| articles)?:?"
    r"|(?:facebook|twitter|whatsapp|linkedin|e-?mail|reddit|pinterest|telegram|[\s,|•·])+)"
    r"|(?:\d+ )?comments?|leave a comment|add a comment|permalink(?: \|.{0,80})?|\[?(?:…|\.\.\.)\]?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_LAST_LINE = 700


def is_unwanted(element: etree._Element) -> bool:
    """Whether an element is hidden from a reader, or by its class is sharing, related links or a sign-up."""
    # Asking for all names costs as much as for one value, and most elements have none.
    names = element.keys()
    if not names:
        return False
    if "hidden" in names or ("style" in names and _HIDDEN.search(element.get("style") or "")):
        return True
    return "class" in names and _is_unwanted_class(element.get("class") or "")


@lru_cache(maxsize=1024)
def _is_unwanted_class(classes: str) -> bool:
    # A page has thousands of elements and a few dozen classes.
    return bool(_UNWANTED_CLASS.search(classes))


def is_emoji(attributes: Mapping[str, str]) -> bool:
    """Whether an img only shows a character that its alt text holds."""
    alt = attributes.get("alt") or ""
    if not alt or len(alt) > 12:
        return False
    return bool(_EMOJI_CLASS.search(attributes.get("class") or "") or _EMOJI_SOURCE.search(attributes.get("src") or ""))


def without_beginning(blocks: Sequence[Block], headline: str, lead_picture: str) -> tuple[Block, ...]:
    """The blocks without leading headings that repeat the headline and without a leading copy of the lead picture."""
    kept = list(blocks)
    said, shown = _bare(headline), picture_key(lead_picture) if lead_picture else ""
    while kept:
        first = kept[0]
        if said and isinstance(first, Leaf) and first.tag in {"h2", "h3", "h4"} and _bare(text_of(first.runs)) == said:
            kept.pop(0)
            continue
        if shown and isinstance(first, Figure) and picture_key(first.src) == shown:
            kept.pop(0)
            continue
        break
    return tuple(kept)


def without_end(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without what feeds hang on: "The post ... appeared first on ...", "Read more", sharing, rules."""
    kept = list(blocks)
    while kept:
        last = kept[-1]
        if _is_furniture(last):
            kept.pop()
            continue
        if isinstance(last, Leaf) and last.tag == "p" and (shorter := _without_more(last)) is not last:
            kept.pop()
            kept.extend([shorter] if shorter else [])
            continue
        break
    return tuple(kept)


def _is_furniture(block: Block) -> bool:
    if isinstance(block, Figure):
        return False
    if isinstance(block, Box):
        if block.tag == "hr":
            return True
        lines = [text_of(leaf.runs) for leaf in leaves([block])]
        return block.tag in {"ul", "ol"} and bool(lines) and all(_is_last_line(line) for line in lines)
    text = text_of(block.runs)
    return block.tag in {"h2", "h3", "h4"} or _is_last_line(text) or bool(_MORE_LINK.match(text))


def _is_last_line(text: str) -> bool:
    return len(text) <= _LONGEST_LAST_LINE and bool(_LAST_LINE.match(text.strip()))


def _without_more(leaf: Leaf) -> Leaf | None:
    """The paragraph without a "Read more" link at its end; itself when it has none, None when nothing else is in it."""
    start = len(leaf.runs)
    while start and any(mark.tag == "a" for mark in leaf.runs[start - 1].marks):
        start -= 1
    if start == len(leaf.runs) or not _MORE_LINK.match(text_of(leaf.runs[start:])):
        return leaf
    rest = tidied(
        [
            Run(run.text.rstrip("[(") if at == start - 1 else run.text, run.marks)
            for at, run in enumerate(leaf.runs[:start])
        ]
    )
    return Leaf("p", rest[0]) if rest else None


def _bare(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .:!?\"'“”")
