"""What a file or a home page proves, and how each failure is named."""

import pytest

from newsstand.algorithms.proof_pages import Answered, judge_file, judge_home
from newsstand.algorithms.proofs import FILE, NAME, Verdict, expected, site_of

TOKEN = "n0t-a-secret-of-anybody-else"
SITE = site_of("https://beacon.example/feed.xml")
TAG = f'<meta name="{NAME}" content="{TOKEN}">'
PLAIN, HTML = "text/plain", "text/html"


def file(body: str, *, kind: str = PLAIN, status: int = 200, url: str = "https://beacon.example" + FILE) -> Verdict:
    return judge_file(SITE, TOKEN, Answered(url, status, kind, body.encode()))


def home(body: str, *, kind: str = HTML, status: int = 200, url: str = "https://beacon.example/") -> Verdict:
    return judge_home(SITE, TOKEN, Answered(url, status, kind, body.encode()))


@pytest.mark.parametrize(
    "body",
    [
        expected(TOKEN),
        f"\ufeff{expected(TOKEN)}\r\n",
        TOKEN,
        f"# ours\n newsstand-verification=old\n{expected(TOKEN)}\n",
    ],
)
def test_the_line_in_the_file_proves_the_host(body: str) -> None:
    assert file(body) == Verdict("beacon.example")


def test_a_server_that_calls_text_html_does_no_harm() -> None:
    assert file(expected(TOKEN), kind=HTML) == Verdict("beacon.example")


@pytest.mark.parametrize(
    ("body", "kind", "problem"),
    [
        ("<!doctype html><p>Not found", HTML, "html-instead"),
        (f"<html><body>{expected(TOKEN)}</body></html>", HTML, "html-instead"),
        ("<!doctype html><p>Not found", PLAIN, "html-instead"),
        ("", PLAIN, "empty-file"),
        (" \n ", PLAIN, "empty-file"),
        (expected("x"), PLAIN, "wrong-token"),
        (f"{TOKEN} and more", PLAIN, "wrong-token"),
        (f"prefix{expected(TOKEN)}", PLAIN, "wrong-token"),
    ],
)
def test_another_file_proves_nothing(body: str, kind: str, problem: str) -> None:
    verdict = file(body, kind=kind)
    assert (verdict.domain, verdict.problem) == ("", problem)
    assert expected(TOKEN) in verdict.mend


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (404, "not-found"),
        (403, "closed"),
        (429, "closed"),
        (500, "bad-status"),
        (204, "bad-status"),
        (410, "bad-status"),
    ],
)
def test_no_other_status_than_200_counts_whatever_the_answer_says(status: int, problem: str) -> None:
    assert file(expected(TOKEN), status=status).problem == problem
    assert home(f"<head>{TAG}</head>", status=status).problem == problem


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://www.beacon.example/x", ""),
        ("http://beacon.example/x", ""),
        ("https://beacon.example.evil.example/x", "redirected"),
        ("https://notbeacon.example/x", "redirected"),
        ("https://evil.example/beacon.example", "redirected"),
    ],
)
def test_a_redirect_counts_within_the_host_alone(url: str, problem: str) -> None:
    assert file(expected(TOKEN), url=url).problem == problem
    assert home(f"<head>{TAG}</head>", url=url).problem == problem


def test_a_host_under_another_proves_itself_alone() -> None:
    under = site_of("https://evil.beacon.example/")
    answered = Answered("https://evil.beacon.example" + FILE, 200, PLAIN, expected(TOKEN).encode())
    assert judge_file(under, TOKEN, answered) == Verdict("evil.beacon.example")
    shared = site_of("https://evil.github.io/")
    led_away = Answered("https://good.github.io" + FILE, 200, PLAIN, expected(TOKEN).encode())
    assert judge_file(shared, TOKEN, led_away).problem == "redirected"


def test_why_a_site_cannot_be_reached_is_passed_on() -> None:
    verdict = judge_file(SITE, TOKEN, Answered(SITE.origin + FILE, error="The name does not exist."))
    assert verdict.problem == "unreachable"
    assert "The name does not exist." in verdict.said


@pytest.mark.parametrize(
    "body",
    [
        f"<!doctype html><html><head><title>Beacon</title>{TAG}</head><body></body></html>",
        f'<head><META CONTENT=" {TOKEN} " NAME="Newsstand-Verification"></head>',
        f'<head><meta name="{NAME}" content="old">{TAG}</head>',
    ],
)
def test_the_tag_in_the_head_proves_the_host(body: str) -> None:
    assert home(body) == Verdict("beacon.example")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<head><title>Beacon</title></head><p>News", "no-tag"),
        (f'<head><meta name="{NAME}" content="x"></head>', "wrong-token"),
        (f"<head><title>Beacon</title></head><body><article>{TAG}</article></body>", "outside-head"),
        (f"<head><!-- {TAG} --></head><p>News", "no-tag"),
        (f"<head><title>{TAG}</title></head><p>News", "no-tag"),
        (f'<head><script>"{TAG}"</script></head><p>News', "no-tag"),
        ("", "no-page"),
        ("plain text", "no-page"),
    ],
)
def test_another_page_proves_nothing(body: str, problem: str) -> None:
    verdict = home(body)
    assert (verdict.domain, verdict.problem) == ("", problem)
    assert verdict.mend


def test_what_is_no_page_is_said_so() -> None:
    assert home("{}", kind="application/json").problem == "no-page"
