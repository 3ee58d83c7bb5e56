"""What a stored body becomes on a page: sanitised again, its pictures ours, its topics linked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from newsstand.algorithms.html_blocks import Block, Figure, runs_html, to_html
from newsstand.algorithms.html_embeds import as_card
from newsstand.algorithms.html_reader import Reader, Rules
from newsstand.algorithms.html_safe import link_address, output_cleaner, tree_of
from newsstand.algorithms.html_tame import tame
from newsstand.algorithms.topic_links import Linker, TopicLink

__all__ = ["PICTURE_SIZES", "PICTURE_WIDTHS", "KnownPicture", "TopicLink", "render", "stored_blocks", "with_pictures"]

PICTURE_WIDTHS = (320, 640, 960, 1280)
"""The widths, in pixels, in which /image/ID/WIDTH is served; never wider than the picture itself."""
PICTURE_SIZES = "(max-width: 44rem) 100vw, 42rem"
_STORED_WIDTH = 960
_OURS = re.compile(r"/image/([a-z2-7]{20})/(\d{1,5})")
_PICTURE = re.compile(r'<img src="([^"]*)"')
_TOPIC = re.compile(r"/(?![/\\])[^\s\"'<>\\]*")
_SET = re.compile(r"/image/[a-z2-7]{20}/\d{1,5} \d{1,5}w(?:, /image/[a-z2-7]{20}/\d{1,5} \d{1,5}w)*")


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """A picture that images/ knows: its id, its size in pixels, and whether it can be served."""

    id: str
    width: int
    height: int
    ready: bool


def with_pictures(html: str, ids: Mapping[str, str]) -> str:
    """A cleaned body with every picture at our own address; pictures whose address is not in `ids` are dropped.

    `ids` maps the absolute addresses in `Body.pictures` to picture ids. Pictures that are ours already stay.
    """

    def ours(address: str) -> str:
        return f"/image/{ids[address]}/{_STORED_WIDTH}" if address in ids else _local(address)

    addresses = [unescape(found) for found in _PICTURE.findall(html)]
    if len(addresses) == html.count("<img") and all(map(ours, addresses)):
        # Nothing to drop, which is the usual case: the blocks stay as they are.
        return _stored.clean(_PICTURE.sub(lambda found: f'<img src="{ours(unescape(found[1]))}"', html))
    return _stored.clean(to_html(_read(html, ours)))


def render(html: str, *, pictures: Mapping[str, KnownPicture], topics: Sequence[TopicLink]) -> str:
    """A stored body as it stands on the page.

    `pictures` maps picture ids to what is known of them; one that is unknown or not ready becomes a quiet frame with
    its alt text. Each of `topics` is linked once, where the text first names it. Every element, attribute and address
    goes through the sanitiser again, so that a body stored by an older version is held to today's rules.
    """
    blocks = Linker(topics).linked(_read(html, _local))
    return _page.clean(to_html(map(as_card, blocks), lambda figure: _figure(figure, pictures)))


def stored_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of a stored body; pictures that are not at our own addresses are left out."""
    return _read(html, _local)


def _read(html: str, picture: Callable[[str], str]) -> tuple[Block, ...]:
    return Reader(Rules("", picture, lambda address: bool(_local(address)))).read(tree_of(tame(html)))


def _local(address: str) -> str:
    return address if _OURS.fullmatch(address) else ""


def _figure(figure: Figure, pictures: Mapping[str, KnownPicture]) -> str:
    found = _OURS.fullmatch(figure.src)
    picture = pictures.get(found[1]) if found else None
    caption = f"<figcaption>{runs_html(figure.caption)}</figcaption>" if figure.caption else ""
    if picture is None or not picture.ready or picture.width < 1 or picture.height < 1:
        return f'<figure class="picture missing">{_frame(figure.alt)}{caption}</figure>'
    return f'<figure class="picture">{_image(figure.alt, picture)}{caption}</figure>'


def _frame(alt: str) -> str:
    label = f' role="img" aria-label="{escape(alt)}"' if alt else ' aria-hidden="true"'
    return f'<span class="frame"{label}>{escape(alt, quote=False)}</span>'


def _image(alt: str, picture: KnownPicture) -> str:
    # The first width that is not below the picture's own is the whole picture: it is never enlarged.
    served = [width for width in PICTURE_WIDTHS if width < picture.width]
    whole = next((width for width in PICTURE_WIDTHS if width >= picture.width), None)
    candidates = [(width, width) for width in served] + ([(whole, picture.width)] if whole else [])
    chosen = next((width for width, shown in candidates if shown >= _STORED_WIDTH), candidates[-1][0])
    srcset = ", ".join(f"/image/{picture.id}/{width} {shown}w" for width, shown in candidates)
    sizes = f' srcset="{srcset}" sizes="{PICTURE_SIZES}"' if len(candidates) > 1 else ""
    return (
        f'<img src="/image/{picture.id}/{chosen}"{sizes} width="{picture.width}" height="{picture.height}"'
        f' alt="{escape(alt)}" loading="lazy" decoding="async">'
    )


def _keep(_tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _OURS.fullmatch(value) else None
    if name == "srcset":
        return value if _SET.fullmatch(value) else None
    if name == "href":
        return value if _TOPIC.fullmatch(value) else link_address(value, "") or None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if re.fullmatch(r"\d{1,5}", value) else None
    return value


_EXTRA = {"img": {"srcset"}, "span": {"aria-label"}}
_VALUES = {
    "a": {"class": {"topic"}},
    "figure": {"class": {"picture", "picture missing", "embed"}},
    "span": {"class": {"frame", "embed-note"}, "role": {"img"}, "aria-hidden": {"true"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}, "sizes": {PICTURE_SIZES}},
}
_stored = output_cleaner(_EXTRA, _VALUES, _keep)
# A wide table scrolls in itself; what can be focused scrolls by keyboard too.
_page = output_cleaner(_EXTRA, _VALUES, _keep, always={"table": {"tabindex": "0"}})
