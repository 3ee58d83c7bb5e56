"""What a file or the home page of a site proves; see proofs.py for what that covers."""

from dataclasses import dataclass

from newsstand.algorithms.domains import lies_within
from newsstand.algorithms.page_tree import UnreadablePage, page_tree
from newsstand.algorithms.proofs import FILE, NAME, Site, Verdict, expected, in_ascii
from newsstand.algorithms.urls import host

_SHOWN = 100
_MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server answered: `url` is where it came from in the end, after redirects. `error` is why it did not."""

    url: str
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    error: str = ""


def judge_file(site: Site, token: str, answered: Answered) -> Verdict:
    """What the file at `/.well-known/newsstand.txt` proves."""
    where, wanted = site.origin + FILE, expected(token)
    if stopped := not_here(site, answered, where):
        return stopped
    text = answered.body[:20_000].decode("utf-8-sig", "replace").strip()
    lines = [line.strip() for line in text.splitlines()[:_MOST_LINES]]
    if wanted in lines or lines == [token]:
        return Verdict(site.host)
    if text.startswith("<") or answered.content_type in {"text/html", "application/xhtml+xml"}:
        return Verdict(
            problem="html-instead",
            said=f"At {where} there is a web page (HTML) instead of a text file.",
            mend=f"Your site answers with a page of its own. Put a plain text file there with one line: {wanted}",
        )
    if not text:
        return Verdict(problem="empty-file", said=f"The file at {where} is empty.", mend=f"Write into it: {wanted}")
    return Verdict(
        problem="wrong-token",
        said=f"The file at {where} says “{lines[0][:_SHOWN]}”, which is not the text for this application.",
        mend=f"Write into it: {wanted}",
    )


def judge_home(site: Site, token: str, answered: Answered) -> Verdict:
    """What the meta tag on the home page proves."""
    where, wanted = site.origin + "/", f'<meta name="{NAME}" content="{token}">'
    if stopped := not_here(site, answered, where):
        return stopped
    try:
        metas = named_metas(answered.body, answered.content_type)
    except UnreadablePage as error:
        return Verdict(
            problem="no-page",
            said=f"{where} is no web page: {error.reason}",
            mend="Give the address of your site, or prove it in another way.",
        )
    if (True, token) in metas:
        return Verdict(site.host)
    if (False, token) in metas:
        return Verdict(
            problem="outside-head",
            said=f"The meta tag on {where} stands outside of the page’s head, where readers’ words may stand too.",
            mend="Move it between <head> and </head>.",
        )
    if metas:
        return Verdict(
            problem="wrong-token",
            said=f"The meta tag on {where} says “{metas[0][1][:_SHOWN]}”, which is not the text for this application.",
            mend=f"Replace it by: {wanted}",
        )
    return Verdict(
        problem="no-tag",
        said=f"There is no such meta tag on {where}.",
        mend=f"Add it to the page’s head: {wanted}. If your site keeps pages in a cache, empty it.",
    )


def named_metas(body: bytes, content_type: str) -> list[tuple[bool, str]]:
    """The content of each meta element of ours, and whether it stands in the page's head."""
    metas = (meta for meta in page_tree(body, content_type)[0].iter("meta"))
    ours = (meta for meta in metas if (meta.get("name") or "").strip().lower() == NAME)
    return [
        (any(up.tag == "head" for up in meta.iterancestors()), (meta.get("content") or "").strip()) for meta in ours
    ]


def not_here(site: Site, answered: Answered, where: str) -> Verdict | None:
    """Why an answer proves nothing whatever it says; None for one to look into."""
    if answered.error:
        return Verdict(
            problem="unreachable",
            said=f"{where} cannot be reached: {answered.error}",
            mend="Open it in a browser that is not signed in to your site. When it opens there, check again.",
        )
    ended = in_ascii(host(answered.url))
    if not lies_within(ended, site.host):
        return Verdict(
            problem="redirected",
            said=f"{where} redirects to another domain, {ended}.",
            mend=f"What stands at {ended} proves nothing for {site.host}. Answer there without a redirect, or use DNS.",
        )
    if answered.status == 404:
        return Verdict(
            problem="not-found", said=f"There is nothing at {where} (404).", mend="Put it there, and check again."
        )
    if answered.status in {401, 403, 429, 451, 503}:
        return Verdict(
            problem="closed",
            said=f"{where} answered {answered.status}: it does not let us in.",
            mend="A firewall or a service before your site turns our program away. Let it through, or use DNS.",
        )
    if answered.status != 200:
        return Verdict(
            problem="bad-status",
            said=f"{where} answered {answered.status} instead of 200.",
            mend="Look at it in a browser, mend it, and check again.",
        )
    return None
