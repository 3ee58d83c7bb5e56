"""A month's statement as JSON lines, and whether such a file adds up: anybody can compute it again.

The lines in their order: `head` (whose, which month, by which rule), `fund` (what was booked, by whom is not told),
`weights` (everybody's finished reads in the order in which the fund was divided, without names; `own` is the place of
whom the statement is for), a `line` an article; since there are ads, an `ad` for each article and day on which ads
earned something, and a `paid` for each payout; `sum`, and last the SHA-256 of everything before it. `head` holds the
digest of the statement before, so that the statements of all months hang together.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from newsstand.algorithms.ad_shares import theirs
from newsstand.algorithms.earnings import FIRST_RULE, RULE
from newsstand.algorithms.split import share_of, split

Record = dict[str, Any]
KINDS = ("head", "fund", "weights", "line", "ad", "paid", "sum", "digest")
MANY = ("line", "ad", "paid")
MOST_DIFFERENCES = 50


def lines_of(records: Sequence[Record]) -> list[str]:
    """The file's lines without their ends; the last one is the digest of those before it."""
    lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for record in records]
    return [*lines, json.dumps({"digest": digest(lines)}, separators=(",", ":"))]


def digest(lines: Sequence[str]) -> str:
    """SHA-256 of lines with a line feed after each, in hexadecimal."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def differences(text: str) -> list[str]:
    """What does not add up in a statement's file, each in a sentence; nothing for a good one."""
    lines = text.splitlines()
    try:
        records = [json.loads(line) for line in lines]
        kinds = [kind_of(record) for record in records]
    except (ValueError, RecursionError) as error:
        return [f"The file is no statement: {error}"]
    wanted = [kind for kind in KINDS for _ in range(kinds.count(kind) if kind in MANY else 1)]
    if kinds != wanted:
        order = "head, fund, weights, line..., ad..., paid..., sum, digest"
        return [f"The file is no whole statement: its lines are not {order}."]
    found: list[str] = []
    try:
        found.extend(looked_at(lines, records))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        found.append(f"The statement has a field that is missing or makes no sense: {error!r}")
    return found[:MOST_DIFFERENCES]


def kind_of(record: Any) -> str:
    """Which of KINDS a line is. Raises ValueError."""
    if isinstance(record, dict) and len(record) == 1 and next(iter(record)) in KINDS:
        return str(next(iter(record)))
    raise ValueError("a line is none of head, fund, weights, line, ad, paid, sum, digest")


def looked_at(lines: Sequence[str], records: Sequence[Record]) -> Iterator[str]:
    head, fund, weights, whole = (records[at] for at in (0, 1, 2, -2))
    found, ads, paid = ([record[kind] for record in records if kind in record] for kind in MANY)
    month = str(head["head"]["month"])
    is_first = head["head"]["rule"] == dict(FIRST_RULE)
    if not is_first and head["head"]["rule"] != dict(RULE):
        yield f"It was made by another rule than this program knows (versions 1 and {RULE['version']})."
    if is_first and (ads or paid):
        yield "It has lines of ads or payouts, of which its rule says nothing."
    if records[-1]["digest"] != digest(lines[:-1]):
        yield "The digest is not that of the lines before it: something was changed after the statement was made."
    yield from of_fund(fund["fund"])
    yield from of_sums(fund["fund"], weights["weights"], whole["sum"])
    yield from of_lines(found, whole["sum"], month)
    yield from of_ads(ads, whole["sum"], month, is_first=is_first)
    yield from of_balance(paid, whole["sum"], month, is_first=is_first)


def of_fund(fund: Record) -> Iterator[str]:
    booked = fund["carried_in"] + sum(one["micros"] for one in fund["bookings"])
    yield from unlike("The fund", fund["micros"], booked, "what was carried into it and its bookings")


def of_sums(fund: Record, weights: Record, whole: Record) -> Iterator[str]:
    """The way from the fund to what was earned of it; who was read by nobody has no place among the weights."""
    finished, own = weights["finished"], weights["own"]
    weight = 0 if own is None else finished[own]
    yield from unlike("The finished reads", whole["finished"], weight, "the weight they were counted with")
    gross = 0 if own is None else split(fund["micros"], finished)[own]
    yield from unlike("The gross amount", whole["gross"], gross, "its part of the fund")
    yield from unlike(
        "What was earned", whole["micros"], share_of(whole["gross"], whole["share"])[0], "the share of it"
    )


def of_ads(ads: Sequence[Record], whole: Record, month: str, *, is_first: bool) -> Iterator[str]:
    """The way from what advertisers paid on an article and day to what is theirs of it."""
    for one in ads:
        name = f"Ads on article {one['article']} on {one['about']}"
        if f"{date.fromisoformat(one['day']):%Y-%m}" != month:
            yield f"{name}: {one['day']} is no day of {month}."
        if date.fromisoformat(one["about"]) > date.fromisoformat(one["day"]):
            yield f"{name}: they were settled on {one['day']}, before they were shown."
        yield from unlike(name, one["micros"], theirs(one["gross"], one["share"]), "the share of it")
    if len({(one["number"], one["about"], one["article"]) for one in ads}) != len(ads):
        yield "A line of ads stands there twice."
    if is_first:
        return
    for name, said in (("gross", "paid by advertisers"), ("micros", "earned by ads")):
        field = {"gross": "ads_gross", "micros": "ads"}[name]
        yield from unlike(f"What was {said}", whole[field], sum(one[name] for one in ads), "the lines of ads together")


def of_balance(paid: Sequence[Record], whole: Record, month: str, *, is_first: bool) -> Iterator[str]:
    """The way from what was owed before to what is owed after."""
    balance, by = whole["opening"] + whole["micros"], "the opening balance and what was earned"
    if not is_first:
        balance, by = balance + whole["ads"] - whole["paid"], f"{by}, less what was paid out"
        yield from unlike(
            "What was paid out", whole["paid"], sum(one["micros"] for one in paid), "the payouts together"
        )
    for one in paid:
        if f"{date.fromisoformat(one['day']):%Y-%m}" != month:
            yield f"Payout {one['number']}: {one['day']} is no day of {month}."
    yield from unlike("The closing balance", whole["closing"], balance, by)


def of_lines(found: Sequence[Record], whole: Record, month: str) -> Iterator[str]:
    """The way from what was earned to each article and day."""
    cells = sorted((line["article"], date.fromisoformat(day), finished, micros) for line in found
                   for day, finished, micros in line["days"])  # fmt: skip
    counted = sum(cell[2] for cell in cells)
    yield from unlike("The lines' finished reads", counted, whole["finished"], "those of the statement")
    if len({line["article"] for line in found}) != len(found) or len({cell[:2] for cell in cells}) != len(cells):
        yield "An article, or a day of one, stands there twice."
    parts = split(whole["micros"], [cell[2] for cell in cells])
    for (article, day, _, micros), part in zip(cells, parts, strict=True):
        if f"{day:%Y-%m}" != month:
            yield f"Article {article}: {day} is no day of {month}."
        yield from unlike(f"Article {article} on {day}", micros, part, "its part of what was earned")
    for line in found:
        for at, name in ((1, "finished"), (2, "micros")):
            days = sum(day[at] for day in line["days"])
            yield from unlike(f"Article {line['article']}, {name}", line[name], days, "its days together")


def unlike(what: str, stands: object, computed: object, by: str) -> Iterator[str]:
    if stands != computed or type(stands) is not type(computed):
        yield f"{what}: {stands} stands there, {computed} is {by}."
