"""Saved pages, the real one and others of its kind."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.algorithms.saved_page import Paragraph, Picture, SavedPage, SavedPageError, read_page
from newsstand.algorithms.saved_page_ages import NoCaptureDayError, UnknownAgeError, is_age, moment
from newsstand.algorithms.saved_page_names import authors_of, linked_people

CAPTURED = date(2022, 7, 8)
HEADER = " date 2022-07-08 ContributorsPublishersAdvertisers"
BODY = "The ferry stayed in port.\n\nNobody said for how long."
COMMENT = "Greg T.\n2d ago\n\nSo it goes.\n\nReply\n16\n"
WHOLE = f"""{HEADER}
Ferry stays in port

By Ann Lee
The Ferry Post
\u00a0 3 days ago

{BODY}

Comments

{COMMENT}IN THIS ARTICLE
The Ferry Post

The Ferry Post
"""


def noon(*day: int) -> datetime:
    return datetime(*day, 12, tzinfo=UTC)  # type: ignore[misc, arg-type]


def texts(page: SavedPage) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Paragraph)]


def with_comments(comments: str) -> SavedPage:
    return read_page(f"{HEADER}\nFerry stays in port\n3 days ago\n\n{BODY}\n\nComments\n\n{comments}")


def problems(text: str, captured: date | None = None) -> dict[int, str]:
    with pytest.raises(SavedPageError) as caught:
        read_page(text, captured)
    assert caught.value.line == min(problem.line for problem in caught.value.problems)
    assert all(f"line {problem.line}: {problem.sentence}" in str(caught.value) for problem in caught.value.problems)
    return {problem.line: problem.sentence for problem in caught.value.problems}


@pytest.mark.data
def test_the_real_saved_page_is_read_whole(data: Path) -> None:
    page = read_page((data / "saved-page/page.txt").read_text())
    assert page.headline == "Multiple Russian Soldiers Detained for Refusing to Fight in Putin's War"
    assert page.authors == ("Isabel van Brugen",)
    assert page.publisher == "Newsweek"
    assert page.captured == CAPTURED
    assert page.published_at == noon(2022, 7, 5)
    assert len(texts(page)) == 18
    assert texts(page)[0].startswith("A number of Russian soldiers")
    assert "Vladimir Putin 's war" in texts(page)[0]
    assert texts(page)[-1] == "Newsweek has contacted Russia's foreign ministry for comment."
    assert page.blocks[4] == Picture("https://img.particlenews.com/image.php?url=1ESiPf_0gYqJ0c500")
    assert page.people == ("Vladimir Putin",)
    assert page.topics == ()
    said = [(comment.name, comment.posted_at, comment.likes, comment.parent) for comment in page.comments]
    day = noon(2022, 7, 6)
    assert said == [("Greg T.", day, 16, None), ("HECK-DA-RECK", day, 16, None), ("Frederick Faust", day, 9, None)]
    assert page.comments[0].text.endswith("lets all help the Ukrainian people")


@pytest.mark.data
def test_every_line_of_the_real_page_is_somewhere_in_what_was_read(data: Path) -> None:
    text = (data / "saved-page/page.txt").read_text()
    page = read_page(text)
    kept = [page.headline, *(f"By {name}" for name in page.authors), page.publisher, "3 days ago", *texts(page)]
    kept += [block.url for block in page.blocks if isinstance(block, Picture)]
    kept += [part for comment in page.comments for part in (comment.name, comment.text, str(comment.likes))]
    kept += ["2d ago", "Reply", "Comments", "IN THIS ARTICLE", HEADER.strip()]
    assert {line.strip() for line in text.splitlines() if line.strip()} <= set(kept)


def test_a_whole_page_is_read() -> None:
    page = read_page(WHOLE)
    assert (page.headline, page.authors, page.publisher) == ("Ferry stays in port", ("Ann Lee",), "The Ferry Post")
    assert texts(page) == ["The ferry stayed in port.", "Nobody said for how long."]
    assert page.topics == ()


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\r"),
        "\ufeff" + WHOLE,
        WHOLE.replace("\n", "   \n"),
        WHOLE.replace("\n", "\t\n").strip(),
        "\n\n" + WHOLE,
        WHOLE.replace("2022-07-08 Contributors", "2022-07-08Contributors"),
        WHOLE.replace("ContributorsPublishersAdvertisers", "Contributors Publishers"),
        WHOLE.replace(" ContributorsPublishersAdvertisers", ""),
        WHOLE.replace("Ferry stays in port\n\nBy", "Ferry stays in port\nBy"),
        WHOLE.replace("IN THIS ARTICLE", "In this article"),
        WHOLE.replace("\u00a0 3 days ago", "· 3 days ago"),
    ],
)
def test_how_a_file_was_saved_changes_nothing(text: str) -> None:
    assert read_page(text) == read_page(WHOLE)


def test_a_page_without_a_byline() -> None:
    page = read_page(WHOLE.replace("By Ann Lee\n", ""))
    assert page.authors == ()
    assert page.publisher == "The Ferry Post"


def test_a_page_without_a_publisher() -> None:
    page = read_page(WHOLE.replace("By Ann Lee\nThe Ferry Post\n", "By Ann Lee\n"))
    assert page.authors == ("Ann Lee",)
    assert page.publisher == ""
    assert page.topics == ("The Ferry Post",)


def test_a_page_without_an_age_was_published_by_the_day_of_capture() -> None:
    page = read_page(WHOLE.replace("\u00a0 3 days ago\n", ""))
    assert page.published_at == noon(2022, 7, 8)
    assert page.publisher == "The Ferry Post"
    assert texts(page) == BODY.split("\n\n")


@pytest.mark.parametrize("head", ["", "By Ann Lee\n\n", "By Ann Lee\nFerry Post Ltd.\n\n", "The Ferry Post\n\n"])
def test_a_page_with_no_age_keeps_its_first_paragraph(head: str) -> None:
    page = read_page(f"{HEADER}\nFerry stays in port\n\n{head}{BODY}\n")
    assert texts(page) == BODY.split("\n\n")
    assert page.authors == (("Ann Lee",) if "Ann" in head else ())
    assert ("Ferry Post" in page.publisher) == ("Ferry Post" in head)


def test_a_page_without_comments_and_without_names() -> None:
    page = read_page(f"{HEADER}\nFerry stays in port\nBy Ann Lee\nThe Ferry Post\n3 days ago\n\n{BODY}")
    assert page.comments == page.topics == ()
    assert texts(page) == BODY.split("\n\n")


def test_an_empty_comments_section_has_no_comments() -> None:
    assert with_comments("").comments == ()
    assert with_comments("No comments yet\n").comments == ()


def test_the_names_in_this_article_become_topics_once_each_and_without_the_publisher() -> None:
    names = "IN THIS ARTICLE\nThe Ferry Post\n\nThe Ferry Post\nFollow\nLuhansk\n\nLuhansk\nDonbas\nluhansk\n"
    page = read_page(WHOLE[: WHOLE.index("IN THIS")] + names)
    assert page.topics == ("Luhansk", "Donbas")


def test_names_may_stand_above_the_comments() -> None:
    page = read_page(f"{HEADER}\nHeadline\n3 days ago\n\n{BODY}\n\nIN THIS ARTICLE\nLuhansk\n\nComments\n\n{COMMENT}")
    assert page.topics == ("Luhansk",)
    assert [comment.name for comment in page.comments] == ["Greg T."]


def test_pictures_stand_where_they_stood() -> None:
    body = "https://example.org/a.jpg\n\nOne.\nhttps://example.org/b.jpg?x=1\nTwo.\n\nhttps://example.org/c d\n"
    page = read_page(f"{HEADER}\nHeadline\n3 days ago\n\n{body}")
    assert page.blocks == (
        Picture("https://example.org/a.jpg"),
        Paragraph("One."),
        Picture("https://example.org/b.jpg?x=1"),
        Paragraph("Two."),
        Paragraph("https://example.org/c d"),
    )


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee and Ben Ode", ("Ann Lee", "Ben Ode")),
        ("Ann Lee, Ben Ode", ("Ann Lee", "Ben Ode")),
        ("Ann Lee, Ben Ode and Cy Day", ("Ann Lee", "Ben Ode", "Cy Day")),
        ("Ann Lee, Ben Ode, and Cy Day", ("Ann Lee", "Ben Ode", "Cy Day")),
        ("Ann Lee & Ben Ode", ("Ann Lee", "Ben Ode")),
        ("Sam Roe, Jr. and Ann Lee", ("Sam Roe, Jr.", "Ann Lee")),
        ("Ann Lee, Ann Lee", ("Ann Lee",)),
        ("Alexandra Anderson", ("Alexandra Anderson",)),
    ],
)
def test_a_byline_names_its_authors(byline: str, names: tuple[str, ...]) -> None:
    assert authors_of(byline) == names
    assert read_page(WHOLE.replace("Ann Lee", byline)).authors == names


def test_a_headline_may_begin_with_by() -> None:
    page = read_page(WHOLE.replace("Ferry stays in port", "By Popular Demand"))
    assert page.headline == "By Popular Demand"
    assert page.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("to fight in Vladimir Putin 's war", ("Vladimir Putin",)),
        ("But President Joe Biden ’s plan and Joe Biden 's other plan", ("Joe Biden",)),
        ("It 's late, and The Town 's clock stands", ()),
        ("Vladimir Putin's war", ()),
        ("what Ursula von der Leyen said", ()),
    ],
)
def test_a_space_before_a_possessive_shows_that_a_name_was_a_link(text: str, people: tuple[str, ...]) -> None:
    assert linked_people([text]) == people


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("3 days ago", noon(2022, 7, 5)),
        ("1 day ago", noon(2022, 7, 7)),
        ("2d ago", noon(2022, 7, 6)),
        ("yesterday", noon(2022, 7, 7)),
        ("Just now", noon(2022, 7, 8)),
        ("5h ago", datetime(2022, 7, 8, 7, tzinfo=UTC)),
        ("1 hour ago", datetime(2022, 7, 8, 11, tzinfo=UTC)),
        ("an hour ago", datetime(2022, 7, 8, 11, tzinfo=UTC)),
        ("20 minutes ago", datetime(2022, 7, 8, 11, 40, tzinfo=UTC)),
        ("20m ago", datetime(2022, 7, 8, 11, 40, tzinfo=UTC)),
        ("1w ago", noon(2022, 7, 1)),
        ("2 weeks ago", noon(2022, 6, 24)),
        ("3mo ago", noon(2022, 4, 8)),
        ("5 months ago", noon(2022, 2, 8)),
        ("1y ago", noon(2021, 7, 8)),
        ("a year ago", noon(2021, 7, 8)),
        ("2d", noon(2022, 7, 6)),
        ("Jul 3, 2022", noon(2022, 7, 3)),
        ("July 3, 2022", noon(2022, 7, 3)),
        ("3 July 2022", noon(2022, 7, 3)),
        ("Jul 3", noon(2022, 7, 3)),
        ("Dec 24", noon(2021, 12, 24)),
        ("2022-07-03", noon(2022, 7, 3)),
        ("07/03/2022", noon(2022, 7, 3)),
        ("23/03/2022", noon(2022, 3, 23)),
        ("Published Jul 3, 2022", noon(2022, 7, 3)),
        ("\u00a0 3 days ago", noon(2022, 7, 5)),
    ],
)
def test_ages_and_dates_become_moments(words: str, when: datetime) -> None:
    assert is_age(words)
    assert moment(words, CAPTURED) == when
    page = read_page(WHOLE.replace("\u00a0 3 days ago", words).replace("2d ago", words))
    assert page.published_at == page.comments[0].posted_at == when


def test_months_end_where_the_calendar_ends_them() -> None:
    assert moment("1 month ago", date(2022, 3, 31)) == noon(2022, 2, 28)
    assert moment("1y ago", date(2024, 2, 29)) == noon(2023, 2, 28)


@pytest.mark.parametrize("words", ["Newsweek", "5 hours", "a day", "3 fortnights ago", "long ago", "12", "Greg T.", ""])
def test_other_words_are_no_age(words: str) -> None:
    assert not is_age(words)
    with pytest.raises(UnknownAgeError):
        moment(words, CAPTURED)


@pytest.mark.parametrize("words", ["2022-02-30", "13/13/2022", "Jul 35, 2022", "Jul 3, 2023", "99999 years ago"])
def test_a_day_that_cannot_be_is_refused(words: str) -> None:
    with pytest.raises(UnknownAgeError) as caught:
        moment(words, CAPTURED)
    assert words in str(caught.value)


def test_an_age_needs_the_day_of_capture_and_a_date_does_not() -> None:
    assert moment("Jul 3, 2022", None) == noon(2022, 7, 3)
    for words in ("3 days ago", "Jul 3"):
        with pytest.raises(NoCaptureDayError):
            moment(words, None)


def test_a_page_that_tells_no_day_asks_for_one() -> None:
    found = problems(WHOLE.replace(" date 2022-07-08", ""))
    assert list(found) == [1]
    assert "--captured YYYY-MM-DD" in found[1]
    assert "6, 15" in found[1]


def test_the_day_may_be_given_instead() -> None:
    assert read_page(WHOLE.replace(" date 2022-07-08", ""), CAPTURED) == read_page(WHOLE)
    without_header = WHOLE.partition("\n")[2]
    assert read_page(without_header, CAPTURED) == read_page(WHOLE)


def test_the_day_that_is_given_goes_before_the_one_in_the_file() -> None:
    assert read_page(WHOLE, date(2022, 7, 10)).published_at == noon(2022, 7, 7)
    assert read_page(WHOLE.replace("2022-07-08", "2022-13-99"), CAPTURED).published_at == noon(2022, 7, 5)


def test_a_page_with_dates_alone_needs_no_day_of_capture() -> None:
    page = read_page(
        WHOLE.partition("\n")[2].replace("\u00a0 3 days ago", "Jul 3, 2022").replace("2d ago", "07/04/2022")
    )
    assert page.published_at == noon(2022, 7, 3)
    assert page.captured is None


def test_a_comment_may_have_paragraphs_and_lines_that_look_like_something_else() -> None:
    text = "He said:\n\n2d ago\nReply\n\nBob\nand 3 others did so.\n\n5h ago"
    page = with_comments(f"Ann\n1w ago\n\n{text}\n\nReply\n3\nBen\nJust now\n\nYes.\n\nReply\n0\n")
    assert [comment.name for comment in page.comments] == ["Ann", "Ben"]
    assert page.comments[0].text == text
    assert page.comments[0].likes == 3


@pytest.mark.parametrize(
    ("likes", "number"), [("16\n", 16), ("", 0), ("1,204\n", 1204), ("1.2K\n", 1200), ("\n7\n", 7), ("3 likes\n", 3)]
)
def test_likes_may_be_missing_or_large(likes: str, number: int) -> None:
    page = with_comments(f"Ann\n2d ago\n\nOne.\n\nReply\n{likes}Ben\n1d ago\n\nTwo.\n\nReply\n{likes}")
    assert [(comment.name, comment.likes) for comment in page.comments] == [("Ann", number), ("Ben", number)]


def test_somebody_may_have_a_number_for_a_name() -> None:
    page = with_comments("Ann\n2d ago\n\nOne.\n\nReply\n42\n1d ago\n\nTwo.\n\nReply\n8\n")
    assert [(comment.name, comment.likes) for comment in page.comments] == [("Ann", 0), ("42", 8)]


def test_the_line_that_leads_to_all_comments_is_no_comment() -> None:
    page = with_comments(COMMENT + "View all comments (12)\n\nIN THIS ARTICLE\nLuhansk\n")
    assert len(page.comments) == 1
    assert page.all_comments == 12
    assert page.topics == ("Luhansk",)
    assert with_comments("View all 1,204 comments\n" + COMMENT).all_comments == 1204


def test_an_indented_comment_answers_the_one_above_it() -> None:
    comments = (
        "Ann\n3d ago\n\nOne.\n\nReply\n1\n"
        "    Ben\n    2d ago\n\n    Two.\n\n    Reply\n    2\n"
        "        Cy\n        2d ago\n\n        Three.\n\n        Reply\n"
        "    Di\n    1d ago\n\n    Four.\n\n    Reply\n"
        "Ed\n1d ago\n\nFive.\n\nReply\n5\n"
    )
    page = with_comments(comments)
    assert [(comment.name, comment.parent) for comment in page.comments] == [
        ("Ann", None),
        ("Ben", 0),
        ("Cy", 1),
        ("Di", 0),
        ("Ed", None),
    ]
    assert page.comments[1].likes == 2


def test_a_comment_that_calls_somebody_answers_their_last_comment() -> None:
    page = with_comments(
        "Greg T.\n3d ago\n\nOne.\n\nReply\n1\nGreg T.\n2d ago\n\nTwo.\n\nReply\n2\n"
        "Ann\n1d ago\n\n@greg t. No.\n\nReply\n0\nBen\n1d ago\n\n@Nobody Hm.\n\nReply\n"
        "Cy replied to Ann\n5h ago\n\nYes.\n\nReply\n"
    )
    assert [comment.parent for comment in page.comments] == [None, None, 1, None, 2]
    assert page.comments[2].text == "@greg t. No."
    assert page.comments[4].name == "Cy"


def test_a_thousand_comments_are_read_in_their_order() -> None:
    comments = "".join(f"Person {n}\n{n % 20 + 1}d ago\n\nSaid {n}.\n\nReply\n{n}\n" for n in range(1000))
    page = with_comments(comments)
    assert [comment.text for comment in page.comments] == [f"Said {n}." for n in range(1000)]


def test_an_empty_file_says_so() -> None:
    assert "empty" in problems("")[1]
    assert "empty" in problems(HEADER + "\n\n")[1]


def test_everything_that_cannot_be_read_is_named_with_its_line() -> None:
    page = WHOLE.replace("\u00a0 3 days ago", "3 fortnights ago").replace("2d ago", "12 moons ago")
    page = page.replace("IN THIS ARTICLE", "Sponsored by nobody at all\nIN THIS ARTICLE")
    found = problems(page)
    assert sorted(found) == [6, 15, 21]
    assert "3 fortnights ago" in found[6]
    assert "12 moons ago" in found[15]
    assert "Sponsored" in found[21]


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("2022-07-08", "2022-13-45", 1, "2022-13-45"),
        ("date 2022-07-08", "date unknown", 1, "day"),
        ("Ferry stays in port\n\n", "", 2, "headline"),
        ("The Ferry Post\n\u00a0", "The Ferry Post\nPolitics\n\u00a0", 6, "Politics"),
        ("Greg T.\n2d ago\n\n", "Greg T.\n\n", 14, "Greg T."),
        ("Reply\n16\n", "", 14, "Reply"),
        ("So it goes.\n\n", "", 14, "no text"),
        (BODY, "", 9, "text"),
    ],
)
def test_what_cannot_be_read_is_named(old: str, new: str, line: int, word: str) -> None:
    assert old in WHOLE
    found = problems(WHOLE.replace(old, new, 1))
    assert line in found
    assert word in found[line]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*WHOLE.split("\n"), "Reply", "16", "Just now", "@Ann hm", "    Ben"]), max_size=25))
def test_no_order_of_lines_ends_in_anything_but_a_page_or_its_problems(lines: list[str]) -> None:
    try:
        page = read_page("\n".join(lines))
    except SavedPageError as error:
        named = [problem.line for problem in error.problems]
    else:
        named = []
        assert page.headline
        assert texts(page)
        assert all(comment.parent is None or comment.parent < at for at, comment in enumerate(page.comments))
    assert all(1 <= line <= max(len(lines), 1) for line in named)
