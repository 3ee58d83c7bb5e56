"""The town's shops as its file has them: what stands in their windows, and what they want to advertise."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsstand.algorithms.amounts import MICROS
from newsstand.demo.tables import Table, read_table

FILE = Path(__file__).parent / "content" / "shops.toml"


@dataclass(frozen=True, slots=True)
class ShopAd:
    """An ad as its shop writes it; one that `waits` is left to the town's moderators."""

    headline: str
    text: str
    category: str
    picture: str
    alt: str
    waits: bool


@dataclass(frozen=True, slots=True)
class ShopCampaign:
    """A campaign; amounts are micros, `targets` slugs of topics by what they are."""

    name: str
    pricing: str
    bid: int
    total: int
    daily: int | None
    targets: Mapping[str, tuple[str, ...]]
    ads: tuple[ShopAd, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """Who advertises: what its window says, and how much it paid in, in micros."""

    slug: str
    name: str
    payer: str
    owner: str
    about: str
    money: int
    campaigns: tuple[ShopCampaign, ...]


@cache
def shops() -> tuple[Shop, ...]:
    """The shops of the town's file. Raises ContentError where it says what cannot be used."""
    whole = read_table(FILE)
    found = tuple(shop_of(table) for table in whole.tables("shops"))
    whole.finish()
    return found


def shop_of(table: Table) -> Shop:
    names = {name: table.text(name) for name in ("slug", "name", "payer", "owner", "about")}
    campaigns = tuple(campaign_of(one) for one in table.tables("campaigns"))
    shop = Shop(**names, money=micros(table, "money") or 0, campaigns=campaigns)
    table.finish()
    return shop


def campaign_of(table: Table) -> ShopCampaign:
    campaign = ShopCampaign(
        name=table.text("name"),
        pricing=table.text("pricing"),
        bid=micros(table, "bid") or 0,
        total=micros(table, "total") or 0,
        daily=micros(table, "daily"),
        targets={"place": table.texts("places"), "section": table.texts("sections")},
        ads=tuple(ad_of(one) for one in table.tables("ads")),
    )
    table.finish()
    return campaign


def ad_of(table: Table) -> ShopAd:
    words = {name: table.text(name) for name in ("headline", "category")}
    words |= {name: table.text(name, "") for name in ("text", "picture", "alt")}
    found = ShopAd(**words, waits=table.flag("waits"))
    table.finish()
    return found


def micros(table: Table, name: str) -> int | None:
    """An amount in units of the currency, as micros; None where the table says none."""
    value = table.decimal(name)
    return None if value is None else round(value * MICROS)
