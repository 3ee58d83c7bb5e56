"""`/ads.txt` and `/sellers.json`: who may sell the slots of this site, and who is paid for them.

By IAB Tech Lab's ads.txt 1.1 (OWNERDOMAIN, MANAGERDOMAIN) and sellers.json 1.0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

VARIABLES = ("contact", "subdomain", "inventorypartnerdomain", "ownerdomain", "managerdomain")
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+", re.IGNORECASE)
NOBODY = "placeholder.example.com, placeholder, DIRECT, placeholder"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who is paid for slots: `number` as it stands in the chain of supply; `domain` "" where it is not known."""

    number: str
    name: str
    domain: str


def ads_txt(*, owner: str, direct: Sequence[tuple[str, str]], more: Sequence[str], contact: str) -> str:
    """The file: `owner` is the domain that owns the site, `direct` are (system's domain, our number there).

    A site that sells to no system says so with the line that the standard has for it. Raises ValueError, naming it,
    for a line among `more` that is none.
    """
    lines = [f"{system}, {number}, DIRECT" for system, number in direct]
    for line in more:
        check_line(line)
        lines.append(line)
    if not any("," in line.partition("#")[0] for line in lines):
        lines.insert(0, NOBODY)
    return "\n".join([*lines, f"OWNERDOMAIN={owner}", f"CONTACT={contact}"]) + "\n"


def check_line(line: str) -> None:
    """Raises ValueError for what is neither a record, a variable nor a comment of ads.txt."""
    said = line.partition("#")[0].strip()
    if not said:
        return
    name, is_set, value = said.partition("=")
    if is_set and "," not in name:
        if name.strip().lower() not in VARIABLES or not value.strip():
            raise ValueError(f"NEWSSTAND_ADS_TXT: {line!r} sets none of {', '.join(VARIABLES)}.")
        return
    fields = [one.strip() for one in said.split(",")]
    if len(fields) not in {3, 4} or not DOMAIN.fullmatch(fields[0]) or not fields[1] or fields[2].upper() not in {
        "DIRECT", "RESELLER"
    }:  # fmt: skip
        raise ValueError(f"NEWSSTAND_ADS_TXT: {line!r} is not “domain, account, DIRECT or RESELLER”.")


def sellers_json(*, domain: str, name: str, contact: str, sellers: Sequence[Seller]) -> dict[str, Any]:
    """The object: the site sells its own pages and those of its publishers, who are paid by it."""
    rows: list[dict[str, Any]] = [
        {"seller_id": "site", "name": name, "domain": domain, "seller_type": "BOTH"},
    ]
    for one in sellers:
        row: dict[str, Any] = {"seller_id": one.number, "seller_type": "PUBLISHER"}
        # Who has no domain cannot be named by it: the standard has them confidential.
        row |= {"name": one.name, "domain": one.domain} if one.domain else {"is_confidential": 1}
        rows.append(row)
    address = {"contact_email": contact} if "@" in contact else {"contact_address": contact}
    return {"version": "1.0", **address, "identifiers": [], "sellers": rows}
