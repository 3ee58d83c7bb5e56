"""Comments as other systems export them, written after the formats' documentation from one tree."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

SITE = "https://old.example"


@dataclass(frozen=True, slots=True)
class One:
    """A comment of a tree: `parent` is its number in the list, None for a root; `state` as in comment_files."""

    name: str
    text: str
    posted_at: datetime
    parent: int | None = None
    state: str = "shown"
    likes: int = 0


Tree = Sequence[One]
PAGE = f"{SITE}/2020/ferry/"


def at(number: int) -> datetime:
    return datetime.fromtimestamp(1_577_934_245 + 60 * number, UTC)


def html_of(text: str) -> str:
    return "<p>" + escape(text).replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>"


def stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def number_of(at: int) -> int:
    """Their numbers are not ours, and in no order."""
    return 1_000_003 * (at + 1) % 999_983 + 1


def disqus(tree: Tree, page: str = PAGE) -> bytes:
    """Disqus has no votes in its export."""
    posts = []
    for number, one in enumerate(tree):
        parent = "" if one.parent is None else f'<parent dsq:id="{number_of(one.parent)}"/>'
        posts.append(
            f'<post dsq:id="{number_of(number)}"><id/><message><![CDATA[{cdata(html_of(one.text))}]]></message>'
            f"<createdAt>{stamp(one.posted_at)}</createdAt><isDeleted>{str(one.state == 'gone').lower()}</isDeleted>"
            f"<isSpam>{str(one.state == 'refused').lower()}</isSpam>"
            f"<author><name>{escape(one.name)}</name><isAnonymous>true</isAnonymous></author>"
            f'<thread dsq:id="77"/>{parent}</post>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
        'xmlns:dsq="http://disqus.com/disqus-internals"><category dsq:id="1"><forum>old</forum></category>'
        f'<thread dsq:id="77"><id>ferry</id><forum>old</forum><link>{escape(page)}</link><title>The &amp; ferry</title>'
        f"</thread>{''.join(posts)}</disqus>"
    ).encode()


def cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


WXR_STATES = {"shown": "1", "held": "0", "refused": "spam", "gone": "trash"}


def wordpress(tree: Tree, page: str = PAGE) -> bytes:
    rows = []
    for number, one in enumerate(tree):
        parent = 0 if one.parent is None else number_of(one.parent)
        rows.append(
            f"<wp:comment><wp:comment_id>{number_of(number)}</wp:comment_id>"
            f"<wp:comment_author><![CDATA[{cdata(one.name)}]]></wp:comment_author>"
            "<wp:comment_author_email>somebody@private.example</wp:comment_author_email>"
            "<wp:comment_author_url/><wp:comment_author_IP>203.0.113.9</wp:comment_author_IP>"
            f"<wp:comment_date>{one.posted_at:%Y-%m-%d %H:%M:%S}</wp:comment_date>"
            f"<wp:comment_date_gmt>{one.posted_at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[{cdata(escape(one.text))}]]></wp:comment_content>"
            f"<wp:comment_approved>{WXR_STATES[one.state]}</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
            f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Old</title>'
        f"<link>{SITE}</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>{SITE}</wp:base_blog_url>"
        f'<item><title>The ferry</title><link>{escape(page)}</link><guid isPermaLink="false">{SITE}/?p=7</guid>'
        f"<content:encoded><![CDATA[<p>The article.</p>]]></content:encoded><wp:post_id>7</wp:post_id>"
        f"{''.join(rows)}</item></channel></rss>"
    ).encode()


def isso(tree: Tree, path: Path, page: str = "/2020/ferry/") -> None:
    modes = {"shown": 1, "held": 2, "gone": 4, "refused": 3}
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256))")
    database.execute(
        "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, "
        "created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR NOT NULL, "
        "author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, "
        "voters BLOB NOT NULL, notification INTEGER DEFAULT 0)"
    )
    database.execute("INSERT INTO threads VALUES (1, ?, 'The ferry')", [page])
    for number, one in enumerate(tree):
        parent = None if one.parent is None else number_of(one.parent)
        row = (1, number_of(number), parent, one.posted_at.timestamp(), None, modes[one.state], "203.0.113.0", one.text)
        row += (one.name, "somebody@private.example", "", one.likes, 1, b"", 0)
        database.execute(f"INSERT INTO comments VALUES ({', '.join('?' * len(row))})", row)
    database.commit()
    database.close()


CORAL_STATES = {"shown": "NONE", "held": "PREMOD", "refused": "REJECTED", "gone": "APPROVED"}


def coral(tree: Tree, page: str = PAGE) -> tuple[bytes, bytes, bytes]:
    """comments.json, users.json and stories.json."""
    names = list(dict.fromkeys(one.name for one in tree))
    users = [
        {"id": f"user-{number}", "username": name, "email": "somebody@private.example", "role": "COMMENTER"}
        for number, name in enumerate(names)
    ]
    comments = []
    for number, one in enumerate(tree):
        date = {"$date": stamp(one.posted_at)}
        comments.append(
            {
                "_id": {"$oid": f"{number:024x}"},
                "tenantID": "t",
                "id": f"c-{number_of(number)}",
                "storyID": "story-1",
                "authorID": f"user-{names.index(one.name)}",
                "parentID": None if one.parent is None else f"c-{number_of(one.parent)}",
                "revisions": [{"id": "r", "body": html_of(one.text), "createdAt": date, "actionCounts": {}}],
                "status": CORAL_STATES[one.state],
                "actionCounts": {"REACTION": one.likes, "FLAG": 2} if one.likes else {},
                "createdAt": date,
                **({"deletedAt": date} if one.state == "gone" else {}),
            }
        )
    story = {"id": "story-1", "url": page, "metadata": {"title": "The ferry"}, "commentCounts": {}}
    return lines(comments), lines(users), lines([story])


def lines(rows: Sequence[object]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def ours(tree: Tree, page: str = PAGE) -> bytes:
    head = {"format": "newsstand-comments", "version": 1, "site": SITE, "exported_at": stamp(at(0))}
    thread = {"kind": "thread", "id": "4", "url": f"{SITE}/a/4/ferry", "original_url": page, "title": "The ferry"}
    rows = [
        {
            "kind": "comment",
            "id": str(number_of(number)),
            "thread": "4",
            "parent": None if one.parent is None else str(number_of(one.parent)),
            "name": one.name,
            "text": one.text,
            "posted_at": stamp(one.posted_at),
            "state": one.state,
            "likes": one.likes,
        }
        for number, one in enumerate(tree)
    ]
    return lines([head, thread, *rows])


def without_votes(tree: Tree) -> list[One]:
    return [replace(one, likes=0) for one in tree]
