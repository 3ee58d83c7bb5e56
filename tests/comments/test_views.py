"""What people do with a thread: forms without script, pieces of the page with it."""

import re
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.comments import write
from newsstand.comments.models import Comment, Like
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import Clock, deep, fill, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]
HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def areas(response: Any) -> list[str]:
    tree = html5lib.parse(text_of(response), namespaceHTMLElements=False)
    return ["".join(area.itertext()) for area in tree.iter("textarea")]


# --- without script -------------------------------------------------------------------------------------------------


def test_a_person_comments_replies_and_likes_with_forms_alone(article: Article) -> None:
    ann, ben = signed_in(people.ann()), signed_in(people.ben())
    answer = ann.post(f"/comments/post/{article.pk}", {"text": "At last!"})
    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"

    page = ben.get(f"/comments/{comment.pk}/reply")
    assert page.status_code == 200
    assert "At last!" in text_of(page)
    assert f'name="parent" value="{comment.pk}"' in text_of(page)
    answer = ben.post(f"/comments/post/{article.pk}", {"text": "Indeed", "parent": comment.pk})
    reply = Comment.objects.get(parent=comment)
    assert answer["Location"].endswith(f"#comment-{reply.pk}")

    answer = ben.post(f"/comments/{comment.pk}/like", {"wanted": "like"})
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    page = ann.get(article.get_absolute_url())
    for said in ("At last!", "Indeed", "1 like"):
        assert said in text_of(page)
    ben.post(f"/comments/{comment.pk}/like", {"wanted": "unlike"})
    assert not Like.objects.exists()


def test_a_comment_that_the_articles_page_does_not_show_is_found_on_its_own(article: Article) -> None:
    roots = fill(article, 30, NOW, replies=5)
    ann = signed_in(people.ann())
    answer = ann.post(f"/comments/post/{article.pk}", {"text": "Late", "parent": roots[0].pk})
    late = Comment.objects.get(text="Late")
    assert answer["Location"] == f"/comments/{late.pk}#comment-{late.pk}"
    assert "Late" in text_of(ann.get(answer["Location"]))


def test_an_author_edits_and_withdraws_with_forms_alone(article: Article) -> None:
    ann = signed_in(people.ann())
    comment = say(article, people.ann(), "Teh bridge", NOW)
    assert areas(ann.get(f"/comments/{comment.pk}/edit")) == ["Teh bridge"]
    answer = ann.post(f"/comments/{comment.pk}/edit", {"text": "The bridge"})
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    assert Comment.objects.get().text == "The bridge"

    assert "Withdraw your comment?" in text_of(ann.get(f"/comments/{comment.pk}/withdraw"))
    assert Comment.objects.get().withdrawn_at is None
    assert ann.get(f"/comments/{comment.pk}/withdraw?cancel=1").status_code == 302
    assert Comment.objects.get().withdrawn_at is None
    ann.post(f"/comments/{comment.pk}/withdraw")
    assert Comment.objects.get().withdrawn_at == NOW


@pytest.mark.parametrize(("text", "said"), [("  ", "empty"), ("x" * 5001, "5,001 characters")])
def test_a_text_that_cannot_stand_comes_back_with_what_was_wrong(article: Article, text: str, said: str) -> None:
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": text})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert areas(answer) == [text]
    assert not Comment.objects.exists()


def test_a_second_line_at_the_beginning_of_a_text_comes_back_too(article: Article) -> None:
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": "\n</textarea><b>" + "x" * 5001})
    assert areas(answer)[0].startswith("\n</textarea><b>xxx")


# --- who may not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["edit", "withdraw"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_eve_neither_sees_nor_uses_the_forms_of_another(article: Article, what: str, headers: dict[str, str]) -> None:
    comment = say(article, people.ann(), "Mine", NOW)
    eve = signed_in(people.eve())
    for answer in (
        eve.get(f"/comments/{comment.pk}/{what}", headers=headers),
        eve.post(f"/comments/{comment.pk}/{what}", {"text": "Yours"}, headers=headers),
    ):
        assert answer.status_code == (422 if headers else 403)
        assert "Only its author" in text_of(answer)
    kept = Comment.objects.get()
    assert (kept.text, kept.withdrawn_at) == ("Mine", None)


@pytest.mark.parametrize("what", ["reply", "edit", "withdraw", "like"])
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, article: Article, what: str) -> None:
    comment = say(article, people.ann(), "Mine", NOW)
    address = f"/comments/{comment.pk}/{what}"
    for answer in (client.get(address), client.post(address, {"text": "x", "wanted": "like"})):
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={address.replace('/', '%2F')}"
        assert "sessionid" not in answer.cookies
    answer = client.post(address, headers=HTMX)
    assert (answer.status_code, text_of(answer)) == (204, "")
    assert answer["HX-Redirect"] == f"/accounts/login/?next={address.replace('/', '%2F')}"
    kept = Comment.objects.get()
    assert (kept.text, kept.withdrawn_at, kept.like_count) == ("Mine", None, 0)


