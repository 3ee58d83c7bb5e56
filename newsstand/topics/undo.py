"""What editors did to the registry and to articles' places, undone."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.lib.stamps import touch
from newsstand.topics.decide import Deed, RefusedError, pointing_here, restored, tell, tell_all
from newsstand.topics.locate import surround
from newsstand.topics.models import (
    Alias,
    ArticlePlace,
    FormerAddress,
    Mention,
    Topic,
    TopicEdit,
    TopicProposal,
    WrongPlace,
)

GONE = "What this changed has changed again since. It cannot be undone any more."


def undo(*, edit: TopicEdit, editor: User, now: datetime) -> None:
    """Put back what stood before a deed.

    1. Load: the log's line, held. Raises RefusedError when it was undone, or when what it changed is no longer there.
    2. Decide: by the deed.
    3. Save: what stood before, and who undid it.
    """
    with transaction.atomic():
        held = TopicEdit.objects.select_for_update().filter(pk=edit.pk, undone_at=None).first()
        if held is None:
            raise RefusedError("This was undone already.")
        BACK[Deed(held.deed)](held.before)
        held.undone_by, held.undone_at = editor, now
        held.save(update_fields=["undone_by", "undone_at"])


def reopened(before: dict[str, Any]) -> None:
    TopicProposal.objects.filter(pk=before["proposal"]).update(
        state=TopicProposal.State.OPEN, topic=None, decided_by=None, decided_at=None
    )


def not_accepted(before: dict[str, Any]) -> None:
    topic = Topic.objects.filter(pk=before["topic"]).first()
    if topic is None:
        raise RefusedError(GONE)
    tell_all(topic)
    topic.delete()
    reopened(before)


def not_an_alias(before: dict[str, Any]) -> None:
    alias = Alias.objects.filter(pk=before["alias"]).select_related("topic").first()
    if alias is None:
        raise RefusedError(GONE)
    tell(alias.topic, before["mentions"])
    Mention.objects.filter(pk__in=before["mentions"]).delete()
    alias.delete()
    reopened(before)


def parted(before: dict[str, Any]) -> None:
    """Two topics that were merged are two again."""
    into = Topic.objects.filter(pk=before["into"]).first()
    if into is None:
        raise RefusedError(GONE)
    restored(before["topic"])
    topic_id = serial(before["topic"])
    for place, ids in before["moved"].items():
        manager, field = pointing_here()[place]
        for start in range(0, len(ids), 400):
            manager.filter(pk__in=ids[start : start + 400], **{field: into}).update(**{field: topic_id})
    for row in before["lost"]:
        restored(row)
    topic = Topic.objects.get(pk=topic_id)
    FormerAddress.objects.filter(slug=topic.slug).delete()
    tell_all(topic)
    tell_all(into)


def serial(text: str) -> int:
    return int(json.loads(text)[0]["pk"])


def shown_again(before: dict[str, Any], *, hidden: bool = False) -> None:
    topic = Topic.objects.filter(pk=before["topic"]).first()
    if topic is None:
        raise RefusedError(GONE)
    Topic.objects.filter(pk=topic.pk).update(is_hidden=hidden)
    tell_all(topic)


def place_as_before(before: dict[str, Any]) -> None:
    """An article's place gets its former standing; one that an editor gave goes."""
    row = ArticlePlace.objects.filter(pk=before["row"]).first()
    if row is None:
        raise RefusedError(GONE)
    if before.get("made"):
        row.delete()
    else:
        row.is_wrong, row.source, row.confidence = before["is_wrong"], before["source"], before["confidence"]
        row.decided_by, row.decided_at = None, None
        row.save()
    WrongPlace.objects.filter(pk__in=before.get("reports", [])).update(state=WrongPlace.State.OPEN)
    surround([row.article_id])
    touch([f"article:{row.article_id}"])


BACK: dict[Deed, Callable[[dict[str, Any]], None]] = {
    Deed.ACCEPT: not_accepted,
    Deed.ALIAS: not_an_alias,
    Deed.REFUSE: reopened,
    Deed.MERGE: parted,
    Deed.HIDE: shown_again,
    Deed.SHOW: lambda before: shown_again(before, hidden=True),
    Deed.WRONG: place_as_before,
    Deed.RIGHT: place_as_before,
    Deed.PLACE: place_as_before,
}
