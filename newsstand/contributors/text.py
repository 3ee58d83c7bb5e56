"""A draft as the article it becomes: for publishing it, and for looking at it before."""

from datetime import datetime

from newsstand.algorithms.draft_html import blocks_of, clean
from newsstand.algorithms.html import body_of
from newsstand.algorithms.html_blocks import text_of as words_of
from newsstand.articles.text import Text
from newsstand.contributors.figures import caption_of, with_facts
from newsstand.contributors.models import Draft

SOURCE = "its contributor"
SAID = ("byline", "language", "lead picture", "section", "text")


def text_of(draft: Draft, now: datetime) -> Text:
    """What the draft says, cleaned again, with what is known of each picture: what articles.publish takes.

    Pictures that are not the draft's are left out. Four queries at most.
    """
    html = with_facts(clean(draft.body), draft)
    lead = draft.pictures.filter(is_lead=True).select_related("image").first()
    names = [topic.name for topic in draft.topics.order_by("name")]
    author = draft.contributor.author
    return Text(
        headline=draft.headline,
        published_at=now,
        summary=draft.summary,
        body=html,
        plain=body_of(blocks_of(html)).text,
        language=draft.language,
        authors=(author.name,) if author else (),
        categories=tuple([draft.section.name, *names] if draft.section else names),
        lead_picture=lead.image.source_url if lead else "",
        lead_alt=lead.alt if lead else "",
        lead_caption=words_of(caption_of(lead)) if lead else "",
        section=draft.section.name if draft.section else "",
        sources=tuple((name, SOURCE) for name in SAID),
    )
