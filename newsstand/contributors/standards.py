"""A draft held to the standards."""

import re
from html import unescape

from newsstand.algorithms import standards
from newsstand.algorithms.draft_html import blocks_of
from newsstand.algorithms.html import body_of
from newsstand.algorithms.standards import Facts, Finding, Picture
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft

_LINK = re.compile(r'<a [^>]*?href="(https?://[^"]*)"')


def facts_of(draft: Draft) -> Facts:
    """What the standards look at. Three queries at most."""
    body = body_of(blocks_of(draft.body))
    return Facts(
        headline=draft.headline,
        summary=draft.summary,
        text=body.text,
        words=body.words,
        links=[unescape(address) for address in _LINK.findall(body.html)],
        pictures=[Picture(one.alt, one.credit, one.rights, one.licence_url) for one in draft.pictures.order_by("pk")],
        ai=draft.ai,
        ai_note=draft.ai_note,
        payment=draft.payment,
        payer=draft.payer,
        has_place=draft.place_id is not None,
        has_topic=draft.section_id is not None or draft.topics.exists(),
    )


def findings_of(draft: Draft) -> list[Finding]:
    """What there is to mend, what must be mended first."""
    return standards.findings(facts_of(draft))


def refuse_unfit(draft: Draft) -> None:
    """Raises RefusedError for a draft that cannot be submitted, with everything that must be mended."""
    found = standards.musts(facts_of(draft))
    if found:
        raise RefusedError("\n".join(["Not yet:", *(f"{one.text} {one.mend}" for one in found)]))
