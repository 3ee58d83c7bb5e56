"""A draft's text as a small plain markup that can be written in any text field, and back."""

import re
from collections.abc import Iterable, Sequence

from newsstand.algorithms.draft_html import blocks_of, clean, from_blocks
from newsstand.algorithms.html_blocks import Block, Box, Figure, Leaf, Mark, Run
from newsstand.algorithms.html_safe import link_address

_HEADINGS = {"h2": "## ", "h3": "### "}
# What would begin a block if it stood first in a line.
_BEGINS = re.compile(r"(?=#{2,3} |> |>$|- |-$|!\[|---$)|(?<=\d)(?=[.] )")
_QUOTED = re.compile(r">(?: |$)")
_NUMBER = re.compile(r"(\d{1,5})[.] ")
_PICTURE = re.compile(r"!\[((?:\\.|[^\\\]])*)\]\(([^()\s]*)\)")
_LINK = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]\(((?:\\.|[^\\()\s])*)\)")
_ESCAPED = re.compile(r"\\([\\*\[\]()#>!.\-])")
_STARS = re.compile(r"\\.|\*{1,3}")
_STRONG, _EM = Mark("strong"), Mark("em")


def to_markup(html: str) -> str:
    """A draft's text as markup: paragraphs apart by an empty line, a line break where a line ends.

    `## ` and `### ` begin headings, `> ` quotations, `- ` and `1. ` lists (what belongs to an item stands under its
    first word), `---` is a rule; **strong**, *stressed*, [text](address), ![alt](picture) with its caption in the line
    below. A backslash takes a sign's meaning away. from_markup makes the same text of it.
    """
    return "\n\n".join("\n".join(_lines(block)) for block in blocks_of(html))


def from_markup(text: str) -> str:
    """Markup as a draft's text, cleaned; whatever does not read as markup is text. Never raises."""
    lines = re.sub(r"\r\n?|[\x00\u2028\u2029\x85]", "\n", text).split("\n")
    return clean(from_blocks(_blocks([line.rstrip(" \t") for line in lines], 0)))


def _lines(block: Block) -> list[str]:
    if isinstance(block, Figure):
        alt = re.sub(r"([\\\[\]])", r"\\\1", block.alt)
        caption = _inline(block.caption).replace("\n", " ")
        return [f"![{alt}]({block.src})", *([caption] if caption else [])]
    if isinstance(block, Leaf):
        if block.tag in _HEADINGS:
            return [_HEADINGS[block.tag] + _inline(block.runs).replace("\n", " ")]
        return [_BEGINS.sub(r"\\", line, count=1) for line in _inline(block.runs).split("\n")]
    if block.tag == "hr":
        return ["---"]
    if block.tag == "blockquote":
        return [f"> {line}".rstrip() for line in _apart(block.children)]
    return _list_lines(block)


def _list_lines(box: Box) -> list[str]:
    first = int(dict(box.attributes).get("start", "1"))
    written: list[str] = []
    for number, item in enumerate(box.children, first):
        begin = "- " if box.tag == "ul" else f"{number}. "
        inside = _apart(item.children) if isinstance(item, Box) else _lines(item)
        written += [(begin if at == 0 else " " * len(begin) if line else "") + line for at, line in enumerate(inside)]
    return written


def _apart(blocks: Sequence[Block]) -> list[str]:
    """The lines of blocks; an empty one between them, but none between an item's text and the list below it."""
    written: list[str] = []
    for at, block in enumerate(blocks):
        if at and not (isinstance(block, Box) and block.tag in {"ul", "ol"} and isinstance(blocks[at - 1], Leaf)):
            written.append("")
        written += _lines(block)
    return written


def _inline(runs: Iterable[Run]) -> str:
    """Runs as markup; a link holds its own strong and stressed words, so that its brackets close what they open."""
    written: list[str] = []
    opened: set[str] = set()
    link = ""
    for run in runs:
        marks = {mark.tag for mark in run.marks} - {"a"}
        address = next((dict(mark.attributes).get("href", "") for mark in run.marks if mark.tag == "a"), "")
        if address != link:
            written.append(_stars(opened, set()) + (_closing(link) if link else "") + ("[" if address else ""))
            opened, link = set(), address
        written.append(_stars(opened, marks) + re.sub(r"([\\*\[\]])", r"\\\1", run.text))
        opened = marks
    written.append(_stars(opened, set()) + (_closing(link) if link else ""))
    return "".join(written)


def _stars(before: set[str], after: set[str]) -> str:
    changed = before ^ after
    return "*" * (2 * ("strong" in changed) + ("em" in changed))


def _closing(address: str) -> str:
    return "](" + re.sub(r"([\\()])", r"\\\1", address) + ")"


