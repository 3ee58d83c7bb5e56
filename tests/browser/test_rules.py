"""What people see of the rules: a text comes back with its words marked, a comment waits and says why."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.comments.models import Comment, Thread
from newsstand.lib.clock import now
from newsstand.moderation.models import Rulebook
from tests.browser.town import Town
from tests.browser.walks import comment_saying
from tests.people import ann, ed, mo

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@both_ways
def test_a_text_comes_back_with_its_words_marked_and_nothing_is_lost(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    Rulebook.objects.create(changed_at=now(), banned="grump")
    page = open_page(town.empty, user=ann(), script=script, width=390, refused=(422, 403))
    typed = "First line\nHe is a GRUMP <b>and</b> more"
    page.get_by_label("Your comment", exact=True).fill(typed)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_have_text("“GRUMP” is not said here.")
    expect(page.locator(".comment-found mark")).to_have_text("GRUMP")
    box = page.get_by_label("Your comment", exact=True)
    expect(box).to_have_value(typed)
    assert not Comment.objects.filter(text__contains="GRUMP").exists()
    box.fill(typed.replace("a GRUMP", "wrong"))
    page.get_by_role("button", name="Post comment").click()
    expect(comment_saying(page, "He is wrong")).to_be_visible()


@both_ways
def test_a_comment_waits_and_its_writer_reads_why(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    Rulebook.objects.create(changed_at=now(), newcomer_held=1)
    page = open_page(town.empty, user=ann(), script=script, width=390)
    Comment.objects.filter(user=ann()).update(status="held")
    page.get_by_label("Your comment", exact=True).fill("My very first words")
    page.get_by_role("button", name="Post comment").click()
    own = comment_saying(page, "My very first words")
    expect(own).to_contain_text("Waits for a moderator: only you and moderators see it.")
    expect(own).to_contain_text("Everybody's first comment waits for a moderator.")
    if script:
        expect(page.locator("#comments-status")).to_contain_text("Your comment waits for a moderator.")
    stranger = open_page(town.empty)
    expect(stranger.get_by_text("My very first words")).to_have_count(0)


@both_ways
def test_an_editor_adds_a_word_tries_a_sentence_and_saves(
    open_page: Callable[..., Page], town: Town, script: bool, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page("/moderation/rules", user=ed(), script=script)
    page.get_by_label("Banned words", exact=True).fill("grump*\n")
    page.get_by_label("What somebody writes").fill("What a grumpy man")
    page.get_by_role("button", name="Try").click()
    expect(page.locator(".rules-tried mark")).to_have_text("grumpy")
    expect(page.get_by_role("heading", name="It would be given back")).to_be_visible()
    assert not script or axe(page) == []
    page.get_by_label("Why you change them").fill("Too many of them")
    page.get_by_role("button", name="Save the rules").click()
    expect(page.locator(".rules-changes")).to_contain_text("banned words: + grump*")
    assert Rulebook.objects.get().banned.split() == ["grump*"]


@both_ways
def test_a_moderator_closes_a_thread(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    page = open_page(town.empty, user=mo(), script=script, width=390)
    page.get_by_role("link", name="How this thread is held").click()
    page.get_by_label("Comments are").select_option("Closed")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".rules-changes")).to_contain_text("Closed")
    assert Thread.objects.get().mode == "closed"
    reader = open_page(town.empty, user=ann(), script=script)
    expect(reader.get_by_text(re.compile("Comments are closed since"))).to_be_visible()
    expect(reader.get_by_label("Your comment", exact=True)).to_have_count(0)
