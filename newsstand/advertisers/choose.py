"""Fill the slots of a page: by what it is about, and by nothing of who reads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsstand.advertisers.contexts import PageContext
from newsstand.advertisers.slots import Slot
from newsstand.images.models import Image


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of an ad."""

    ad: int
    headline: str
    text: str
    picture: Image | None
    alt: str
    host: str
    category: str
    payer: str
    behalf: str
    is_political: bool
    political_payer: str
    is_house: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with its ad, and the signed token by which its view and click are known."""

    slot: Slot
    shown: Shown
    token: str


def choose(
    *,
    page: str,
    slots: Sequence[str],
    context: PageContext,
    owner: str,
    article: int | None,
    without: Collection[str],
    seed: int,
    mark: str,
    now: datetime,
) -> list[Filled]:
    """Fill these slots of a page of this kind as well as can be, and leave the others out.

    `owner`: whose page it is ("publisher:3", "contributor:5", "site"). `without`: categories that are switched off.
    `seed`: of the draw; the same page with the same seed gets the same ads. `mark`: a keyed digest of one day, which
    only goes into the tokens, so that events from elsewhere are marked; nothing is chosen by it.
    """
    raise NotImplementedError
