"""The pictures of a draft as its text shows them: what is said of a picture is kept once, with the picture."""

from newsstand.algorithms.draft_html import blocks_of, from_blocks, with_figures
from newsstand.algorithms.html_blocks import Figure, Leaf, Mark, Run
from newsstand.algorithms.html_safe import link_address
from newsstand.contributors.models import Draft, DraftPicture


def with_facts(body: str, draft: Draft) -> str:
    """A cleaned text whose pictures say what is known of them; those that are not the draft's are left out.

    So nobody can show a picture of somebody else's draft by its address. One query, where there are pictures at all.
    """
    if "<img " not in body:
        return body
    known = {row.image_id: row for row in draft.pictures.all()}

    def said(key: str, stood: Figure) -> Figure | None:
        row = known.get(key)
        return None if row is None else Figure(stood.src, row.alt or stood.alt, caption=caption_of(row))

    return with_figures(body, said)


def caption_of(picture: DraftPicture) -> tuple[Run, ...]:
    """What stands under a picture: its caption, who made it, and its licence as a link."""
    parts = [picture.caption, f"Photo: {picture.credit}" if picture.credit else ""]
    written = " ".join(filter(None, parts))
    runs: tuple[Run, ...] = (Run(written),) if written else ()
    if picture.licence_url and (address := link_address(picture.licence_url, "")):
        licence = Run("Licence", (Mark("a", (("href", address),)),))
        runs = (*runs, Run(" "), licence) if runs else (licence,)
    return runs


def caption_html(picture: DraftPicture) -> str:
    """The same as HTML."""
    return from_blocks([Leaf("p", caption_of(picture))]).removeprefix("<p>").removesuffix("</p>")


def adopt_alts(body: str, draft: Draft) -> None:
    """A picture of which nothing is said yet takes the description that stands in the text (`![A bridge](…)`)."""
    if "<img " not in body:
        return
    said = {block.src.split("/")[2]: block.alt for block in blocks_of(body) if isinstance(block, Figure) and block.alt}
    for row in draft.pictures.filter(image_id__in=said, alt=""):
        row.alt = said[row.image_id][:500]
        row.save(update_fields=["alt"])
