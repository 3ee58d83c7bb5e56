"""The queue: what stands first, what a row shows, paging, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsstand.algorithms.marks import pieces
from newsstand.moderation.cases import open_case
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Case
from newsstand.moderation.queue import counts, page, waiting
from tests import people
from tests.moderation.desk import LATER, NOON, case_of, find, held, make_article, report, say

pytestmark = pytest.mark.django_db


def numbers(**asked: object) -> list[int]:
    return [row.case.pk for row in page(by=people.mo(), now=LATER, **asked).rows]  # type: ignore[arg-type]


def test_notices_come_first_then_appeals_then_what_many_reported_then_age() -> None:
    ann = people.ann()
    wanted = [
        open_case(kind="profile", number=number, author=ann, now=NOON + timedelta(minutes=number), **said)
        for number, said in (
            (9, {"noticed": True}),
            (8, {"appealed": True}),
            (7, {"reported": 3}),
            (1, {"held": True}),
            (2, {"reported": 2}),
        )
    ]
    assert numbers() == [case.pk for case in wanted]


def test_the_queue_is_walked_page_by_page_and_shows_each_case_once() -> None:
    for number in range(1, 46):
        urgent = {"appealed": True} if number % 7 == 0 else {"held": True}
        open_case(kind="profile", number=number, author=None, now=NOON + timedelta(minutes=number // 3), **urgent)
    seen: list[int] = []
    after = None
    while True:
        found = page(by=people.mo(), now=LATER, after=after)
        seen += [row.case.pk for row in found.rows]
        # One that comes in meanwhile repeats nothing.
        open_case(kind="profile", number=1000 + len(seen), author=None, now=NOON - timedelta(days=1), appealed=True)
        if found.after is None:
            break
        after = found.after
    assert len(seen) == len(set(seen)) == 45


def test_a_row_marks_what_rules_found_and_counts_the_reasons() -> None:
    comment = say(make_article(), people.ann(), "Cheap shoes at shoes.example today")
    find(comment, "shoes.example", "A link of a new account")
    report(comment, people.ben(), "spam")
    report(comment, people.eve(), "spam")
    report(comment, people.di(), "off_topic")
    [row] = page(by=people.mo(), now=LATER).rows
    assert [piece.text for piece in row.text if piece.marked] == ["shoes.example"]
    assert "".join(piece.text for piece in row.text) == comment.text
    assert row.reasons == [("Advertising or repeated text", 2), ("Off topic", 1)]
    assert (row.likely, row.case.report_count) == ("spam", 3)


def test_what_was_found_in_an_older_text_marks_nothing_in_the_new_one() -> None:
    comment = say(make_article(), people.ann(), "Cheap shoes")
    find(comment, "shoes")
    case_of(comment, held=True)
    comment.text = "Dear shoes"
    comment.save()
    [row] = page(by=people.mo(), now=LATER).rows
    assert [piece.marked for piece in row.text] == [False]
    assert row.evidence


def test_filters_and_counts_say_the_same() -> None:
    article, ann = make_article(), people.ann()
    held(article, ann, "One")
    report(say(article, ann, "Two"), people.ben())
    open_case(kind="profile", number=ann.pk, author=ann, now=NOON, appealed=True)
    open_case(kind="article", number=article.pk, author=None, now=NOON, noticed=True)
    found = counts()
    assert found["all"] == waiting() == 4
    for why in ("held", "reported", "appealed", "noticed"):
        assert found[why] == len(numbers(why=why)) == 1
    for kind, number in (("comment", 2), ("profile", 1), ("article", 1), ("ad", 0)):
        assert found[kind] == len(numbers(kind=kind)) == number


def test_what_is_decided_leaves_the_queue() -> None:
    case = held(make_article(), people.ann(), "One")
    decide(case=case, by=people.mo(), action="approve", now=LATER)
    assert (numbers(), waiting()) == ([], 0)


def test_one_thing_has_one_open_case_and_a_new_one_after_the_decision() -> None:
    comment = say(make_article(), people.ann(), "One")
    first = case_of(comment, held=True)
    again = case_of(comment, reported=1)
    assert (again.pk, again.is_held, again.report_count) == (first.pk, True, 1)
    decide(case=first, by=people.mo(), action="approve", now=LATER)
    assert case_of(comment, reported=1).pk != first.pk
    assert Case.objects.count() == 2


def test_a_page_costs_the_same_for_three_rows_and_for_twenty() -> None:
    article, ann = make_article(), people.ann()

    def more(number: int) -> None:
        for count in range(number):
            comment = say(article, people.person(f"Reader {count}"), f"Words {count}")
            find(comment, "Words")
            report(comment, people.ben())
            report(comment, ann)
            author = people.person(f"Profile {count}")
            open_case(kind="profile", number=author.pk, author=author, now=NOON, held=True)
            other = make_article(slug=f"a-{waiting()}")
            open_case(kind="article", number=other.pk, author=None, now=NOON, reported=1)

    def cost() -> int:
        mo = people.mo()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(by=mo, now=LATER)
        return len(asked)

    more(1)
    few = cost()
    more(6)
    assert waiting() > 20 - 1
    assert cost() == few <= 7


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([], []),
        ([(0, 5)], ["Cheap"]),
        ([(6, 11), (0, 5)], ["Cheap", "shoes"]),
        ([(0, 8), (6, 11)], ["Cheap shoes"]),
        ([(6, 400), (-3, 2)], ["Ch", "shoes"]),
        ([(4, 4), (9, 2), (70, 80)], []),
    ],
)
def test_a_text_is_cut_at_what_was_found(spans: list[tuple[int, int]], marked: list[str]) -> None:
    cut = pieces("Cheap shoes", spans)
    assert [piece.text for piece in cut if piece.marked] == marked
    assert "".join(piece.text for piece in cut) == "Cheap shoes"
