"""What holds for the canonical form of every address, whatever it is: nothing lost, nothing merged, no order."""

from urllib.parse import urlsplit

from hypothesis import assume, example, given
from hypothesis import strategies as st

from newsstand.algorithms.urls import absolute, canonical, honoured, page_key

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
# No host, segment or parameter of these names another edition.
PLAIN = WORD.filter(lambda word: word not in {"m", "mobile", "amp", "cdn", "google"} and "amp" not in word)
HOSTS = st.builds(lambda name, rest: f"{name}.{rest}", PLAIN, st.sampled_from(["example", "co.uk", "news.example"]))
SEGMENTS = st.lists(PLAIN, max_size=4)
KEPT = st.lists(st.tuples(st.sampled_from(["id", "p", "page", "story", "lang", "q", "a", "A"]), PLAIN), max_size=3)
TRACKING = st.lists(
    st.tuples(
        st.sampled_from(["utm_source", "UTM_Medium", "utm_anything", "fbclid", "gclid", "mc_cid", "_ga", "igshid",
                         "pk_campaign", "hsa_ad", "xtor", "ns_campaign"]),
        st.text("abc123-_.%20", max_size=6),
    ),
    max_size=4,
)  # fmt: skip


def written(parameters: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in parameters)


def address(host: str, segments: list[str], parameters: list[tuple[str, str]], scheme: str = "https") -> str:
    query = written(parameters)
    return f"{scheme}://{host}/{'/'.join(segments)}" + (f"?{query}" if query else "")


ADDRESSES = st.builds(address, HOSTS, SEGMENTS, KEPT, st.sampled_from(["http", "https"]))


@st.composite
def tracked(draw: st.DrawFn) -> tuple[str, str]:
    """An address, and the same with tracking parameters put anywhere among its own."""
    host, segments, kept, more = draw(HOSTS), draw(SEGMENTS), draw(KEPT), draw(TRACKING)
    mixed = list(kept)
    for one in more:
        mixed.insert(draw(st.integers(0, len(mixed))), one)
    fragment = draw(st.sampled_from(["", "#top", "#:~:text=x"]))
    return address(host, segments, kept), address(host, segments, mixed) + fragment


@given(tracked())
def test_tracking_parameters_anywhere_never_change_what_an_address_is(pair: tuple[str, str]) -> None:
    plain, dressed = pair
    assert canonical(dressed) == canonical(plain)
    assert page_key(dressed) == page_key(plain)


@given(ADDRESSES)
def test_an_address_that_says_nothing_superfluous_is_its_own_canonical_form(url: str) -> None:
    assert canonical(url) == url


@given(ADDRESSES, ADDRESSES)
def test_two_articles_never_become_one(one: str, other: str) -> None:
    assume(one != other)
    assert canonical(one) != canonical(other)


@given(ADDRESSES, ADDRESSES)
def test_the_key_of_a_page_merges_but_scheme_www_and_the_last_slash(one: str, other: str) -> None:
    def bare(url: str) -> str:
        return url.partition("://")[2].removeprefix("www.").rstrip("/")

    assert (page_key(one) == page_key(other)) is (bare(one) == bare(other))


@given(ADDRESSES, st.sampled_from(["m.", "mobile.", "amp.", "m.amp."]), st.booleans(), st.booleans())
def test_every_edition_of_a_page_is_that_page(url: str, label: str, loud: bool, port: bool) -> None:
    parts = urlsplit(url)
    name = f"{label}{parts.netloc}"
    edition = parts._replace(
        scheme=parts.scheme.upper() if loud else parts.scheme,
        netloc=(name.upper() if loud else name) + ({"http": ":80", "https": ":443"}[parts.scheme] if port else ""),
        path=f"{parts.path.rstrip('/')}/amp" if parts.path != "/" else "/",
    )
    assert canonical(edition.geturl()) == url


@given(ADDRESSES, st.integers(1, 65535).filter(lambda port: port not in {80, 443}))
def test_another_port_is_another_place(url: str, port: int) -> None:
    parts = urlsplit(url)
    elsewhere = parts._replace(netloc=f"{parts.netloc}:{port}").geturl()
    assert canonical(elsewhere) != canonical(url)


@given(st.text(max_size=60) | ADDRESSES, st.text(max_size=30) | ADDRESSES)
def test_a_page_is_known_by_an_address_of_its_own_site_and_asking_again_changes_nothing(url: str, said: str) -> None:
    found = honoured(url, said)
    assert found in {canonical(url), canonical(said)}
    assert honoured(found, said) == found
    assert honoured(url, found) == found


@given(st.from_regex(r"(?i)https?://[a-zé.:@\[\]0-9-]{1,20}(/[^\s]{0,30})?", fullmatch=True))
@example("http://.")
@example("http://a@.:8080/x")
@example("http://.zé/x")
def test_whatever_stands_in_an_address_its_canonical_form_is_one_or_nothing(url: str) -> None:
    found = canonical(url)
    assert canonical(found) == found
    assert found == "" or (found.startswith(("http://", "https://")) and absolute(found, "") == found)
    assert "#" not in found
    assert not found.endswith("?")


@given(st.lists(tracked(), max_size=8), st.randoms(use_true_random=False))
def test_which_articles_there_are_does_not_depend_on_who_comes_first(
    pairs: list[tuple[str, str]], dice: object
) -> None:
    every = [url for pair in pairs for url in pair]
    known = {canonical(url) for url in every}
    dice.shuffle(every)  # type: ignore[attr-defined]
    assert {canonical(url) for url in every} == known
    assert len(known) == len({plain for plain, _ in pairs})
