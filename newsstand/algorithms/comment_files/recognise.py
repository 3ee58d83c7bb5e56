"""Which system wrote a file, by its first bytes."""

import re

from newsstand.algorithms.comment_files import disqus, ours, wordpress
from newsstand.algorithms.comment_files.values import CommentFileError

DISQUS, WORDPRESS, ISSO, CORAL, OURS = "disqus", "wordpress", "isso", "coral", "newsstand"
FORMATS = (DISQUS, WORDPRESS, ISSO, CORAL, OURS)
# Enough for a comment about the export at the head of a WXR file.
ENOUGH = 16_384
_BASE = re.compile(rb"<(?:wp:base_blog_url|wp:base_site_url|link)>\s*(?:<!\[CDATA\[)?\s*(https?://[^<\]\s]{1,500})")


def format_of(beginning: bytes) -> str:
    """One of FORMATS. Raises CommentFileError, saying what can be read."""
    if beginning.startswith(b"SQLite format 3\x00"):
        return ISSO
    if disqus.NAMESPACE.encode() in beginning:
        return DISQUS
    if wordpress.NAMESPACE.encode() in beginning:
        return WORDPRESS
    bare = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith((b"{", b"[")):
        return OURS if ours.FORMAT.encode() in bare[:200] else CORAL
    raise CommentFileError(
        "It is no export that is known: Disqus's XML, WordPress's WXR, Isso's SQLite file, Coral's JSON lines, "
        "or ours. Say with --format which it is."
    )


def source_of(kind: str, beginning: bytes) -> str:
    """By which name the numbers of a file's comments are kept apart from those of other sites' files.

    Disqus and Coral give no number twice; WordPress does on each site.
    """
    if kind == WORDPRESS and (found := _BASE.search(beginning)):
        return f"{kind} {found[1].decode('utf-8', 'replace').rstrip('/')}"[:200]
    if kind == OURS and (site := ours.site_of(beginning)):
        return f"{kind} {site.rstrip('/')}"[:200]
    return kind
