"""Where on a page its article stands: the subtree that an extractor's text came from, less what is no article."""

import re
from collections.abc import Iterable

from lxml import html

from newsstand.algorithms.html_embeds import holds_embed
from newsstand.algorithms.html_figures import is_caption, is_picture_frame

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_NEVER = frozenset(["nav", "form", "button", "select", "textarea", "input", "script", "style", "svg", "footer"]) - {
    "noscript",
    "iframe",
}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|promo\w*|newsletter|sign-?up|subscri\w+|advert\w*|ads?|sponsor\w*|"
    r"comments?|respond|tags?|author|byline|bio|avatar|logo|icons?|breadcrumbs?|nav\w*|menu|sidebar|widget|popular|trending|more|"
    r"read-?(?:more|also|next)|outbrain|taboola|pagination|pager|meta|credits?|copyright|footer|toolbar|print|rating|donat\w+)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ENOUGH = 0.85
_MATCHING = 0.6
_LITTLE_MORE = 1.25
_PARAGRAPH = 12
_LONGEST_CAPTION = 150
# Where an article goes on: boxes of at least so many words, so few of them links, so many of them in paragraphs.
_LEVELS = 3
_A_PART = 100
_FEW_LINKS = 0.15
_RUNNING = 0.7


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"\w+", text.lower())


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    """Every four words in a row; a shorter text is one shingle."""
    if len(words) < 4:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


class Content:
    """How much of each element's text is in the extracted text."""

    def __init__(self, tree: html.HtmlElement, extracted: Iterable[str]) -> None:
        self._lines = set()
        self._known: set[tuple[str, ...]] = set()
        running: list[str] = []
        for line in extracted:
            words = words_of(line)
            self._lines.add(tuple(words))
            running.extend(words)
        self._known = shingles(running)
        self.kept: dict[html.HtmlElement, int] = {}
        self.total: dict[html.HtmlElement, int] = {}
        self.linked: dict[html.HtmlElement, int] = {}
        self._count(tree)

    def _count(self, tree: html.HtmlElement) -> None:
        for block, (texts, linked) in _own_texts(tree).items():
            words = words_of("".join(texts))
            if not words:
                continue
            self.kept[block] = len(words) if self._is_known(words) else 0
            self.total[block] = len(words)
            self.linked[block] = linked
        # From the last element to the first, so that every element is complete before its parent takes it in.
        for element in reversed(list(tree.iterdescendants())):
            parent = element.getparent()
            for count in (self.kept, self.total, self.linked):
                if (value := count.get(element, 0)) and parent is not None:
                    count[parent] = count.get(parent, 0) + value

    def _is_known(self, words: list[str]) -> bool:
        if len(words) < 4:
            return tuple(words) in self._lines
        own = shingles(words)
        return len(own & self._known) >= _MATCHING * len(own)

    def node(self, tree: html.HtmlElement) -> html.HtmlElement:
        """The deepest element that holds nearly all of the extracted text."""
        here, enough = tree, _ENOUGH * self.kept.get(tree, 0)
        while True:
            inside = [child for child in here if self.kept.get(child, 0) >= enough > 0]
            if not inside:
                return self._with_the_rest(self._with_surroundings(here))
            here = inside[0]

    def _with_the_rest(self, node: html.HtmlElement) -> html.HtmlElement:
        """The element around `node` where the article goes on in boxes like its own, which the extractor left out."""
        here = node
        for _ in range(_LEVELS):
            parent = here.getparent()
            if parent is None or here.tag not in {"div", "section"}:
                break
            rest = [other for other in here.itersiblings() if self._goes_on_like(here, other)]
            if rest:
                for other in rest:
                    self._take(other)
                return parent
            here = parent
        return node

    def _goes_on_like(self, box: html.HtmlElement, other: html.HtmlElement) -> bool:
        classes, total = box.get("class"), self.total.get(other, 0)
        if other.tag != box.tag or not classes or other.get("class") != classes or total < _A_PART:
            return False
        if (
            self.linked.get(other, 0) > _FEW_LINKS * total
            or next(other.iter("h1", "article", "form"), None) is not None
        ):
            return False
        running = sum(self.total.get(part, 0) for part in other.iter("p") if self.total.get(part, 0) >= _PARAGRAPH)
        return running >= _RUNNING * total

    def _take(self, box: html.HtmlElement) -> None:
        """Count the paragraphs, headings and items in a box as part of the article."""
        for part in box.iter("p", "h2", "h3", "h4", "li", "blockquote"):
            own = self.total.get(part, 0) - sum(self.total.get(child, 0) for child in part)
            missing = own - self.kept.get(part, 0) if self.linked.get(part, 0) <= own / 2 else 0
            if missing > 0:
                for holder in (part, *part.iterancestors()):
                    self.kept[holder] = self.kept.get(holder, 0) + missing

    def _with_surroundings(self, node: html.HtmlElement) -> html.HtmlElement:
        """The element around `node` where a first paragraph stands before it, beside all the rest."""
        before, parent = node.getprevious(), node.getparent()
        if parent is None or before is None or before.tag != "p" or self.total.get(before, 0) < _PARAGRAPH:
            return node
        return parent if self.total.get(parent, 0) <= _LITTLE_MORE * self.total.get(node, 0) else node

    def prune(self, node: html.HtmlElement) -> None:
        """Take out of `node` what is not the article: what was not extracted, unless it stands amid what was."""
        stack = [node]
        while stack:
            parent = stack.pop()
            children = [child for child in parent if isinstance(child.tag, str)]
            dense = self.kept.get(parent, 0) >= max(100, 0.7 * self.total.get(parent, 0))
            places = [at for at, child in enumerate(children) if self.kept.get(child, 0)]
            has_own_text = self.kept.get(parent, 0) > sum(self.kept.get(child, 0) for child in children)
            beside = bool(places) or has_own_text
            for at, child in enumerate(children):
                amid = bool(places) and places[0] < at < places[-1]
                if self._stays(child, amid=amid, beside=beside, dense=dense):
                    if self.kept.get(child, 0) or not self.total.get(child, 0):
                        stack.append(child)
                else:
                    child.drop_tree()

    def _stays(self, element: html.HtmlElement, *, amid: bool, beside: bool, dense: bool) -> bool:
        total = self.total.get(element, 0)
        if self.kept.get(element, 0) or (amid and holds_embed(element, alone=not total)):
            return True
        if element.tag in _NEVER or _is_furniture(element, textless_inline=not total and element.tag not in _BLOCKS):
            return False
        if not total:
            return True
        if is_picture_frame(element) or is_caption(element):
            return beside and total < _LONGEST_CAPTION
        few_links = self.linked.get(element, 0) <= 0.4 * total
        if amid:
            # A short line that ends in a colon says who speaks in what follows.
            speaks = total < 30 and "".join(element.itertext()).rstrip().endswith(":")
            return speaks or (few_links and (total >= 5 or element.tag in _HEADINGS))
        return dense and few_links and total >= _PARAGRAPH and _goes_on(element)