def test_a_shut_account_is_a_stranger(article: Article) -> None:
    eve = people.eve()
    browser = signed_in(eve)
    eve.is_active = False
    eve.save()
    answer = browser.post(f"/comments/post/{article.pk}", {"text": "Hello"})
    assert answer["Location"].startswith("/accounts/login/")
    assert not Comment.objects.exists()


def test_a_form_from_elsewhere_is_refused(article: Article) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.ann())
    assert browser.post(f"/comments/post/{article.pk}", {"text": "Hello"}).status_code == 403
    assert not Comment.objects.exists()
    page = text_of(browser.get(article.get_absolute_url()))
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    answer = browser.post(f"/comments/post/{article.pk}", {"text": "Hello", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert Comment.objects.get().text == "Hello"


def test_a_withdrawn_article_takes_no_comment_and_the_text_comes_back(article: Article) -> None:
    comment = say(article, people.ann(), "Before", NOW)
    withdraw_article(article=article, now=NOW, reason="It was wrong.")
    ben = signed_in(people.ben())
    answer = ben.post(f"/comments/post/{article.pk}", {"text": "After"})
    assert answer.status_code == 403
    assert areas(answer) == ["After"]
    assert ben.get(f"/comments/{comment.pk}/reply").status_code == 403
    assert ben.post(f"/comments/{comment.pk}/like", {"wanted": "like"}).status_code == 403


def test_what_is_not_there_is_not_found(article: Article) -> None:
    ann = signed_in(people.ann())
    assert ann.post("/comments/post/999999", {"text": "x"}).status_code == 404
    assert ann.post(f"/comments/post/{2**70}", {"text": "x"}).status_code == 404
    for parent in ("999999", "x", "-1", "9" * 25):
        assert ann.post(f"/comments/post/{article.pk}", {"text": "x", "parent": parent}).status_code == 404
    for what in ("reply", "edit", "withdraw", "like"):
        assert ann.get(f"/comments/999999/{what}").status_code == 404
    assert ann.delete(f"/comments/post/{article.pk}").status_code == 405


# --- how often ------------------------------------------------------------------------------------------------------


def test_the_sixth_comment_within_a_minute_waits_and_its_text_is_kept(article: Article, time: Clock) -> None:
    ann = signed_in(people.ann())
    for number in range(5):
        assert ann.post(f"/comments/post/{article.pk}", {"text": f"Words {number}"}).status_code == 302
    answer = ann.post(f"/comments/post/{article.pk}", {"text": "One more"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "12"
    assert areas(answer) == ["One more"]
    assert "12 seconds" in text_of(answer)
    assert Comment.objects.count() == 5
    assert signed_in(people.ben()).post(f"/comments/post/{article.pk}", {"text": "Me"}).status_code == 302
    time.pass_by(seconds=12)
    assert ann.post(f"/comments/post/{article.pk}", {"text": "One more"}).status_code == 302


def test_sixty_comments_an_hour_are_the_most(article: Article, time: Clock) -> None:
    ann = signed_in(people.ann())
    posted = 0
    for number in range(80):
        posted += ann.post(f"/comments/post/{article.pk}", {"text": f"Words {number}"}).status_code == 302
        time.pass_by(seconds=13)
    # Sixty at once, and what an hour's bucket takes in again while they are written.
    assert 60 <= posted <= 60 + 80 * 13 // 60 + 1


def test_sixty_likes_a_minute_are_the_most(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    ben = signed_in(people.ben())
    for number in range(60):
        assert ben.post(f"/comments/{comment.pk}/like", {"wanted": ["like", "unlike"][number % 2]}).status_code == 302
    answer = ben.post(f"/comments/{comment.pk}/like", {"wanted": "like"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    answer = ben.post(f"/comments/{comment.pk}/like", {"wanted": "like"}, headers=HTMX)
    assert answer.status_code == 429
    assert answer["HX-Retarget"] == f"#slot-{comment.pk}"
    assert Comment.objects.get().like_count == 0


# --- in place -------------------------------------------------------------------------------------------------------


def pieces(response: HttpResponse) -> dict[str, Any]:
    """The elements with an id in an answer in place."""
    tree = html5lib.parseFragment(text_of(response), container="ol", namespaceHTMLElements=False)
    return {element.get("id"): element for element in tree.iter() if element.get("id")}


def test_a_new_comment_comes_back_with_an_empty_form_and_the_count(article: Article) -> None:
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": "Hello"}, headers=HTMX)
    assert answer.status_code == 200
    assert "HX-Request" in answer["Vary"]
    assert "no-store" in answer["Cache-Control"]
    comment = Comment.objects.get()
    found = pieces(answer)
    assert f"comment-{comment.pk}" in found
    assert found["comment-count"].text == "1"
    assert found["comments-status"].text == "Your comment is posted."
    assert "".join(found["comment-form-text"].itertext()).strip() == ""
    assert [found[name].get("hx-swap-oob") for name in ("comment-form", "comment-count", "comments-status")] == [
        "true",
        "true",
        "innerHTML",
    ]
    assert "<html" not in text_of(answer)


def test_a_reply_form_opens_in_its_slot_and_goes_when_the_reply_is_there(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    ben = signed_in(people.ben())
    form = pieces(ben.get(f"/comments/{comment.pk}/reply", headers=HTMX))[f"reply-form-{comment.pk}"]
    assert (form.get("hx-target"), form.get("hx-swap")) == (f"#replies-{comment.pk}", "beforeend")
    # Or else "Cancel", which stands inside, would be put where the reply goes.
    assert form.get("hx-disinherit") == "*"
    assert text_of(ben.get(f"/comments/{comment.pk}/reply?cancel=1", headers=HTMX)) == ""
    answer = ben.post(f"/comments/post/{article.pk}", {"text": "Hi", "parent": comment.pk}, headers=HTMX)
    found = pieces(answer)
    reply = Comment.objects.get(parent=comment)
    assert f"comment-{reply.pk}" in found
    slot = found[f"slot-{comment.pk}"]
    assert (slot.get("hx-swap-oob"), len(slot)) == ("true", 0)
    assert "comment-form" not in found


def test_at_the_deepest_level_a_reply_is_shown_in_place_all_the_same(article: Article) -> None:
    parent = deep(article, 9, NOW)[-1]
    ben = signed_in(people.ben())
    form = pieces(ben.get(f"/comments/{parent.pk}/reply", headers=HTMX))[f"reply-form-{parent.pk}"]
    assert form.get("hx-target") == f"#replies-{parent.pk}"
    answer = ben.post(f"/comments/post/{article.pk}", {"text": "Deep", "parent": parent.pk}, headers=HTMX)
    assert "Deep" in text_of(answer)


def test_a_refused_text_comes_back_in_place_of_its_form(article: Article) -> None:
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#comment-form", "outerHTML")
    assert "comment-form-error" in pieces(answer)
    assert "<html" not in text_of(answer)


def test_a_like_answers_with_the_button_as_it_is_now(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    ben = signed_in(people.ben())
    answer = ben.post(f"/comments/{comment.pk}/like", {"wanted": "like"}, headers=HTMX)
    assert 'value="unlike"' in text_of(answer)
    assert " ".join("".join(pieces(answer)[f"like-{comment.pk}"].itertext()).split()).startswith(
        "Liked Ann’s comment, 1 like"
    )
    answer = signed_in(people.ann()).post(f"/comments/{comment.pk}/like", {"wanted": "like"}, headers=HTMX)
    assert answer.status_code == 422
    assert "of their own" in text_of(answer)


def test_edit_and_withdraw_answer_with_the_comment_as_it_is_now(article: Article, time: Clock) -> None:
    comment = say(article, people.ann(), "Teh", NOW)
    ann = signed_in(people.ann())
    assert f"edit-form-{comment.pk}" in pieces(ann.get(f"/comments/{comment.pk}/edit", headers=HTMX))
    found = pieces(ann.post(f"/comments/{comment.pk}/edit", {"text": "The"}, headers=HTMX))
    assert "The" in "".join(found[f"comment-{comment.pk}"].itertext())
    assert found[f"slot-{comment.pk}"].get("hx-swap-oob") == "true"
    time.pass_by(minutes=15)
    late = ann.post(f"/comments/{comment.pk}/edit", {"text": "Too late"}, headers=HTMX)
    assert late.status_code == 422
    assert areas(late) == ["Too late"]
    assert ann.get(f"/comments/{comment.pk}/edit", headers=HTMX).status_code == 422
    found = pieces(ann.post(f"/comments/{comment.pk}/withdraw", headers=HTMX))
    assert "".join(found[f"comment-{comment.pk}"].itertext()).strip() == "Withdrawn by its author"
    assert found["comment-count"].text == "0"


# --- the article's page ---------------------------------------------------------------------------------------------


def test_a_comment_is_seen_by_everybody_on_the_articles_page(client: Client, article: Article) -> None:
    comment = write.post(article=article, user=people.ann(), text="<b>At</b> last", now=NOW)
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "&lt;b&gt;At&lt;/b&gt; last" in text_of(page)
    assert "csrf" not in text_of(page)
    assert not page.cookies
    assert f"comment-{comment.pk}" in text_of(page)


def test_the_articles_page_costs_a_reader_the_same_queries_for_one_comment_and_three_hundred(article: Article) -> None:
    costs = []
    browser = signed_in(people.ann())
    for number, replies in ((1, 0), (49, 5)):
        fill(article, number, NOW, replies=replies)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(article.get_absolute_url()).status_code == 200
        costs.append(len(asked))
    assert 0 < costs[0] == costs[1] <= 17
