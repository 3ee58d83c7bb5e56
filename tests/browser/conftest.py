"""A real browser before the real stack: page cache, Django and database, each request in a thread of its own."""

import re
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from newsstand.accounts.models import User
from newsstand.lib.pagecache import PageCache
from tests.browser.kept import KeptTown
from tests.browser.town import Town

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# A violation of the CSP is an event of the page; what only reports it to the console in words is caught as well.
TELL_OF_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`the CSP refused ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""

# However busy the machine is: what comes at once is waited for no longer.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def live_stack(django_db_setup: None) -> Iterator[LiveServerThread]:
    # Not before: it looks once for the static files, which are collected when the session starts.
    from newsstand.wsgi import application

    thread = LiveServerThread("127.0.0.1", lambda _handler: application)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture
def site(live_stack: LiveServerThread, transactional_db: None, settings: Any) -> str:
    """The address of the running site, without a slash at its end; its database is the test's own."""
    from newsstand.wsgi import application

    pages = application.app
    assert isinstance(pages, PageCache)
    # The database is new in each test and so are its stamps: nothing of the last test's pages may stand.
    pages.pages.clear()
    pages.bytes = 0
    cache.clear()
    address = f"http://127.0.0.1:{live_stack.port}"
    settings.NEWSSTAND_URL = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where picture files lie in this run: encoding them once is enough."""
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="session")
def kept_town() -> KeptTown:
    return KeptTown()


@pytest.fixture
def town(site: str, pictures: Path, settings: Any, kept_town: KeptTown) -> Town:
    settings.IMAGES_ROOT = pictures
    return kept_town.build()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for one file of tests: while it is there no other test of this process could use asyncio."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(f"None of {', '.join(NAMES)} is on this machine: `make test` installs one.")
    # Playwright's synchronous side runs an event loop in this thread, which makes Django refuse the database here.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Open]:
    """Opens a path in a visitor of its own: `open_page("/", width=360, dark=True, script=False, user=ann())`.

    The test fails at its end when a page logged an error, asked another host or was refused something by the CSP.
    `refused` names the HTTP statuses of refusals that are part of the walk: Chromium logs each as an error; 0 stands
    for a server that is not there.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(
        path: str,
        *,
        width: int = 1280,
        dark: bool = False,
        script: bool = True,
        user: User | None = None,
        refused: Collection[int] = (),
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        context.add_init_script(TELL_OF_VIOLATIONS)
        page = context.new_page()
        page.on("console", lambda said: troubles.append(words_of(said)) if is_error(said, refused) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: None if at_home(asked.url, site) else troubles.append(f"asked {asked.url}"))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not troubles


def is_error(said: ConsoleMessage, refused: Collection[int] = ()) -> bool:
    status = re.search(r"responded with a status of (\d+)", said.text)
    if status and int(status[1]) in refused:
        return False
    if 0 in refused and "net::ERR_CONNECTION_REFUSED" in said.text:
        return False
    # Chromium asks for this by itself where a page, such as robots.txt, names no icon.
    return said.type in {"error", "warning"} and not said.location["url"].endswith("/favicon.ico")


def words_of(said: ConsoleMessage) -> str:
    return f"{said.type} at {said.location['url']}: {said.text}"


def at_home(url: str, site: str) -> bool:
    return url.startswith((site + "/", "data:", "blob:"))


def session_of(user: User) -> str:
    """The key of a new session in which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """What axe finds wrong with a page: one line a finding, with the elements it is about. Empty when nothing."""
    runner = Axe()

    def findings(page: Page) -> list[str]:
        violations = runner.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{found['id']} ({found['impact']}): {found['help']}: {[node['html'][:200] for node in found['nodes']]}"
            for found in violations
        ]

    return findings
