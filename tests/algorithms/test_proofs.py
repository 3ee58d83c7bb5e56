"""What proves a domain, for whom, and how each failure is named."""

import pytest

from newsstand.algorithms.proofs import (
    DNS_PROBLEMS,
    CannotProveError,
    TxtAnswer,
    Verdict,
    covers,
    expected,
    judge_records,
    mail_addresses,
    record_names,
    site_of,
)

TOKEN = "n0t-a-secret-of-anybody-else"
SITE = site_of("https://www.beacon.example/feed.xml")
UNDER = site_of("https://blog.beacon.example/")


@pytest.mark.parametrize(
    ("address", "origin", "host", "domain"),
    [
        ("https://www.beacon.example/feed.xml", "https://www.beacon.example", "beacon.example", "beacon.example"),
        ("https://blog.beacon.co.uk/", "https://blog.beacon.co.uk", "blog.beacon.co.uk", "beacon.co.uk"),
        ("https://evil.github.io/", "https://evil.github.io", "evil.github.io", "evil.github.io"),
        # "www" is somebody's name there, not a prefix.
        ("https://www.github.io/", "https://www.github.io", "www.github.io", "www.github.io"),
        (
            "https://ZÜRICH.example./x",
            "https://xn--zrich-kva.example",
            "xn--zrich-kva.example",
            "xn--zrich-kva.example",
        ),
        # Who may listen on a port of a machine need not be its owner; on one's own network it is all there is.
        ("http://beacon.example:8080/", "http://beacon.example", "beacon.example", "beacon.example"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "127.0.0.1", "127.0.0.1"),
        ("http://[::1]:8080/", "http://[::1]:8080", "::1", "::1"),
        ("https://ann:pw@beacon.example/", "https://beacon.example", "beacon.example", "beacon.example"),
    ],
)
def test_a_site_has_a_place_a_host_and_a_domain(address: str, origin: str, host: str, domain: str) -> None:
    site = site_of(address)
    assert (site.origin, site.host, site.domain) == (origin, host, domain)


@pytest.mark.parametrize(
    "address",
    ["https://github.io/", "https://co.uk/", "ftp://beacon.example/", "beacon.example", "https://", "http://[x/", ""],
)
def test_what_nobody_can_prove_is_said_at_once(address: str) -> None:
    with pytest.raises(CannotProveError):
        site_of(address)


@pytest.mark.parametrize(
    ("proved", "host", "is_covered"),
    [
        ("beacon.example", "beacon.example", True),
        ("beacon.example", "feeds.beacon.example", True),
        ("beacon.example", "FEEDS.Beacon.Example.", True),
        ("blog.beacon.example", "beacon.example", False),
        ("blog.beacon.example", "feeds.beacon.example", False),
        ("beacon.example", "notbeacon.example", False),
        ("beacon.example", "beacon.example.evil.example", False),
        ("evil.github.io", "good.github.io", False),
        ("xn--zrich-kva.example", "feeds.zürich.example", True),
        ("", "beacon.example", False),
        ("beacon.example", "", False),
    ],
)
def test_a_proof_covers_what_lies_under_it_and_no_neighbour(proved: str, host: str, is_covered: bool) -> None:
    assert covers(proved, host) is is_covered


def test_the_whole_domain_is_asked_before_the_host_alone() -> None:
    assert record_names(UNDER) == (
        ("_newsstand.beacon.example", "beacon.example"),
        ("beacon.example", "beacon.example"),
        ("_newsstand.blog.beacon.example", "blog.beacon.example"),
        ("blog.beacon.example", "blog.beacon.example"),
    )
    for address in ("http://127.0.0.1/", "http://localhost:8000/"):
        assert record_names(site_of(address)) == ()
        assert mail_addresses(site_of(address)) == ()


def test_a_mail_goes_to_the_domain_never_to_a_host_of_it() -> None:
    assert "postmaster@beacon.example" in mail_addresses(UNDER)
    assert all(address.endswith("@beacon.example") for address in mail_addresses(UNDER))


def judged(*answers: TxtAnswer) -> Verdict:
    """As if these names had been asked; the others have no records."""
    given = {answer.name: answer for answer in answers}
    return judge_records(
        UNDER, TOKEN, [(given.get(name, TxtAnswer(name)), domain) for name, domain in record_names(UNDER)]
    )


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("_newsstand.beacon.example", "beacon.example"),
        ("beacon.example", "beacon.example"),
        ("_newsstand.blog.beacon.example", "blog.beacon.example"),
        ("blog.beacon.example", "blog.beacon.example"),
    ],
)
def test_the_record_proves_what_its_name_stands_for(name: str, domain: str) -> None:
    others = ("v=spf1 -all", f" {expected(TOKEN)} ")
    assert judged(TxtAnswer(name, others)) == Verdict(domain)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (expected("of-somebody-else"), "wrong-token"),
        (TOKEN, "wrong-token"),
        (f"{expected(TOKEN)}x", "wrong-token"),
        (f'"{expected(TOKEN)}"', "wrong-token"),
        ("newsstand-verification", "wrong-token"),
        ("v=spf1 -all", "other-records"),
    ],
)
def test_another_record_proves_nothing_and_is_shown(text: str, problem: str) -> None:
    verdict = judged(TxtAnswer("beacon.example", (text,)))
    assert (verdict.domain, verdict.problem) == ("", problem)
    assert text in verdict.said
    assert expected(TOKEN) in verdict.mend


@pytest.mark.parametrize("problem", [name for name in DNS_PROBLEMS if name != "no-domain"])
def test_a_name_server_that_fails_is_said_so_rather_than_that_there_is_no_record(problem: str) -> None:
    verdict = judged(TxtAnswer("beacon.example", problem=problem))
    assert (verdict.domain, verdict.problem) == ("", problem)
    assert verdict.mend
    assert "{" not in verdict.said + verdict.mend


def test_the_record_counts_although_another_name_failed() -> None:
    found = TxtAnswer("beacon.example", (expected(TOKEN),))
    assert judged(TxtAnswer("_newsstand.beacon.example", problem="timed-out"), found) == Verdict("beacon.example")


def test_a_name_that_is_not_there_is_no_missing_domain() -> None:
    assert judged(TxtAnswer("_newsstand.beacon.example", problem="no-domain")).problem == "no-record"
    assert judged(TxtAnswer("blog.beacon.example", problem="no-domain")).problem == "no-record"
    gone = [TxtAnswer(name, problem="no-domain") for name, _ in record_names(UNDER)]
    assert judged(*gone).problem == "no-domain"


def test_a_number_is_no_name_of_the_dns() -> None:
    verdict = judge_records(site_of("http://127.0.0.1/"), TOKEN, [])
    assert (verdict.domain, verdict.problem) == ("", "no-domain-name")


def test_nobody_elses_token_is_taken() -> None:
    records = [(TxtAnswer("beacon.example", (expected(TOKEN),)), "beacon.example")]
    assert judge_records(SITE, "another-token", records).problem == "wrong-token"
