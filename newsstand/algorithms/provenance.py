"""Feed and page say what they say of an article: one decision for each of it, with whose word was taken."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from newsstand.algorithms.page_candidates import Candidate, Said
from newsstand.algorithms.urls import host

FEED = "feed"
OF_ENTRY, OF_PUBLISHER = "feed entry", "publisher"
OF_UPDATE = "feed, the date of its update"
BUILT = "feed, the date it was built"
RECEIVED = "received"
OF_TEXT = "feed, first picture of its text"
CATEGORY = "feed category"
# A clock may go a little ahead; a date further in the future is a mistake.
CLOCKS_DIFFER_BY = timedelta(minutes=10)
# Before this nobody published feeds: such a date is a missing one written as zero.
FIRST_BELIEVABLE = datetime(1990, 1, 1, tzinfo=UTC)
# A date that so many entries share to the second, and half of all, is that of the feed's making.
SHARED_BY = 3
_NOBODY = frozenset(
    {
        "admin", "administrator", "author", "by", "editor", "editorial", "editorial staff", "editorial team", "editors",
        "editor-in-chief", "guest", "guest author", "news desk", "newsdesk", "newsroom", "redaktion", "redaction",
        "rédaction", "la rédaction", "redacción", "redazione", "root", "staff", "staff reporter", "staff writer",
        "staff report", "staff reports", "team", "unknown", "web desk", "webmaster", "wordpress", "wp", "online desk",
    }
)  # fmt: skip
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|default|placeholder|fallback|no-?image|no-?photo|blank|spacer|avatar|favicon|og-?default|"
    r"share-?image|social-?(?:card|share))(?:[/_.\d-]|$)",
    re.IGNORECASE,
)
# The languages that are not written in Latin letters, by the script of most of their letters.
_SCRIPTS = {
    "CYRILLIC": "ru uk bg be mk sr kk ky mn tg tt ba cv", "ARABIC": "ar fa ur ps ckb sd ug", "HEBREW": "he iw yi",
    "GREEK": "el", "CJK": "zh ja yue", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "DEVANAGARI": "hi mr ne sa", "BENGALI": "bn as", "TAMIL": "ta", "TELUGU": "te", "THAI": "th", "LAO": "lo",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GUJARATI": "gu", "GURMUKHI": "pa", "KANNADA": "kn", "MALAYALAM": "ml",
    "SINHALA": "si", "MYANMAR": "my", "KHMER": "km", "ETHIOPIC": "am ti", "TIBETAN": "bo dz",
}  # fmt: skip
_BOTH = frozenset({"sr", "kk", "uz", "az", "ku", "tt", "mn", "bs", "sh", "pa"})
_NAMED = {tag for tags in _SCRIPTS.values() for tag in tags.split()}
_FEW_LETTERS = 60
_ENOUGH_LETTERS = 600


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text, each with whose word it is. The picture is an address."""

    published: Candidate[datetime]
    byline: Candidate[tuple[str, ...]]
    language: Candidate[str]
    picture: Candidate[str]
    section: Candidate[str]

    def sources(self) -> tuple[tuple[str, str], ...]:
        """What each is called in an article's record, and whose word it is; without what nobody says."""
        named = (("published", self.published), ("byline", self.byline), ("language", self.language),
                 ("lead picture", self.picture), ("section", self.section))  # fmt: skip
        return tuple((name, each.source if each.value else "") for name, each in named)


def decide(standing: Facts, page: Said, *, text: str, publisher: str, now: datetime) -> Facts:
    """The facts after the article's page was read: `standing` is what they were, `page` all that the page says.

    `text` is the article's, `publisher` the name of its publisher.
    """
    return Facts(
        published=published(standing.published, page.published, now=now),
        byline=byline(standing.byline, page.bylines, publisher=publisher),
        language=language([*page.languages, standing.language], text=text),
        picture=picture(standing.picture, page.pictures),
        section=section(standing.section, page.sections),
    )


def believable(moment: datetime, now: datetime) -> bool:
    """Whether something can have been published then: not before feeds were, not after now."""
    return FIRST_BELIEVABLE <= moment <= now + CLOCKS_DIFFER_BY


def is_the_pages(sources: Mapping[str, str], name: str) -> bool:
    """Whether something of an article ("text", "lead picture") is its page's word, not the feed's, by its record.

    What was stored before whose word it is was kept counts as the page's text and the feed's all else.
    """
    said = sources.get(name, "the page" if name == "text" else FEED)
    return bool(said) and not said.startswith(FEED)


