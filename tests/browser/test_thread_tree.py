"""What a screen reader is told of a thread: roles, names, how it nests, and what changes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from newsstand.comments.like import like
from newsstand.comments.write import post, withdraw
from newsstand.lib.clock import now
from tests.browser.town import Town
from tests.people import ann, ben, cy, di

pytestmark = pytest.mark.browser

FOR_A_STRANGER = """
- region "Comments 3":
  - heading "Comments 3" [level=2]
  - paragraph:
    - link "Sign in to comment"
  - paragraph
  - navigation "Order of the comments":
    - list:
      - listitem:
        - link "Best"
      - listitem:
        - link "Newest"
      - listitem:
        - link "Oldest"
      - listitem:
        - link "Most liked"
      - listitem:
        - link "Most discussed"
    - link "How Best is counted"
  - list:
    - listitem:
      - article "Ann, level 1":
        - link "Ann"
        - link "Just now"
        - paragraph: First
        - link "Reply to Ann"
        - link "Like Ann’s comment, 2 likes"
        - link "Report Ann’s comment"
      - list:
        - listitem:
          - article "Ben, level 2":
            - link "Ben"
            - link "Just now"
            - paragraph: Second
            - link "Reply to Ben"
            - link "Like Ben’s comment, 1 like"
            - link "Report Ben’s comment"
          - list:
            - listitem:
              - article "Cy, level 3":
                - link "Cy"
                - link "Just now"
                - paragraph: Third
                - link "Reply to Cy"
                - link "Like Cy’s comment, 0 likes"
                - link "Report Cy’s comment"
    - listitem:
      - article "A withdrawn comment, level 1":
        - paragraph: Withdrawn by its author
"""
FOR_BEN = """
- region "Comments 3":
  - heading "Comments 3" [level=2]
  - button "Follow the conversation under The ferry waits"
  - status
  - text: Your comment
  - textbox "Your comment"
  - button "Post comment"
  - link "Rules":
    - /url: /about/rules
  - paragraph
  - navigation "Order of the comments":
    - list:
      - listitem:
        - link "Best"
      - listitem:
        - link "Newest"
      - listitem:
        - link "Oldest"
      - listitem:
        - link "Most liked"
      - listitem:
        - link "Most discussed"
    - link "How Best is counted"
  - list:
    - listitem:
      - article "Ann, level 1":
        - link "Ann"
        - link "Just now"
        - paragraph: First
        - link "Reply to Ann"
        - button "Liked Ann’s comment, 2 likes, take yours back"
        - link "Mute Ann"
        - link "Report Ann’s comment"
      - list:
        - listitem:
          - article "Ben, level 2":
            - link "Ben"
            - link "Just now"
            - paragraph: Second
            - link "Reply to Ben"
            - text: 1 like
            - link "Edit your comment"
            - link "Withdraw your comment"
          - list:
            - listitem:
              - article "Cy, level 3":
                - link "Cy"
                - link "Just now"
                - paragraph: Third
                - link "Reply to Cy"
                - button "Like Cy’s comment, 0 likes"
                - link "Mute Cy"
                - link "Report Cy’s comment"
    - listitem:
      - article "A withdrawn comment, level 1":
        - paragraph: Withdrawn by its author
"""


@pytest.fixture
def talk(town: Town) -> str:
    """Ann, Ben below Ann, Cy below Ben; one that is withdrawn. The address of their article."""
    moment = now()
    first = post(article=town.quiet, user=ann(), text="First", now=moment)
    second = post(article=town.quiet, user=ben(), text="Second", now=moment, parent=first)
    post(article=town.quiet, user=cy(), text="Third", now=moment, parent=second)
    withdraw(comment=post(article=town.quiet, user=di(), text="Gone", now=moment), user=di(), now=moment)
    for who in (ben(), di()):
        like(comment=first, user=who, now=moment)
    like(comment=second, user=ann(), now=moment)
    return town.empty


def thread(page: Page) -> Locator:
    return page.locator("#comments")


def test_a_stranger_hears_a_thread_as_nested_lists(open_page: Callable[..., Page], talk: str) -> None:
    expect(thread(open_page(talk))).to_match_aria_snapshot(FOR_A_STRANGER)


def test_a_reader_hears_what_they_may_do(open_page: Callable[..., Page], talk: str) -> None:
    expect(thread(open_page(talk, user=ben()))).to_match_aria_snapshot(FOR_BEN)


def test_what_happens_in_place_is_said(open_page: Callable[..., Page], talk: str) -> None:
    page = open_page(talk, user=ben())
    status = page.locator("#comments-status")
    expect(status).to_have_role("status")
    # A live region is heard only when it was there before its words.
    assert status.evaluate("element => { window.region = element; return element.textContent }") == ""
    page.get_by_label("Your comment").fill("Fourth")
    page.get_by_role("button", name="Post comment").click()
    expect(status).to_have_text("Your comment is posted.")
    assert status.evaluate("element => element === window.region && element.isConnected")
    page.get_by_role("link", name="Edit your comment").first.click()
    page.get_by_label("Your comment, as it should be").fill("Fourth, mended")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(status).to_have_text("Your comment is saved.")
    page.get_by_role("link", name="Withdraw your comment").first.click()
    page.get_by_role("button", name="Withdraw").click()
    expect(status).to_have_text("Your comment is withdrawn.")
    assert status.evaluate("element => element === window.region && element.isConnected")


def test_in_chromiums_own_tree_a_table_is_a_table_and_a_thread_is_lists(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page(town.article, width=360)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node.get("ignored")]
    assert roles.count("table") == 1
    assert roles.count("columnheader") == 4
    assert roles.count("rowheader") == 2
    assert roles.count("main") == roles.count("banner") == roles.count("contentinfo") == 1
    lists = [node for node in tree if node["role"]["value"] == "list" and not node.get("ignored")]
    assert len(lists) >= 10