def _is_furniture(element: html.HtmlElement, *, textless_inline: bool) -> bool:
    # Classes of links and spans around a picture say little about the picture.
    if textless_inline and element.tag != "img":
        return False
    return bool(_FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _goes_on(element: html.HtmlElement) -> bool:
    before = element.getprevious()
    return element.tag in {"p", "blockquote"} or (
        element.tag == "div" and before is not None and before.tag == "blockquote"
    )


def _own_texts(tree: html.HtmlElement) -> "dict[html.HtmlElement, tuple[list[str], int]]":
    """For each block the text that stands in it and in no block inside it, and how many of its words are links."""
    texts: dict[html.HtmlElement, list[str]] = {}
    linked: dict[html.HtmlElement, int] = {}
    # The nearest block around each element, and whether a link is around it.
    around: dict[html.HtmlElement, tuple[html.HtmlElement, bool]] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "noscript", "template", "head"}:
            continue
        parent = element.getparent()
        block, link = around.get(parent, (tree, False))
        inside = (element if element.tag in _BLOCKS else block, link or element.tag == "a")
        around[element] = inside
        for text, (holder, is_link) in ((element.text, inside), (element.tail, (block, link))):
            if text and element is not tree:
                # A block between two pieces of text parts them.
                texts.setdefault(holder, []).append(
                    f" {text}" if element.tag in _BLOCKS or element.tag == "br" else text
                )
                linked[holder] = linked.get(holder, 0) + (len(words_of(text)) if is_link else 0)
    return {block: (parts, linked.get(block, 0)) for block, parts in texts.items()}
