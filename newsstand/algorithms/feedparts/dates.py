"""Dates as feeds write them: RFC 822 with every mistake, ISO 8601, W3CDTF, asctime, seconds since 1970."""

import re
from datetime import UTC, datetime, timedelta, timezone

# The first letters are enough; a longer name wins over a shorter one because the whole word is tried first.
_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "jan january januar janvier enero janeiro gennaio gen ene januari jän január ιαν янв января stycznia led",
        "feb february februar février fev febrero fevereiro febbraio februari fév február φεβ фев февраля lutego úno",
        "mar march mär märz mars marzo março mrz maart mrt már március μαρ мάρ мар марта marca bře",
        "apr april avril abril aprile abr avr ápr április απρ апр апреля kwietnia dub",
        "may mai mayo maio maggio mei mag máj május μαι μαϊ мая май maja kvě",
        "jun june juni juin junio junho giugno giu jún június ιουν июн июня czerwca čer",
        "jul july juli juillet julio julho luglio lug juil júl július ιουλ июл июля lipca čvc",
        "aug august août agosto ago aou aoû augustus augusztus αυγ авг августа sierpnia srp",
        "sep sept september septembre septiembre setembro settembre set szeptember σεπ сен сент сентября września zář",
        "oct october oktober octobre octubre outubro ottobre okt out ott október οκτ окт октября października říj",
        "nov november novembre noviembre novembro νοε ноя нояб ноября listopada lis",
        "dec december dezember décembre diciembre dezembro dicembre dez déc dic δεκ дек декабря grudnia pro",
    ),
    start=1,
):
    for _name in _names.split():
        _MONTHS.setdefault(_name, _number)

_ZONES = {
    **dict.fromkeys(("", "z", "ut", "utc", "gmt", "wet"), 0),
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "et": -300,
    "ct": -360,
    "mt": -420,
    "pt": -480,
    "ast": -240,
    "adt": -180,
    "nst": -210,
    "ndt": -150,
    "akst": -540,
    "akdt": -480,
    "hst": -600,
    "brt": -180,
    "art": -180,
    "bst": 60,
    "ist": 330,
    "cet": 60,
    "mez": 60,
    "cest": 120,
    "mest": 120,
    "mesz": 120,
    "west": 60,
    "met": 60,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "trt": 180,
    "sast": 120,
    "eat": 180,
    "cat": 120,
    "wat": 60,
    "gst": 240,
    "pkt": 300,
    "ict": 420,
    "wib": 420,
    "sgt": 480,
    "hkt": 480,
    "pht": 480,
    "awst": 480,
    "jst": 540,
    "kst": 540,
    "acst": 570,
    "acdt": 630,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    # The military letters, as RFC 822 meant them.
    **{letter: 60 * hours for hours, letter in enumerate("abcdefghiklm", start=1)},
    **{letter: -60 * hours for hours, letter in enumerate("nopqrstuvwxy", start=1)},
}

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[apAP]\.?[mM]\b\.?)?"
)
_ZONE = r"(?P<zone>(?:(?:GMT|UTC?)\s*)?[+-]\s?\d{1,2}:?(?:\d\d)?|[A-Za-z]{1,5})?"
_TIME = rf"(?:(?:[\s,T-]|at)*{_CLOCK}\s*{_ZONE})?"
_WORD = r"[^\W\d_]{3,12}"

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?)?"
    r"(?:[T\s]+(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,12})?)?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d{2}:?(?:\d{2})?|[A-Za-z]{2,5})?\Z"
)
_ISO_LOOSE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME,
)
_ORDINAL = re.compile(r"(?P<year>\d{4})-?(?P<ordinal>\d{3})\Z")
_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d{2})(?:-?(?P<weekday>[1-7]))?\Z")
_SHORT_ISO = re.compile(r"-?(?P<year>\d{2})-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?\Z")
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?(?P<name>{_WORD})\.?(?:[\s,-]|de\s)+(?P<year>\d{{4}}|\d{{2}})\b{_TIME}"
)
_MONTH_FIRST = re.compile(rf"(?P<name>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b{_TIME}")
_ASCTIME = re.compile(
    rf"(?P<name>{_WORD})\.?\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s+(?P<year>\d{{4}})\b(?:\s+(?P<zone2>[+-]\d{{4}}))?"
)
_EASTERN = re.compile(
    r"(?P<year>\d{4})[년年]\s*(?P<month>\d{1,2})[월月]\s*(?P<day>\d{1,2})[일日]"
    r"(?:\s*(?P<before>오전|오후|午前|午後|上午|下午)?\s*(?P<hour>\d{1,2})[:시時时]\s*(?P<minute>\d{1,2})?)?"
)
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?\Z")
_SPACE = re.compile(r"\s+")
# No date is longer; what is longer is text in the wrong place, and not worth the search.
_LONGEST = 120


