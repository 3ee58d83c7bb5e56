"""Whose server a name is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.domains import is_own, lies_within, registrable


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.paper.co.uk", "paper.co.uk"),
        ("WWW.Example.ORG.", "example.org"),
        ("ann.github.io", "ann.github.io"),
        ("a.b.city.kawasaki.jp", "city.kawasaki.jp"),
        ("h1.test", "h1.test"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("www.xn--fiqs8s.cn", "xn--fiqs8s.cn"),
        ("", ""),
    ],
)
def test_a_name_belongs_to_whoever_registered_its_domain(host: str, domain: str) -> None:
    assert registrable(host) == domain


@given(st.text(max_size=60))
def test_whatever_the_name_there_is_an_answer_and_it_is_stable(host: str) -> None:
    assert registrable(registrable(host)) == registrable(host)


def test_a_name_lies_within_itself_and_the_domains_above_it() -> None:
    assert lies_within("a.example.org", "example.org")
    assert lies_within("EXAMPLE.org.", "example.org")
    assert not lies_within("notexample.org", "example.org")
    assert not lies_within("example.org", "a.example.org")
    assert not lies_within("example.org", "")
    assert not lies_within("10.0.0.1", "0.1")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("[::1]", True),
        ("10.1.2.3", True),
        ("localhost", True),
        ("8.8.8.8", False),
        ("a.org", False),
    ],
)
def test_this_machine_and_its_network_are_the_operators_own(host: str, own: bool) -> None:
    assert is_own(host) is own
