"""Which news agency a text comes from, where the text or its byline says so; a mention of an agency is no credit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A credit stands at a text's beginning or at its end.
_HEAD = 400
_TAIL = 400

# How we call an agency -> how texts call it. The names that are words of a language, or parts of names, are left out.
AGENCIES: dict[str, tuple[str, ...]] = {
    "AAP": ("AAP", "Australian Associated Press"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "ANP": ("ANP", "Algemeen Nederlands Persbureau"),
    "ANSA": ("ANSA",),
    "AP": ("AP", "The Associated Press", "Associated Press"),
    "APA": ("APA", "Austria Presse Agentur"),
    "Belga": ("Belga", "BELGA"),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "CP": ("The Canadian Press", "Canadian Press"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Agencia EFE"),
    "epd": ("epd", "Evangelischer Pressedienst"),
    "Europa Press": ("Europa Press", "EUROPA PRESS"),
    "IANS": ("IANS",),
    "Interfax": ("Interfax",),
    "KNA": ("KNA", "Katholische Nachrichten-Agentur"),
    "Kyodo": ("Kyodo", "Kyodo News", "KYODO"),
    "Local Democracy Reporting Service": (
        "Local Democracy Reporting Service", "Local Democracy Reporter", "Local Democracy Reporters", "LDRS",
    ),
    "Lusa": ("Lusa", "LUSA", "Agência Lusa"),
    "PA Media": ("PA Media", "PA news agency", "PA News Agency", "Press Association", "The Press Association"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters", "REUTERS", "Thomson Reuters"),
    "Ritzau": ("Ritzau", "/ritzau/"),
    "SDA": ("SDA", "Keystone-SDA"),
    "TASS": ("TASS",),
    "UPI": ("UPI", "United Press International"),
    "Xinhua": ("Xinhua", "XINHUA", "新华社"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
}  # fmt: skip

_CALLED = {name: agency for agency, names in AGENCIES.items() for name in names}
_ANY = "|".join(re.escape(name) for name in sorted(_CALLED, key=len, reverse=True))
# "AP/dpa" credits the first; a bureau or a photographer may follow.
_REST = r"(?![\w'’])(?:/[\w /]{2,20})?"
_NAME = f"(?P<agency>{_ANY}){_REST}"
_DASH = "[-‐‑‒–—―]"
_BY = r"(?:By|BY|by|From|from|Von|von|Par|par|Por|por|Di|Door|Da|Af|Av|Source|Quelle|Fuente|Fonte|Bron|Kilde)"
_PRODUCED = r"(?:produced|provided|supplied|written|published|reported|distributed)"

# "LONDON (Reuters) -", "Berlin (dpa) -", "Madrid, 3 may (EFE).-", "(AP)": a capitalised place needs no dash.
_DATELINE = re.compile(
    rf"\A\s*(?:\({_NAME}\)|[^\n()]{{2,80}}\((?P<after_place>{_ANY}){_REST}\)[\s.]*{_DASH}"
    rf"|[^\n()a-z]{{2,80}}\((?P<after_capitals>{_ANY}){_REST}\))"
)
_OPENING = re.compile(rf"\A\s*{_NAME}(?:\s+{_DASH}+|\s*[–—|:])\s")
_LINE = re.compile(
    rf"^\s*{_BY}\s*:?\s+(?:the\s+)?(?:[^\n,|/]{{3,60}}[,|/]\s*)?{_NAME}\s*(?:[.|,/]|{_DASH}|$)", re.MULTILINE
)
_MADE_BY = re.compile(rf"\b{_PRODUCED}\s+(?:\w+\s+)?(?:by|von|par|por)\s+(?:the\s+)?{_NAME}(?!\s+(?:that|said|show))")
_RIGHTS = re.compile(rf"(?:©|\([cC]\)|\bCopyright)\s*(?:©\s*)?(?:\d{{4}}\s*)?(?:by\s+)?{_NAME}")
_ENDING = re.compile(rf"(?:\(\s*|\n\s*|(?<=[.!?…\"”’»])\s*(?:{_DASH}+\s*)?){_NAME}\s*\)?[\s.]*\Z")
_BYLINE = re.compile(
    rf"(?:[Bb]y\s+)?(?:.*[,|/(]\s*|.*\s{_DASH}+\s*|.*\s(?=(?:The )?Associated Press))?{_NAME}\)?"
    r"(?:\s+(?:[Ss]taff|[Rr]eporters?|[Ww]riters?|[Cc]orrespondents?|and agencies))?"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency, and the words that name it: `evidence` stands at `start` to `end` of the text.

    Both are -1 where it stands in the byline instead.
    """

    agency: str
    evidence: str
    start: int
    end: int


def credit(text: str, byline: Sequence[str] = ()) -> Credit | None:
    """The agency that a plain text or its byline credits; None where neither does."""
    return _of_byline(byline) or _of_head(text[:_HEAD]) or _of_tail(text)


def _of_byline(names: Iterable[str]) -> Credit | None:
    for name in names:
        found = _BYLINE.fullmatch(name.strip())
        if found:
            return Credit(_CALLED[found["agency"]], name.strip(), -1, -1)
    return None


def _of_head(head: str) -> Credit | None:
    for pattern in (_DATELINE, _OPENING, _LINE, _MADE_BY):
        if found := pattern.search(head):
            return _as_credit(found, 0)
    return None


def _of_tail(text: str) -> Credit | None:
    skipped = max(0, len(text) - _TAIL)
    for pattern in (_RIGHTS, _MADE_BY, _LINE, _ENDING):
        if found := pattern.search(text[skipped:]):
            return _as_credit(found, skipped)
    return None


def _as_credit(found: re.Match[str], skipped: int) -> Credit:
    name = next(name for name in found.groupdict().values() if name)
    said = found.group()
    start = found.start() + len(said) - len(said.lstrip())
    return Credit(_CALLED[name], said.strip(), skipped + start, skipped + start + len(said.strip()))
