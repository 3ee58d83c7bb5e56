"""Comments of other systems become ours: once each, under their articles, with their trees; and the count is exact."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsstand.algorithms.comment_files.values import CommentFileError
from newsstand.articles.models import Article
from newsstand.articles.text import original_key
from newsstand.comments.export import exported
from newsstand.comments.models import Comment
from newsstand.comments.status import counted
from newsstand.importers import import_comments as importing
from newsstand.importers import store_comments
from newsstand.importers.comment_file import recognised
from newsstand.importers.import_comments import (
    BrokenFileError,
    Report,
    import_comments,
    settle_waiting,
    without_article,
)
from newsstand.importers.models import ForeignComment
from newsstand.lib.stamps import versions
from newsstand.moderation.models import Case
from tests.comments.talk import make_article
from tests.importers import foreign
from tests.importers.foreign import One, at

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TREE = [
    One("Ann Lee", "First <b>words</b>", at(0), None, "shown", 3),
    One("Ben", "An answer", at(1), 0, "shown", 1),
    One("Nobody", "Buy pills", at(2), 1, "refused"),
    One("Di", "Below spam", at(3), 2),
    One("Ed", "Not yet", at(4), None, "held"),
    One("Eve", "Away", at(5), 0, "gone"),
    One("Fay", "Last", at(6), None, "shown", 9),
]


def ferry(**given: Any) -> Article:
    return make_article(NOW - timedelta(days=1), **(at_address(foreign.PAGE) | given))


def at_address(url: str) -> dict[str, str]:
    return {"original_url": url, "original_key": original_key(url)}


def written(folder: Path, kind: str, tree: Sequence[One]) -> list[Path]:
    paths = [folder / f"{kind}-{number}" for number in range(3 if kind == "coral" else 1)]
    if kind == "isso":
        paths[0].unlink(missing_ok=True)
        foreign.isso(tree, paths[0])
        return paths
    bodies = foreign.coral(tree) if kind == "coral" else (getattr(foreign, kind)(tree),)
    for path, body in zip(paths, bodies, strict=True):
        path.write_bytes(body)
    return paths


def bring(paths: Sequence[Path], **mapping: str) -> Report:
    files = [recognised(str(path)) for path in paths]
    return import_comments(files=files, mapping={"/": f"{foreign.SITE}/", **mapping}, now=NOW)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    assert report.read == report.stored + report.already + report.refused + report.waiting
    return report.read, report.stored, report.already, report.refused, report.waiting


def check_counts(article: Article) -> None:
    article.refresh_from_db()
    assert article.comment_count == counted().filter(article=article).count()
    for one in article.comments.all():
        assert one.reply_count == counted().filter(parent=one).count()
        assert one.thread_count == counted().filter(root=one).count()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["disqus", "wordpress", "isso", "coral", "ours"])
def test_a_thread_of_each_system_stands_under_its_article(tmp_path: Path, kind: str) -> None:
    article = ferry()
    stamp = versions([f"article:{article.pk}"])
    report = bring(written(tmp_path, kind, TREE))
    # Disqus's export does not say what waits; elsewhere the place of what is gone is wanted by none.
    assert counts(report) == (7, 6, 0, 1, 0)
    rows = {one.text: one for one in article.comments.all() if one.text}
    held = set() if kind == "disqus" else {"Not yet"}
    assert {one.text for one in rows.values() if one.status == "held"} == held
    assert rows["First <b>words</b>"].parent is None
    assert rows["An answer"].parent == rows["First <b>words</b>"]
    below = rows["Below spam"]
    assert (below.depth, below.root) == (3, rows["First <b>words</b>"])
    assert below.parent is not None
    assert (below.parent.status, below.parent.text, below.parent.parent) == ("removed", "", rows["An answer"])
    assert rows["Last"].posted_at == at(6)
    votes = kind in {"isso", "coral", "ours"}
    assert [rows[text].imported_likes for text in ("First <b>words</b>", "Last")] == ([3, 9] if votes else [0, 0])
    assert {one.user_id for one in rows.values()} == {None}
    assert versions([f"article:{article.pk}"]) > stamp
    assert Case.objects.filter(kind="comment", is_held=True).count() == len(held)
    check_counts(article)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["disqus", "wordpress", "isso", "coral", "ours"])
def test_a_second_run_stores_nothing_twice(tmp_path: Path, kind: str) -> None:
    article = ferry()
    paths = written(tmp_path, kind, TREE)
    bring(paths)
    before = list(Comment.objects.order_by("pk").values())
    assert counts(bring(paths)) == (7, 0, 6, 1, 0)
    assert list(Comment.objects.order_by("pk").values()) == before
    more = [*TREE, One("Gus", "New", at(9), 1)]
    assert counts(bring(written(tmp_path, kind, more))) == (8, 1, 6, 1, 0)
    assert Comment.objects.get(text="New").parent == Comment.objects.get(text="An answer")
    check_counts(article)


@pytest.mark.django_db
def test_no_address_of_anybodys_is_kept(tmp_path: Path) -> None:
    ferry()
    for kind in ("wordpress", "isso", "coral"):
        bring(written(tmp_path, kind, TREE))
    kept = str([list(model.objects.values()) for model in (Comment, ForeignComment, importing.ForeignThread)])
    assert "private.example" not in kept
    assert "203.0.113" not in kept


@pytest.mark.django_db
def test_what_has_no_article_waits_and_comes_later(tmp_path: Path) -> None:
    report = bring(written(tmp_path, "wordpress", TREE))
    assert counts(report) == (7, 0, 0, 0, 7)
    assert list(without_article(report.run.source)) == [(foreign.PAGE, 7)]
    article = ferry()
    [later] = settle_waiting(mapping={}, now=NOW)
    assert counts(later) == (7, 6, 0, 1, 0)
    assert article.comments.count() == 6
    assert settle_waiting(mapping={}, now=NOW) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["addresses", "beginnings", "ours", "number"])
def test_an_article_is_found_by_what_the_page_is_called_now(tmp_path: Path, kind: str) -> None:
    article = ferry(**at_address("https://new.example/news/ferry/"))
    new = {
        "addresses": (foreign.PAGE, "https://www.new.example/news/ferry"),
        "beginnings": (f"{foreign.SITE}/2020/", "https://new.example/news/"),
        "ours": (foreign.PAGE, f"/a/{article.pk}/anything"),
        "number": (foreign.PAGE, article.get_absolute_url()),
    }[kind]
    assert bring(written(tmp_path, "disqus", TREE), **dict([new])).stored == 6


@pytest.mark.django_db
def test_comments_whose_pages_differ_by_tracking_alone_are_of_one_article(tmp_path: Path) -> None:
    article = ferry()
    path = tmp_path / "one.xml"
    path.write_bytes(foreign.disqus(TREE, page=f"{foreign.PAGE}?utm_source=mail&fbclid=1"))
    assert bring([path]).stored == 6
    assert article.comments.exists()


@pytest.mark.django_db
def test_replies_before_parents_orphans_and_circles(tmp_path: Path) -> None:
    article = ferry()
    tree = [
        One("A", "answers what comes later", at(5), 1),
        One("B", "comes later", at(4)),
        One("C", "round", at(1), 3),
        One("D", "and round", at(2), 2),
        One("E", "of itself", at(3), 4),
        One("F", "orphan", at(0), 77),
    ]
    assert bring(written(tmp_path, "ours", tree)).stored == 6
    rows = {one.name: one for one in article.comments.all()}
    assert rows["A"].parent == rows["B"]
    assert {rows["C"].parent, rows["D"].parent} in ({None, rows["C"]}, {None, rows["D"]})
    assert rows["E"].parent is rows["F"].parent is None
    check_counts(article)


@pytest.mark.django_db
def test_a_chain_of_a_thousand_keeps_its_depth(tmp_path: Path) -> None:
    article = ferry()
    tree = [One("A", f"Level {number}", at(number), number - 1 if number else None) for number in range(1000)]
    assert bring(written(tmp_path, "coral", tree)).stored == 1000
    last = article.comments.get(text="Level 999")
    assert last.depth == 999
    assert last.root is not None
    assert last.root.thread_count == 999


@pytest.mark.django_db
def test_an_import_that_breaks_off_goes_on_without_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = ferry()
    tree = [One(f"P{number}", f"Words {number}", at(number), number // 2 if number else None) for number in range(60)]
    paths = written(tmp_path, "ours", tree)
    monkeypatch.setattr(store_comments, "AT_ONCE", 7)
    calls: list[int] = []
    real = store_comments.recount

    def dying(one: Article) -> int:
        calls.append(one.pk)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(one)

    monkeypatch.setattr(store_comments, "recount", dying)
    with pytest.raises(KeyboardInterrupt):
        bring(paths)
    assert article.comments.count() == 14
    check_counts(article)
    assert counts(bring(paths)) == (60, 46, 14, 0, 0)
    assert [one.name for one in article.comments.order_by("posted_at")] == [one.name for one in tree]
    check_counts(article)


@pytest.mark.django_db
def test_a_file_that_ends_too_early_is_stored_up_to_there(tmp_path: Path) -> None:
    article = ferry()
    path = tmp_path / "half.xml"
    path.write_bytes(foreign.disqus(TREE)[:-150])
    with pytest.raises(BrokenFileError, match="no whole XML") as broken:
        bring([path])
    assert counts(broken.value.report)[1] == article.comments.count() > 0
    path.write_bytes(foreign.disqus(TREE))
    bring([path])
    assert article.comments.count() == 6


@pytest.mark.django_db
def test_each_refused_comment_is_kept_with_its_reason(tmp_path: Path) -> None:
    ferry()
    path = tmp_path / "ours.jsonl"
    path.write_bytes(
        foreign.ours([One("A", "x" * 70_000, at(0)), One("B", " ", at(1)), One("C", "Good", at(2))]) + b"{\n"
    )
    report = bring([path])
    assert counts(report) == (4, 1, 0, 3, 0)
    reasons = [reason for _, reason in importing.refused(report.run)]
    assert reasons[0] == "It has 70,000 characters; 65,535 is the most."
    assert reasons[1:] == ["It has no words.", "Line 6 is no JSON object."]


@pytest.mark.django_db
def test_what_was_deleted_here_does_not_come_back(tmp_path: Path) -> None:
    article = ferry()
    paths = written(tmp_path, "isso", TREE)
    bring(paths)
    article.comments.get(text="Last").delete()
    assert counts(bring(paths))[1] == 0


@pytest.mark.django_db
def test_two_sites_numbers_are_kept_apart(tmp_path: Path) -> None:
    ferry()
    bring(written(tmp_path, "wordpress", TREE))
    other = tmp_path / "other.xml"
    other.write_bytes(
        foreign.wordpress(TREE).replace(b"<wp:base_blog_url>https://old", b"<wp:base_blog_url>https://other")
    )
    other.write_bytes(
        other.read_bytes().replace(b"<link>https://old.example</link>", b"<link>https://other.example</link>")
    )
    assert bring([other]).stored == 6
    with pytest.raises(CommentFileError, match="several sites"):
        bring([other, *written(tmp_path, "wordpress", TREE)])


@pytest.mark.django_db
def test_what_is_exported_is_imported_again_elsewhere_and_here(tmp_path: Path, settings: Any) -> None:
    article = ferry()
    bring(written(tmp_path, "coral", TREE))
    path = tmp_path / "ours.jsonl"
    path.write_text("".join(exported(now=NOW)))
    assert "Not yet" not in path.read_text()
    everything = tmp_path / "all.jsonl"
    everything.write_text("".join(exported(everything=True, now=NOW)))
    assert "Not yet" in everything.read_text()
    # Here nothing went away.
    assert counts(bring([everything]))[1] == 0
    shape = tree_of(article)
    ForeignComment.objects.all().delete()
    wipe(article)
    settings.NEWSSTAND_URL = "https://another.example"
    report = bring([everything])
    assert report.stored == len(shape)
    assert tree_of(article) == shape
    check_counts(article)


def wipe(article: Article) -> None:
    for one in article.comments.order_by("-depth"):
        one.delete()


def tree_of(article: Article) -> list[tuple[Any, ...]]:
    rows = article.comments.select_related("parent").order_by("posted_at")
    return [
        (
            one.name,
            one.text,
            one.posted_at,
            one.parent.posted_at if one.parent else None,
            one.imported_likes,
            one.status,
        )
        for one in rows
    ]


@pytest.mark.django_db
def test_imported_words_are_words_on_the_page(tmp_path: Path, client: Client) -> None:
    article = ferry()
    hostile = '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "><svg onload=alert(1)>'
    tree = [One(hostile[:100], hostile, at(number)) for number in range(2)]
    for kind in ("disqus", "wordpress", "isso", "coral", "ours"):
        bring(written(tmp_path, kind, tree))
    page = client.get(article.get_absolute_url()).content.decode()
    assert article.comments.count() == 10
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg" not in page.partition('id="comments"')[2].partition("</section>")[0]


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"Dear Sir", b"", b"SQLite format 3\x00 and no more", b"\x1f\x8b broken"])
def test_what_is_no_export_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises((CommentFileError, OSError)):
        bring([path])
    assert not ForeignComment.objects.exists()
