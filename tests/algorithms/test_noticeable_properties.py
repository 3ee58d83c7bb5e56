"""What holds for every text: what nobody could notice is no change, every word that somebody reads is one."""

from hypothesis import assume, given
from hypothesis import strategies as st

from newsstand.algorithms.noticeable import content_hash, picture, place, said

LETTERS = st.text("abc déñüß日", min_size=1, max_size=12).filter(str.strip)
WORDS = st.lists(LETTERS, min_size=1, max_size=6)
SPACE = st.text(" \n\t\u00a0\u200b\u00ad", min_size=1, max_size=3).filter(lambda text: bool(text.strip("\u200b\u00ad")))
LINKS = st.lists(st.sampled_from(["https://a.example/1", "https://a.example/2?id=3", "https://b.example/"]), max_size=4)
PICTURES = st.lists(st.sampled_from(["https://a.example/p.jpg", "https://a.example/q.png", "https://b.example/r?id=1"]),
                    max_size=3)  # fmt: skip


def body(links: list[str], more: str = "") -> str:
    return "".join(f'<p><a href="{link}{more}">x</a></p>' for link in links)


@given(st.text(max_size=80))
def test_what_is_read_is_read_the_same_again(text: str) -> None:
    assert said(said(text)) == said(text)


@given(WORDS, st.data())
def test_only_the_space_between_words_may_change(words: list[str], data: st.DataObject) -> None:
    one = " ".join(words)
    other = "".join(word + data.draw(SPACE) for word in words)
    assert content_hash(text=one) == content_hash(text=other)


@given(WORDS, WORDS)
def test_two_texts_are_one_only_when_they_read_the_same(one: list[str], other: list[str]) -> None:
    left, right = " ".join(one), " ".join(other)
    assert (content_hash(text=left) == content_hash(text=right)) is (said(left) == said(right))


@given(WORDS, WORDS)
def test_a_word_counts_where_it_stands(text: list[str], more: list[str]) -> None:
    words, other = " ".join(text), " ".join(more)
    fields = [{"text": words, field: other} for field in ("summary", "lead_alt", "lead_caption")]
    hashes = {content_hash(**given_fields) for given_fields in fields} | {content_hash(text=words)}
    assert len(hashes) == 4


@given(LINKS, PICTURES, st.sampled_from(["utm_source=x", "fbclid=1", "gclid=2&utm_campaign=y"]))
def test_who_counts_the_visits_is_no_change(links: list[str], pictures: list[str], tracking: str) -> None:
    dressed = "".join(f'<p><a href="{link}{"&amp;" if "?" in link else "?"}{tracking}">x</a></p>' for link in links)
    assert content_hash(text="x", body=body(links), pictures=pictures) == content_hash(
        text="x", body=dressed, pictures=pictures
    )


@given(LINKS, LINKS)
def test_where_the_links_lead_and_in_which_order_counts(one: list[str], other: list[str]) -> None:
    same = [place(link) for link in one] == [place(link) for link in other]
    assert (content_hash(text="x", body=body(one)) == content_hash(text="x", body=body(other))) is same


@given(PICTURES, PICTURES, st.sampled_from(["w=640", "quality=80&v=2", "resize=3,4"]))
def test_a_picture_at_another_size_is_that_picture(one: list[str], other: list[str], size: str) -> None:
    resized = [f"{address}{'&' if '?' in address else '?'}{size}" for address in one]
    assert content_hash(text="x", pictures=resized) == content_hash(text="x", pictures=one)
    same = [picture(address) for address in one] == [picture(address) for address in other]
    assert (content_hash(text="x", pictures=one) == content_hash(text="x", pictures=other)) is same


@given(WORDS)
def test_a_name_twice_in_a_byline_is_there_once_and_the_order_of_names_counts(names: list[str]) -> None:
    assert content_hash(text="x", authors=[*names, *names]) == content_hash(text="x", authors=names)
    turned = list(reversed(list(dict.fromkeys(map(said, names)))))
    assume(len(turned) > 1)
    assert content_hash(text="x", authors=turned) != content_hash(text="x", authors=names)