def parse_date(text: str) -> datetime | None:
    """The moment that `text` names, in UTC, or None when it names none. A date without a zone is taken as UTC.

    Years are kept as they stand (1970, 2099); two-digit years are 1970 to 2069. A wrong weekday is not looked at.
    """
    text = _SPACE.sub(" ", text[:_LONGEST]).strip()
    if not text:
        return None
    try:
        return _parse(text)
    except (ValueError, OverflowError):
        return None


def _parse(text: str) -> datetime | None:
    if (text[0].isdigit() or text[0] == "-") and (found := _parse_numeric(text)):
        return found
    for pattern in (_DAY_FIRST, _ASCTIME, _MONTH_FIRST):
        for match in pattern.finditer(text):
            month = _month(match["name"])
            if month:
                return _moment(match.groupdict(), month)
    return None


def _parse_numeric(text: str) -> datetime | None:
    if match := _ISO.match(text) or _ISO_LOOSE.match(text) or _SHORT_ISO.match(text):
        parts = match.groupdict()
        return _moment(parts, int(parts["month"] or 1))
    if match := _ORDINAL.match(text):
        return datetime(int(match["year"]), 1, 1, tzinfo=UTC) + timedelta(days=int(match["ordinal"]) - 1)
    if match := _WEEK.match(text):
        day = datetime.fromisocalendar(int(match["year"]), int(match["week"]), int(match["weekday"] or 1))
        return day.replace(tzinfo=UTC)
    if _EPOCH.match(text):
        seconds = int(text) // 1000 if len(text) > 10 else int(text)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    match = _EASTERN.match(text)
    return _eastern(match.groupdict(), text) if match else None


def _eastern(parts: dict[str, str | None], text: str) -> datetime:
    """A Korean, Japanese or Chinese date, which means its own clock; Korea and Japan share theirs."""
    parts["half"] = "pm" if parts["before"] in {"오후", "午後", "下午"} else "am" if parts["before"] else None
    parts["zone"] = "+08:00" if re.search("[时時上下]", text) else "kst"
    return _moment(parts, int(parts["month"] or 1))


def _month(name: str) -> int:
    name = name.lower()
    return _MONTHS.get(name) or _MONTHS.get(name[:4]) or _MONTHS.get(name[:3]) or 0


def _moment(parts: dict[str, str | None], month: int) -> datetime:
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    # 24:00 and leap seconds are written by clocks that are right; adding them up gives what was meant.
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no such time of day")
    day = datetime(year, month, int(parts.get("day") or 1), tzinfo=_zone(parts.get("zone2") or parts.get("zone") or ""))
    return (day + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)


def _zone(name: str) -> timezone:
    name = name.strip().lower()
    match = re.search(r"([+-])\s?(\d{1,2}):?(\d\d)?\Z", name)
    if match:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        # An offset beyond a day is a typing error: the clock time is all that is left to believe.
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes)) if minutes < 24 * 60 else UTC
    return timezone(timedelta(minutes=_ZONES.get(name, 0)))
