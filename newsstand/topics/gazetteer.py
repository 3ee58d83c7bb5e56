"""The gazetteer: 247,000 places of GeoNames (CC BY 4.0) in a file of their own, read where it lies.

The package holds the places as compressed text. The first who asks for one expands them into SQLite beside the data of
the installation; every process reads that file and keeps next to nothing of it in memory.
"""

import lzma
import math
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from newsstand.algorithms.place_names import Candidate, distance_km, name_key

SOURCE = Path(__file__).parent / "data" / "places.tsv.xz"
# Goes up when the tables below change, so that an older file is not read with them.
FORM = 4
MOST_AT_ONCE = 400
# Numbers of states and counties to which GeoNames' excerpts give none: beyond all of its own.
OWN_NUMBERS = 10_000_000_000
COLUMNS = "number, name, level, country, admin1, admin2, latitude, longitude, population"
TABLES = """
create table place (number integer primary key, name text, level text, country text, admin1 text, admin2 text,
    latitude real, longitude real, population integer);
create table name (key text, number integer, is_main integer, primary key (key, number)) without rowid;
create index unit on place (country, admin1, admin2) where level <> 'town';
create index around on place (latitude) where level = 'town';
"""
opened = threading.local()
making = threading.Lock()


def path() -> Path:
    """Where the expanded file stands."""
    return Path(settings.NEWSSTAND_HOME) / f"gazetteer-{FORM}-{SOURCE.stat().st_size}.sqlite3"


def prepare() -> Path:
    """Expand the places unless that was done before; older files go. Takes about 5 seconds once."""
    target = path()
    with making:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, unfinished = tempfile.mkstemp(prefix="gazetteer-", suffix=".part", dir=target.parent)
            os.close(handle)
            expand(Path(unfinished))
            # Another process may have done the same meanwhile: both files are alike.
            Path(unfinished).replace(target)
            for other in target.parent.glob("gazetteer-*.sqlite3"):
                if other != target:
                    other.unlink(missing_ok=True)
    return target


def expand(target: Path) -> None:
    """Write the packed places as SQLite to an empty file."""
    with closing(sqlite3.connect(target)) as database:
        database.executescript("pragma journal_mode=off; pragma synchronous=off;" + TABLES)
        rows = list(packed())
        database.executemany("insert into place values (?,?,?,?,?,?,?,?,?)", (row for row, _ in rows))
        keys = sorted((key, row[0], at == 0) for row, names in rows for at, key in enumerate(keys_of(row, names)))
        database.executemany("insert or ignore into name values (?,?,?)", keys)
        database.execute("analyze")
        database.commit()


def keys_of(row: Sequence[object], names: Iterable[str]) -> list[str]:
    """The keys that find a place: its names, and "#US.OH" or "#FR" for a state or country."""
    _number, _name, level, country, admin1, *_ = row
    own = {"country": [f"#{country}"], "state": [f"#{country}.{admin1}"]}.get(str(level), [])
    return [*(name_key(name) for name in names if name), *own]


def packed() -> Iterator[tuple[tuple[object, ...], list[str]]]:
    """Rows of the table of places, each with all its names."""
    seen: set[int] = set()
    with lzma.open(SOURCE, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            number, level, country, admin1, admin2, *where, population, names = line.rstrip("\n").split("\t")
            every = names.split("|")
            # A county of one city has that city's number in GeoNames' excerpts.
            own = int(number) if number and int(number) not in seen else OWN_NUMBERS + at
            seen.add(own)
            row = (own, every[0], level, country, admin1, admin2)
            yield (*row, float(where[0]), float(where[1]), int(population)), every


def connection() -> sqlite3.Connection:
    """This thread's connection, which cannot write."""
    target = path()
    if getattr(opened, "path", None) != target:
        if not target.exists():
            prepare()
        opened.connection = sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True)
        opened.connection.execute("pragma cache_size=-1024")
        opened.path = target
    found: sqlite3.Connection = opened.connection
    return found


def look_up(keys: Iterable[str]) -> dict[str, list[Candidate]]:
    """Keys of names (`name_key`) -> the places that answer to them, the most populous first."""
    wanted = sorted(set(keys))
    found: dict[str, list[Candidate]] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        part = wanted[start : start + MOST_AT_ONCE]
        marks = ",".join("?" * len(part))
        rows = connection().execute(
            f"select key, is_main, {COLUMNS} from name join place using (number) where key in ({marks})"  # noqa: S608
            " order by population desc, number",
            part,
        )
        for key, is_main, *row in rows:
            found.setdefault(key, []).append(replace(Candidate(*row), is_main_name=bool(is_main)))
    return found


def by_number(numbers: Sequence[int]) -> dict[int, Candidate]:
    """The places with these numbers."""
    marks = ",".join("?" * len(numbers))
    rows = connection().execute(f"select {COLUMNS} from place where number in ({marks})", list(numbers))  # noqa: S608
    return {row[0]: Candidate(*row) for row in rows}


def around(place: Candidate) -> list[Candidate]:
    """The county, state and country that a place lies in, the smallest first."""
    rows = connection().execute(
        f"select {COLUMNS} from place where level <> 'town' and country = ? and admin1 in ('', ?)"  # noqa: S608
        " and admin2 in ('', ?)",
        [place.country, place.admin1, place.admin2],
    )
    units = {unit.level: unit for unit in (Candidate(*row) for row in rows) if unit.number != place.number}
    larger = {"town": ("county", "state", "country"), "county": ("state", "country"), "state": ("country",)}
    return [units[level] for level in larger.get(place.level, ()) if level in units]


def beginning_with(text: str, *, most: int = 20) -> list[Candidate]:
    """Places one of whose names begins with the text, the most populous first; each once."""
    key = name_key(text)
    if len(key) < 2:
        return []
    rows = connection().execute(
        f"select distinct {COLUMNS} from name join place using (number) where key >= ? and key < ?"  # noqa: S608
        " order by (name.key = ?) desc, population desc, number limit ?",
        [key, key + "\U0010ffff", key, most],
    )
    return [Candidate(*row) for row in rows]


def nearest(latitude: float, longitude: float, *, km: float = 25.0) -> Candidate | None:
    """The town nearest to a point, none farther than so many kilometres."""
    high = km / 111.2
    wide = min(180.0, high / max(0.01, math.cos(math.radians(latitude))))
    rows = connection().execute(
        f"select {COLUMNS} from place where level = 'town' and latitude between ? and ? and longitude between ? and ?",  # noqa: S608
        [latitude - high, latitude + high, longitude - wide, longitude + wide],
    )
    found = [(distance_km(latitude, longitude, row[6], row[7]), Candidate(*row)) for row in rows]
    best = min(found, key=lambda each: (each[0], each[1].number), default=None)
    return best[1] if best is not None and best[0] <= km else None
