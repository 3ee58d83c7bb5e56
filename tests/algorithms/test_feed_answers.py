"""What an address answered instead of its feed is named."""

import pytest

from newsstand.algorithms import feed_answers

CHALLENGE = b"<!doctype html><html><head><title>Just a moment...</title></head><body>cf-chl</body></html>"
LOGIN = b"<!doctype html><html><title>Sign in</title><body><form><input type='password'></form></body></html>"


@pytest.mark.parametrize(
    ("hops", "moved"),
    [([], False), ([301], True), ([308, 301], True), ([301, 302], False), ([307], False), ([303, 301], False)],
)
def test_an_address_moves_only_when_every_redirect_is_permanent(hops: list[int], moved: bool) -> None:
    assert feed_answers.permanent(hops) is moved


@pytest.mark.parametrize(
    ("status", "hops", "gone"),
    [(410, [], True), (410, [301], True), (410, [302], False), (404, [], False), (200, [], False)],
)
def test_only_410_from_the_feeds_own_address_is_for_good(status: int, hops: list[int], gone: bool) -> None:
    assert feed_answers.gone(status, hops) is gone


@pytest.mark.parametrize(
    ("headers", "whose"),
    [
        ({"cf-mitigated": "challenge"}, "Cloudflare"),
        ({"x-datadome": "protected"}, "DataDome"),
        ({"x-amzn-waf-action": "Challenge"}, "AWS WAF"),
        ({"x-amzn-waf-action": "count"}, ""),
        ({"server": "cloudflare"}, ""),
    ],
)
def test_a_wall_is_known_by_its_headers(headers: dict[str, str], whose: str) -> None:
    assert feed_answers.wall(headers) == whose
    assert whose in feed_answers.refusal(403, headers, b"")


def test_a_refused_answer_is_named_by_what_its_page_shows() -> None:
    html = {"content-type": "text/html"}
    assert "keeps robots out" in feed_answers.refusal(403, html, CHALLENGE)
    assert "keeps robots out" in feed_answers.refusal(503, html, CHALLENGE)
    assert "asks to sign in" in feed_answers.refusal(401, html, LOGIN)
    assert feed_answers.refusal(403, html, b"<html>no</html>") == "The server refuses us (403)."
    assert feed_answers.refusal(404, html, CHALLENGE) == "There is nothing at this address (404)."
    assert "599" in feed_answers.refusal(599, {}, b"")