def build_dates(dates: Iterable[datetime | None]) -> frozenset[datetime]:
    """Of the dates of a feed's entries those that are plainly when the feed was built, not when they were published."""
    given = list(dates)
    counted = Counter(moment for moment in given if moment is not None and moment.astimezone(UTC).time() != time())
    return frozenset(moment for moment, often in counted.items() if often >= max(SHARED_BY, len(given) / 2))


def published(
    standing: Candidate[datetime], page: Sequence[Candidate[datetime]], *, now: datetime
) -> Candidate[datetime]:
    """When it was published: the feed's word, unless that is no date of publication and the page has one.

    A page's date after that of the feed's making or update cannot be right.
    """
    if standing.source == FEED:
        return standing
    latest = standing.value if standing.source in {OF_UPDATE, BUILT} else now
    return next((each for each in page if believable(each.value, now) and each.value <= latest), standing)


def byline(
    standing: Candidate[tuple[str, ...]], page: Sequence[Candidate[tuple[str, ...]]], *, publisher: str
) -> Candidate[tuple[str, ...]]:
    """Who wrote it: the feed's names, unless they are nobody's or the page knows more of them."""
    people = [each for each in page if all(is_person(name, publisher) for name in each.value)]
    of_feed = standing.source.startswith(FEED) and bool(standing.value)
    if of_feed and any(is_person(name, publisher) for name in standing.value):
        own = {name.casefold() for name in standing.value}
        return next((each for each in people if {name.casefold() for name in each.value} > own), standing)
    if people:
        return people[0]
    return standing if standing.value or not page else page[0]


def is_person(name: str, publisher: str) -> bool:
    """Whether a name in a byline is somebody's: not an account's, a desk's or the publisher's own."""
    bare = " ".join(name.casefold().split()).strip(" .")
    return bare not in _NOBODY and bare != publisher.casefold().strip() and not _SITE.fullmatch(bare)


def language(candidates: Sequence[Candidate[str]], *, text: str) -> Candidate[str]:
    """The language of a text: the first candidate that is written in the letters which the text is written in.

    Where none is, and only one language uses them, it is that one; else "" from nowhere.
    """
    scripts = scripts_of(text)
    ordered = sorted(candidates, key=lambda each: _trust(each.source))
    fitting = next((each for each in ordered if each.value and fits(each.value, scripts)), None)
    if fitting:
        return fitting
    alone = [tags for script in scripts if len(tags := _SCRIPTS.get(script, "").split()) == 1]
    return Candidate(alone[0][0], "the letters of its text") if alone else Candidate("", "")


def _trust(source: str) -> int:
    order = (OF_ENTRY, "JSON-LD inLanguage", FEED, "the page's lang")
    return order.index(source) if source in order else len(order) + (source == OF_PUBLISHER)


def fits(tag: str, scripts: Sequence[str]) -> bool:
    """Whether a language is written in these letters; True where there are too few to tell."""
    spoken = tag.partition("-")[0].lower()
    if not scripts or spoken in _BOTH:
        return True
    if scripts[0] == "LATIN":
        return spoken not in _NAMED or "latn" in tag.lower()
    return any(spoken in _SCRIPTS.get(script, "").split() for script in scripts)


def scripts_of(text: str) -> list[str]:
    """The scripts of a text's letters (Unicode's names) that a fifth of them belong to, the commonest first.

    Empty for fewer than 60 letters. Looks at the first 600 characters.
    """
    beginning = text[:_ENOUGH_LETTERS]
    number = sum(map(str.isalpha, beginning))
    if number < _FEW_LETTERS:
        return []
    if beginning.isascii():
        return ["LATIN"]
    counted: Counter[str] = Counter()
    for letter, often in Counter(beginning).items():
        if letter.isalpha():
            script = "LATIN" if letter.isascii() else unicodedata.name(letter, "?").partition(" ")[0]
            counted[script] += often
    return [name for name, often in counted.most_common() if often >= number / 5]


def picture(standing: Candidate[str], page: Sequence[Candidate[str]]) -> Candidate[str]:
    """The address of the lead picture: the one that the feed names, then the page's, then the first in the text.

    One that stands for having none is passed over.
    """
    named = [standing] if standing.source == FEED else []
    own = [each for each in (*named, *page, standing) if each.value and not is_placeholder(each.value)]
    return own[0] if own else Candidate("", "")


def is_placeholder(address: str) -> bool:
    """Whether a picture is by its address the publisher's logo or a stand-in."""
    path = address.partition(host(address))[2] if host(address) else address
    return bool(_NO_PICTURE.search(path.partition("?")[0].rpartition("/")[2]))


def section(standing: Candidate[str], page: Sequence[Candidate[str]]) -> Candidate[str]:
    """The section it stands in: the page's word, else the feed's."""
    return next((each for each in page if each.value), standing)