def _blocks(lines: list[str], depth: int) -> list[Block]:
    """The blocks that lines of markup say; deeper than twelve boxes all is text."""
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip(" \t"):
            at += 1
            continue
        block, at = _block(lines, at, depth)
        found.append(block)
    return found


def _block(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    line = lines[at]
    if re.fullmatch(r"-{3,}", line):
        return Box("hr"), at + 1
    for tag, sign in _HEADINGS.items():
        if line.startswith(sign):
            return Leaf(tag, _runs(line.removeprefix(sign))), at + 1
    if picture := _PICTURE.fullmatch(line):
        caption = lines[at + 1] if at + 1 < len(lines) and not _starts(lines[at + 1]) else ""
        alt = _ESCAPED.sub(r"\1", picture[1])
        return Figure(picture[2], alt, caption=_runs(caption)), at + (2 if caption else 1)
    if depth < 12 and _QUOTED.match(line):
        end = next((other for other in range(at, len(lines)) if not _QUOTED.match(lines[other])), len(lines))
        return Box("blockquote", tuple(_blocks([other[2:] for other in lines[at:end]], depth + 1))), end
    if depth < 12 and _begin(line):
        return _list(lines, at, depth)
    end = at + 1
    while end < len(lines) and not _starts(lines[end]):
        end += 1
    text = "\n".join(other.strip(" \t") for other in lines[at:end])
    return Leaf("p", _runs(text)), end


def _list(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    begin = _begin(lines[at])
    tag = "ul" if begin.startswith("-") else "ol"
    start = int(begin[:-2]) if tag == "ol" else 1
    items: list[Block] = []
    while at < len(lines) and (begin := _begin(lines[at])) and (tag == "ul") == begin.startswith("-"):
        room = " " * len(begin)
        end = at + 1
        while end < len(lines) and (lines[end].startswith(room) or _goes_on(lines, end, room)):
            end += 1
        inside = [lines[at][len(begin) :], *(line[len(begin) :] for line in lines[at + 1 : end])]
        items.append(Box("li", tuple(_blocks(inside, depth + 1))))
        # Items may stand apart by an empty line.
        following = next((other for other in range(end, len(lines)) if lines[other]), len(lines))
        same = following < len(lines) and bool(_begin(lines[following]))
        at = following if same and (tag == "ul") == _begin(lines[following]).startswith("-") else end
    return Box(tag, tuple(items), (("start", str(start)),) if tag == "ol" and start > 1 else ()), at


def _goes_on(lines: list[str], at: int, room: str) -> bool:
    """Whether an empty line stands inside an item: the next line that is none is under its first word."""
    following = next((line for line in lines[at:] if line), "")
    return not lines[at] and following.startswith(room)


def _begin(line: str) -> str:
    if line.startswith("- ") or line == "-":
        return "- "
    found = _NUMBER.match(line)
    return found[0] if found else ""


def _starts(line: str) -> bool:
    """Whether a line ends the paragraph before it."""
    return (
        not line.strip(" \t")
        or bool(re.match(r"#{2,3} |>(?: |$)|-{3,}$", line) or _PICTURE.fullmatch(line))
        or bool(_begin(line))
    )


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    here = 0
    for found in _LINK.finditer(text):
        address = link_address(_ESCAPED.sub(r"\1", found[2]), "")
        before = text[here : found.start()]
        if not address or (len(before) - len(before.rstrip("\\"))) % 2:
            continue
        link = Mark("a", (("href", address),))
        runs += [*_marked(before), *(Run(run.text, (link, *run.marks)) for run in _marked(found[1]))]
        here = found.end()
    return (*runs, *_marked(text[here:]))


def _marked(text: str) -> list[Run]:
    """Stars switch strong and stressed on and off; a star between spaces, and one that nothing answers, is a star."""
    pieces: list[tuple[str, str]] = []
    here = 0
    for found in _STARS.finditer(text):
        stars = found[0] if found[0][0] == "*" else ""
        if not stars or _is_alone(text, found.start(), found.end()):
            continue
        pieces.append((text[here : found.start()], stars))
        here = found.end()
    for size in (1, 2):
        if sum(len(stars) & size > 0 for _, stars in pieces) % 2:
            # Not closed in this paragraph: none of this kind means anything.
            return [Run(_ESCAPED.sub(r"\1", text))]
    runs: list[Run] = []
    marks: set[str] = set()
    for words, stars in [*pieces, (text[here:], "")]:
        kept = tuple(mark for mark in (_STRONG, _EM) if mark.tag in marks)
        runs.append(Run(_ESCAPED.sub(r"\1", words), kept))
        marks ^= ({"strong"} if len(stars) & 2 else set()) | ({"em"} if len(stars) & 1 else set())
    return [run for run in runs if run.text]


def _is_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    return before in " \n" and after in " \n"
