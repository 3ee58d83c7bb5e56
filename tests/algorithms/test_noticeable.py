"""What a reader could notice, and what nobody can."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.noticeable import content_hash, picture, place, said

GIVEN: dict[str, Any] = {
    "text": "The bridge is shut. See the survey.",
    "body": '<p>The bridge is shut. See <a href="https://other.example/survey?id=4">the survey</a>.</p>\n'
    '<figure><img src="https://pictures.example/a.jpg?w=800" alt="A pier">'
    "<figcaption>The third pier</figcaption></figure>",
    "pictures": ["https://pictures.example/a.jpg?w=800"],
    "lead_picture": "https://pictures.example/lead.php?id=7&w=800",
    "lead_alt": "A bridge",
    "lead_caption": "At night",
    "summary": "Divers found a crack.",
    "authors": ["Ann Lee", "Ben Ode"],
}
SPACE = st.text(alphabet=" \t\n\u00a0\u200b\ufeff", min_size=1, max_size=4).filter(
    lambda text: said(f"a{text}b") == "a b"
)
NOISE = st.lists(
    st.tuples(st.sampled_from(["utm_source", "utm_medium", "fbclid", "gclid", "mc_cid"]), st.text("abc1", max_size=5)),
    min_size=1,
    max_size=4,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
SIZES = st.lists(
    st.tuples(st.sampled_from(["w", "h", "quality", "v", "ts", "resize", "auto"]), st.integers(1, 9999)), max_size=4
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


def hashed(**changed: Any) -> str:
    return content_hash(**{**GIVEN, **changed})


@given(SPACE, SPACE, SPACE)
def test_white_space_is_no_change(one: str, other: str, third: str) -> None:
    spaced = {
        name: other + GIVEN[name].replace(" ", one) + third for name in ("text", "lead_alt", "lead_caption", "summary")
    }
    assert hashed(**spaced, authors=[f"Ann{one}Lee", f"Ben{other}Ode"]) == hashed()


@given(NOISE, st.booleans())
def test_a_tracking_parameter_in_a_link_is_no_change(noise: str, first: bool) -> None:
    query = f"{noise}&id=4" if first else f"id=4&{noise}"
    body = GIVEN["body"].replace("?id=4", "?" + query.replace("&", "&amp;"))
    assert hashed(body=body) == hashed()
    assert place(f"https://other.example/survey?{query}") == place("https://other.example/survey?id=4")


@given(SIZES, SIZES)
def test_another_size_or_copy_of_a_picture_is_no_change(one: str, other: str) -> None:
    pictures = [f"https://pictures.example/a.jpg?{one}"]
    assert hashed(pictures=pictures, lead_picture=f"https://pictures.example/lead.php?id=7&{other}") == hashed()


@given(st.sampled_from(["text", "lead_alt", "lead_caption", "summary"]), st.text("abcdefg", min_size=1, max_size=5))
def test_a_word_more_is_a_change(name: str, word: str) -> None:
    assert hashed(**{name: f"{GIVEN[name]} {word}"}) != hashed()


@pytest.mark.parametrize(
    "changed",
    [
        {"body": GIVEN["body"].replace("id=4", "id=5")},
        {"body": GIVEN["body"].replace("third pier", "second pier")},
        {"body": GIVEN["body"].replace('alt="A pier"', 'alt="A crack"')},
        {"pictures": ["https://pictures.example/b.jpg?w=800"]},
        {"pictures": []},
        {"lead_picture": "https://pictures.example/lead.php?id=8&w=800"},
        {"lead_picture": ""},
        {"authors": ["Ann Lee"]},
        {"authors": ["Ben Ode", "Ann Lee"]},
    ],
)
def test_what_a_reader_could_notice_is_a_change(changed: dict[str, Any]) -> None:
    assert hashed(**changed) != hashed()


@given(st.text(), st.text())
def test_any_text_has_one(text: str, address: str) -> None:
    first = content_hash(text=text, body=text, pictures=[address], lead_picture=address)
    assert first == content_hash(text=text, body=text, pictures=[address], lead_picture=address)
    assert len(first) == 32


@given(st.text(alphabet=" a\u00e9e\u0301\u200b\n", max_size=12))
def test_the_form_in_which_words_are_compared_stays_itself(text: str) -> None:
    assert said(said(text)) == said(text)


def test_an_address_that_is_none_is_itself() -> None:
    assert place("mailto:desk@example.org") == "mailto:desk@example.org"
    assert picture("") == ""
    assert picture("http://[") == "http://["
