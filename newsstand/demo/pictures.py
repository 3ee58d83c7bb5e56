"""The town's pictures by name, drawn when asked for: always the same bytes for the same name."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from threading import Lock

from PIL import Image

from newsstand.demo.canvas import Canvas, jpeg
from newsstand.demo.scenes import (
    coast,
    estuary,
    fields,
    harbour,
    hospital,
    icons,
    people,
    pitch,
    river,
    roads,
    rooms,
    sea,
    stage,
    streets,
)

SCENES: dict[str, Callable[[], Canvas]] = {
    "allotment": fields.allotment,
    "bakery": streets.bakery,
    "boatyard": rooms.boatyard,
    "branch-line": roads.branch_line,
    "bridge-low-water": river.bridge_low_water,
    "bus": roads.bus,
    "bus-night": roads.bus_night,
    "choir": stage.choir,
    "dairy-hills": fields.dairy_hills,
    "dunes": coast.dunes,
    "estuary-map": estuary.estuary_map,
    "ferry": river.ferry,
    "football": pitch.football,
    "harbour-cat": harbour.harbour_cat,
    "harbour-dusk": harbour.harbour_dusk,
    "harbour-morning": harbour.harbour_morning,
    "heron": estuary.heron,
    "hospital": hospital.hospital,
    "library": rooms.library,
    "lifeboat": sea.lifeboat,
    "lighthouse-night": sea.lighthouse_night,
    "lighthouse-storm": sea.lighthouse_storm,
    "market": people.market,
    "quay-flood": harbour.quay_flood,
    "river-bridge": river.river_bridge,
    "school": people.school,
    "seals": coast.seals,
    "storm-sea": sea.storm_sea,
    "town-hall": streets.town_hall,
    "wind-farm": coast.wind_farm,
}

ICONS: dict[str, Callable[[], Canvas]] = {
    "beacon": icons.beacon,
    "commons": icons.commons,
    "tideline": icons.tideline,
}


_DRAWING = Lock()


def draw(name: str) -> Image.Image:
    """The scene `name` as an RGB picture, 1600 by 900 (the heron 1200 by 1500). KeyError for an unknown name."""
    return SCENES[name]().finish()


def picture(name: str) -> bytes:
    """The scene `name` as a JPEG file, drawn once and kept. KeyError for an unknown name."""
    # One at a time: several askers would draw the same picture side by side, and all of them wait longer.
    with _DRAWING:
        return _picture(name)


@lru_cache(maxsize=64)
def _picture(name: str) -> bytes:
    return jpeg(draw(name))


@lru_cache(maxsize=8)
def icon(publisher: str) -> bytes:
    """The icon of a publisher's slug as a PNG file of 256 by 256. KeyError for an unknown slug."""
    out = BytesIO()
    ICONS[publisher]().finish(vignette=0).save(out, "PNG")
    return out.getvalue()
