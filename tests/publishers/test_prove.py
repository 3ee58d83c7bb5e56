"""An applicant proves a domain against a real name server and a real site; others cannot use what they see there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import dns.rcode
import pytest

from newsstand.algorithms.proofs import FILE, expected
from newsstand.moderation.sanction import sanction
from newsstand.publishers import join
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Application, Event, Proof
from newsstand.publishers.prove import begin, check
from newsstand.publishers.proved import is_proved, proved_domains
from tests import people
from tests.dns_server import DnsServer, fails
from tests.feed_server import FeedServer

# The door keeps its promises to hosts in threads of its own.
pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def names(settings: Any) -> Iterator[DnsServer]:
    with DnsServer() as server:
        settings.NEWSSTAND_DNS = [server.address]
        yield server


def ask(address: str = "https://beacon.example/feed.xml", *, applicant: Any = people.cy) -> tuple[Application, Proof]:
    application = join.apply(applicant=applicant(), name="The Beacon", address=address, about="News.", now=NOW)
    return application, begin(application=application, user=applicant(), now=NOW)


def tried(proof: Proof, method: str) -> Proof:
    return check(proof=proof, method=method, by=people.cy(), now=LATER)


def test_a_record_proves_the_domain_and_what_lies_under_it(names: DnsServer) -> None:
    application, proof = ask()
    names.texts["_newsstand.beacon.example"] = [[expected(proof.token)]]
    found = tried(proof, "dns")
    assert (found.proved_at, found.proved_domain, found.method, found.problem) == (LATER, "beacon.example", "dns", "")
    assert is_proved(application, "https://feeds.beacon.example/rss")
    assert not is_proved(application, "https://evil.example/rss")
    (event,) = application.events.filter(kind=Event.Kind.PROVED)
    assert (event.by, event.at, event.text) == (people.cy(), LATER, "beacon.example, by a DNS record")


def test_a_long_record_split_in_parts_among_others_counts(names: DnsServer) -> None:
    _, proof = ask()
    text = expected(proof.token)
    names.texts["beacon.example"] = [["v=spf1 -all"], [text[:10], text[10:]], ["google-site-verification=x"]]
    assert tried(proof, "dns").proved_domain == "beacon.example"


def test_a_failure_is_kept_by_its_name_and_written_down_once(names: DnsServer) -> None:
    application, proof = ask()
    names.answers["beacon.example"] = fails(dns.rcode.SERVFAIL)
    for _ in range(2):
        proof = tried(proof, "dns")
    assert (proof.proved_at, proof.problem, proof.checked_at) == (None, "server-failure", LATER)
    assert "SERVFAIL" in proof.said
    assert proof.mend
    assert application.events.filter(kind=Event.Kind.FAILED).count() == 1
    del names.answers["beacon.example"]
    names.texts["beacon.example"] = [[expected(proof.token)]]
    proof = tried(proof, "dns")
    assert (proof.proved_domain, proof.problem, proof.said) == ("beacon.example", "", "")


def test_what_was_proved_stays_proved_when_the_record_goes(names: DnsServer) -> None:
    application, proof = ask()
    names.texts["beacon.example"] = [[expected(proof.token)]]
    tried(proof, "dns")
    names.texts.clear()
    again = tried(proof, "dns")
    assert (again.problem, again.proved_domain, again.method) == ("no-domain", "beacon.example", "dns")
    assert proved_domains(application) == ["beacon.example"]


def test_the_record_of_somebody_else_proves_nothing_for_who_copies_it(names: DnsServer) -> None:
    _, hers = ask()
    names.texts["beacon.example"] = [[expected(hers.token)]]
    tried(hers, "dns")
    application, his = ask(applicant=people.eve)
    assert his.token != hers.token
    assert len(his.token) >= 32
    verdict = check(proof=his, method="dns", by=people.eve(), now=LATER)
    assert (verdict.problem, verdict.proved_domain) == ("wrong-token", "")
    assert not is_proved(application, "https://beacon.example/")
    with pytest.raises(RefusedError, match="Only who applied"):
        check(proof=hers, method="dns", by=people.eve(), now=LATER)


def test_a_file_on_a_real_site_proves_its_host(feed_server: FeedServer, door_to_loopback: None) -> None:
    application, proof = ask(feed_server.url("/feed.xml"))
    assert tried(proof, "file").problem == "not-found"
    feed_server.put(FILE, "<!doctype html><p>Sorry", kind="text/html")
    assert tried(proof, "file").problem == "html-instead"
    feed_server.put(FILE, expected("another"), kind="text/plain")
    assert tried(proof, "file").problem == "wrong-token"
    feed_server.put(FILE, expected(proof.token) + "\n", kind="text/plain")
    found = tried(proof, "file")
    assert (found.proved_domain, found.method, found.problem) == ("127.0.0.1", "file", "")
    assert is_proved(application, application.address)


def test_a_tag_on_a_real_home_page_proves_its_host(feed_server: FeedServer, door_to_loopback: None) -> None:
    _, proof = ask(feed_server.url("/news/feed.xml"))
    feed_server.put("/", "<head><title>Beacon</title></head><p>News")
    assert tried(proof, "meta").problem == "no-tag"
    feed_server.put("/", f'<head><meta name="newsstand-verification" content="{proof.token}"></head><p>News')
    assert tried(proof, "meta").proved_domain == "127.0.0.1"
    assert feed_server.count["/news/feed.xml"] == 0


def test_a_redirect_to_another_host_proves_nothing(feed_server: FeedServer, door_to_loopback: None) -> None:
    _, proof = ask(feed_server.url("/feed.xml"))
    elsewhere = feed_server.put("/proof.txt", expected(proof.token), kind="text/plain").replace(
        "127.0.0.1", "localhost"
    )
    feed_server.answers[FILE] = (302, {"Location": elsewhere}, b"")
    verdict = tried(proof, "file")
    assert (verdict.problem, verdict.proved_domain) == ("redirected", "")
    assert "localhost" in verdict.said


def test_a_site_in_a_private_network_is_not_asked(feed_server: FeedServer, settings: Any) -> None:
    settings.NEWSSTAND_ALLOWED_NETWORKS = []
    _, proof = ask(feed_server.url("/feed.xml"))
    assert tried(proof, "file").problem == "unreachable"
    assert feed_server.asked == []


def test_nobody_proves_what_many_share_and_nobody_who_was_stopped_proves_anything(names: DnsServer) -> None:
    with pytest.raises(RefusedError, match="shared by all"):
        ask("https://github.io/")
    _, proof = ask("https://evil.github.io/")
    names.texts["github.io"] = [[expected(proof.token)]]
    names.texts["evil.github.io"] = [[expected(proof.token)]]
    assert tried(proof, "dns").proved_domain == "evil.github.io"
    sanction(user=people.cy(), kind="suspend", by=people.mo(), reason="spam", now=NOW, days=3)
    with pytest.raises(RefusedError, match="moderator decided"):
        tried(proof, "dns")


@pytest.mark.parametrize("method", ["mail", "", "telepathy"])
def test_a_way_that_there_is_not_is_refused(method: str) -> None:
    _, proof = ask()
    with pytest.raises(RefusedError, match="Choose"):
        tried(proof, method)
