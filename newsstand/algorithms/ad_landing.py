"""What the page that an ad leads to has to be: there, on the domain it names, about the same, somebody's."""

import re
from dataclasses import dataclass

from newsstand.algorithms.ad_review import Finding, Verdict
from newsstand.algorithms.domains import registrable
from newsstand.algorithms.page_content import words_of
from newsstand.algorithms.page_tree import UnreadablePage, page_tree
from newsstand.algorithms.urls import host

PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
MOST_TEXT = 200_000
# Shorter words say little about what something is.
TELLING = 5
_BEHIND = re.compile(
    r"\b(contact|imprint|impressum|legal notice|about us|kontakt|mentions l[ée]gales|aviso legal|contacto|"
    r"privacy|datenschutz|terms)\b|mailto:|tel:|[\w.+-]+@[\w-]+\.\w{2,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Landed:
    """What came of asking for a landing page. `url`: where the answer came from in the end; `error`: why there was
    none, in words, with nothing else filled in. `disposition`: of the Content-Disposition header.
    """

    url: str
    status: int = 0
    content_type: str = ""
    disposition: str = ""
    body: bytes = b""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, the page's `title`, and whether it is worth another try soon (`passes`)."""

    findings: tuple[Finding, ...]
    title: str = ""
    passes: bool = False


def look(asked: str, said: str, landed: Landed) -> Looked:
    """What is wrong with the landing page `asked` of an ad that says `said`; nothing found is nothing to mend."""
    if landed.error or landed.status >= 500 or landed.status == 429:
        why = landed.error or f"It answers with an error ({landed.status})."
        return Looked((found("unreachable", Verdict.HOLD, f"The landing page does not open. {why}", OPENS),), "", True)
    if landed.status >= 400:
        why = f"The landing page is not there: its server answers {landed.status}."
        return Looked((found("missing", Verdict.HOLD, why, OPENS),))
    seen: list[Finding] = []
    if registrable(host(landed.url)) != registrable(host(asked)):
        why = f"It leads on to {host(landed.url)}, another domain than the ad names."
        seen.append(found("astray", Verdict.HOLD, why, "Name the page where readers end up."))
    if landed.disposition.lower().startswith("attachment") or landed.content_type not in PAGES:
        why = "A download begins, or something that is no page is shown."
        return Looked((*seen, found("download", Verdict.HOLD, why, "Lead to a page.")))
    title, text, hrefs = read(landed)
    if not shares(said, f"{title} {text}"):
        why = "The page has hardly a word in common with the ad."
        seen.append(found("unlike", Verdict.HOLD, why, "Lead to the page that is about what the ad says."))
    if _BEHIND.search(f"{text} {hrefs}") is None:
        why = "The page does not say who is behind it: no contact, no imprint."
        seen.append(found("nobody", Verdict.FLAG, why, "Link your contact or imprint there."))
    return Looked(tuple(seen), title)


OPENS = "See that it opens for everybody, without signing in."


def found(rule: str, verdict: Verdict, said: str, mend: str) -> Finding:
    return Finding(rule, "landing", verdict, said, mend)


def read(landed: Landed) -> tuple[str, str, str]:
    """The page's title, its text, and where it links, one after the other."""
    try:
        tree, _ = page_tree(landed.body, landed.content_type)
    except UnreadablePage:
        return "", "", ""
    title = " ".join((tree.findtext(".//title") or "").split())[:300]
    hrefs = " ".join(str(link.get("href") or "") for link in tree.iter("a"))[:MOST_TEXT]
    return title, " ".join(tree.text_content().split())[:MOST_TEXT], hrefs


def shares(said: str, page: str) -> bool:
    """Whether the page has one of the ad's telling words; an ad without any cannot be told apart."""
    telling = {word for word in words_of(said) if len(word) >= TELLING and not word.isdigit()}
    return not telling or bool(telling & set(words_of(page)))
