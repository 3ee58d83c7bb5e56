"""What every test may use. Algorithms' tests run without Django (`-p no:django`), so nothing here imports it early."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests.feed_server import FeedServer

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
NEVER_SECONDS = 600

# Properties are tried with the same examples each time, however slow the machine is; `--hypothesis-profile=new` looks
# for others.
PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
properties.register_profile("known", derandomize=True, **PATIENT)
properties.register_profile("new", **PATIENT)
properties.load_profile("known")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests to which the database matters")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    chosen = [item for item in items if touches_database(item) and item.get_closest_marker("any_database") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    # Packed bytes hold the time of day: two workers would not agree on the test's name.
    return argname if isinstance(val, bytes) else None


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def pytest_sessionstart(session: pytest.Session) -> None:
    # What a shell starts in the background ignores Ctrl-C, and so would every command that a test starts and stops.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not session.config.pluginmanager.hasplugin("django"):
        return
    from django.conf import settings

    from tests import prepared
    from tests.emptied import install

    install()
    # A hundred users are made in a run; the real hasher is slow on purpose.
    # Nobody here types as slowly as people do.
    settings.NEWSSTAND_SIGNUP_SECONDS = 0
    os.environ.setdefault("NEWSSTAND_SIGNUP_SECONDS", "0")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(session.config, "workerinput"):
        collect_static_files()
        expand_gazetteer()
        prepared.make()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.pluginmanager.hasplugin("django") and not hasattr(session.config, "workerinput"):
        from tests import prepared

        prepared.remove()


def collect_static_files() -> None:
    """The real static files with their manifest, made again when one of ours is newer."""
    from django.conf import settings
    from django.core.management import call_command

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    made = manifest.stat().st_mtime if manifest.exists() else 0.0
    ours = (path for folder in (ROOT / "newsstand").glob("*/static") for path in folder.rglob("*"))
    if not made or any(path.stat().st_mtime > made for path in ours):
        call_command("collectstatic", "--noinput", verbosity=0)


def expand_gazetteer() -> None:
    """The world's places as a file, before several processes of this run want it at once."""
    from newsstand.topics import gazetteer

    gazetteer.prepare()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """SQLite in a file, as in a real installation: a database in memory locks and journals differently."""
    from django.conf import settings

    from tests import prepared

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = Path(settings.NEWSSTAND_HOME) / f"test{suffix()}.sqlite3"
        prepared.copy_to(path)
        database["TEST"]["NAME"] = str(path)
    else:
        database["TEST"]["TEMPLATE"] = os.environ[prepared.NAME]
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the database is there already, as our copy is on SQLite."""
    from django.conf import settings

    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database goes when the session ends, whoever of the threads of its servers still has a connection."""
    from django.db import connection

    yield
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.close()
            for ending in ("", "-wal", "-shm"):
                Path(str(connection.settings_dict["NAME"]) + ending).unlink(missing_ok=True)
            return
        with connection.cursor() as cursor:
            others = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {others}")


def suffix() -> str:
    """Which of the processes of this run this is; two runs at once must not share a file either."""
    return f"-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test that has not ended after minutes never will. Hostile input wants to hang; how long it takes is free."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"{item.nodeid} has not ended after {NEVER_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(NEVER_SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def nothing_known_of_ads() -> Iterator[None]:
    """What a process keeps in memory of the database's ads, contexts and leases goes with the test's database."""
    yield
    if (module := sys.modules.get("newsstand.advertisers.snapshot")) is not None:
        module.live.forget()
    for name in (
        "newsstand.advertisers.shown",
        "newsstand.advertisers.contexts",
        "newsstand.advertisers.rates",
        "newsstand.pages.ads.contexts",
    ):
        if (module := sys.modules.get(name)) is not None:
            module.forget()
    if (module := sys.modules.get("newsstand.advertisers.node")) is not None:
        module._nodes.clear()


@pytest.fixture
def feed_server() -> Iterator[FeedServer]:
    """A real HTTP server on 127.0.0.1 that serves what the test puts there."""
    with FeedServer() as server:
        yield server


@pytest.fixture
def door_to_loopback(settings: Any) -> None:
    """Let the one door reach this machine, where the tests' servers are."""
    settings.NEWSSTAND_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder with other people's real data, beside the checkout."""
    if not DATA.is_dir():
        pytest.skip(f"the real data is not at {DATA}")
    return DATA
