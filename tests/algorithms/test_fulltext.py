"""Whether the article's own page is needed."""

from newsstand.algorithms.fulltext import page_is_better, page_needed, seems_cut


def test_a_full_body_needs_no_page() -> None:
    assert not page_needed(has_content=True, words=300, text="The end.", address="http://a.org/1")


def test_a_short_summary_needs_the_page() -> None:
    assert page_needed(has_content=False, words=30, text="The council met.", address="http://a.org/1")


def test_a_long_description_is_the_text() -> None:
    assert not page_needed(has_content=False, words=400, text="The end.", address="http://a.org/1")


def test_a_text_that_is_cut_needs_the_page_however_long() -> None:
    assert page_needed(has_content=True, words=400, text="and then […]", address="http://a.org/1")
    assert seems_cut("Read more »")


def test_without_an_address_there_is_no_page() -> None:
    assert not page_needed(has_content=False, words=3, text="Cut…", address="")


def test_a_page_replaces_a_summary_only_when_it_clearly_has_more() -> None:
    assert page_is_better(feed_words=40, page_words=400)
    assert not page_is_better(feed_words=400, page_words=410)
    assert not page_is_better(feed_words=0, page_words=5)
