"""What changed between two texts."""

import html.parser
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from newsstand.algorithms.diff import Edit, Passage, Piece, diff, to_html, words

WORDS = st.lists(
    st.sampled_from(["the", "bridge", "is", "shut", "open,", "(no)", "—", "橋", "don't", "4.5"]), max_size=12
)
LINES = WORDS.map(" ".join)
TEXTS = st.lists(LINES, max_size=8)


def side(passages: tuple[Passage, ...], edit: Edit) -> list[str]:
    """The changed paragraphs as they stood before (DELETED) or stand after (INSERTED)."""
    texts = ["".join(piece.text for piece in one.pieces if piece.edit in {Edit.SAME, edit}) for one in passages]
    return [text for text in texts if text.strip()]


def kept(texts: list[str]) -> list[str]:
    return [line for text in texts if (line := " ".join(text.split()))]


def is_part_of(some: list[str], every: list[str]) -> bool:
    rest = iter(every)
    return all(one in rest for one in some)


@given(LINES, LINES)
@example("a b a b a", "b a b a b")
def test_the_words_of_both_sides_can_be_read_back(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.edit is not Edit.INSERTED) == " ".join(before.split())
    assert "".join(p.text for p in pieces if p.edit is not Edit.DELETED) == " ".join(after.split())
    assert all(one.edit is not other.edit for one, other in pairwise(pieces))


@given(TEXTS, TEXTS)
def test_the_changed_paragraphs_of_both_sides_can_be_read_back(before: list[str], after: list[str]) -> None:
    passages = diff(before, after)
    gone, come = side(passages, Edit.DELETED), side(passages, Edit.INSERTED)
    assert is_part_of(gone, kept(before))
    assert is_part_of(come, kept(after))
    unchanged = sum(passage.unchanged for passage in passages)
    if passages:
        assert unchanged + len(gone) == len(kept(before))
        assert unchanged + len(come) == len(kept(after))
    else:
        assert kept(before) == kept(after)


@given(TEXTS)
def test_what_stays_the_same_has_no_passages(texts: list[str]) -> None:
    assert diff(texts, texts) == ()
    assert diff(texts, [f"  {text.replace(' ', chr(10))} " for text in texts]) == ()


@given(TEXTS, TEXTS, st.integers(0, 60))
def test_with_little_effort_the_diff_is_coarser_and_still_true(before: list[str], after: list[str], most: int) -> None:
    passages = diff(before, after, most_steps=most)
    assert is_part_of(side(passages, Edit.DELETED), kept(before))
    assert is_part_of(side(passages, Edit.INSERTED), kept(after))


def test_one_word_is_one_word() -> None:
    pieces = words("The bridge is shut until Monday.", "The bridge is open until Monday.")
    assert to_html(pieces) == "The bridge is <del>shut</del><ins>open</ins> until Monday."


def test_changes_with_only_a_space_between_them_are_one() -> None:
    assert to_html(words("an old red boat", "an new blue boat")) == "an <del>old red</del><ins>new blue</ins> boat"


def test_a_paragraph_that_moved_in_between_leaves_the_others_alone() -> None:
    before = ["The bridge was shut on Monday.", "Divers found a crack.", "The ferry runs."]
    after = ["The bridge was shut on Tuesday.", "A wholly different paragraph came in.", *before[1:]]
    changed, new, rest = diff(before, after)
    assert to_html(changed.pieces) == "The bridge was shut on <del>Monday</del><ins>Tuesday</ins>."
    assert new.pieces == (Piece(Edit.INSERTED, after[1]),)
    assert rest.unchanged == 2


def test_chinese_is_compared_by_character() -> None:
    assert to_html(words("大桥关闭了", "大桥开放了")) == "大桥<del>关闭</del><ins>开放</ins>了"


class Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.text(alphabet="<>&\"'/delins script=x ", max_size=30), st.text(alphabet="<>&\"'/delins script=x ", max_size=30)
)
def test_only_ins_and_del_are_elements_whatever_the_words(before: str, after: str) -> None:
    pieces = words(before, after)
    read = Elements()
    read.feed(to_html(pieces))
    read.close()
    assert set(read.names) <= {"ins", "del"}
    assert read.text == "".join(piece.text for piece in pieces)


def test_hostile_texts_come_to_an_end() -> None:
    before = [" ".join("ab"[(n * m) % 3 % 2] for m in range(3000)) for n in range(300)]
    after = [" ".join("ba"[(n * m) % 5 % 2] for m in range(3000)) for n in range(300)]
    passages = diff(before, after)
    assert side(passages, Edit.DELETED)
