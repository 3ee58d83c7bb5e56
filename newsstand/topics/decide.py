"""What editors decide about proposals and topics: each deed is logged with what stood before, and can be undone."""

from datetime import datetime
from typing import Any

from django.core import serializers
from django.db import IntegrityError, models, transaction

from newsstand.accounts.models import User
from newsstand.lib.stamps import touch
from newsstand.topics.models import Alias, FormerAddress, Mention, Topic, TopicEdit, TopicProposal
from newsstand.topics.propose import mention_sightings
from newsstand.topics.registry import enter, key_of

Deed = TopicEdit.Deed
State = TopicProposal.State


class RefusedError(Exception):
    """What was asked cannot be done; the message is for the editor."""


def log(deed: Deed, name: str, before: dict[str, Any], editor: User, now: datetime) -> TopicEdit:
    """One line of the log."""
    return TopicEdit.objects.create(deed=deed, name=name[:300], before=before, by=editor, at=now)


def accept(*, proposal: TopicProposal, kind: Topic.Kind, name: str, editor: User, now: datetime) -> Topic:
    """Make a proposal a topic, in all articles where it was seen.

    1. Load: the proposal, held; raises RefusedError when it was decided already.
    2. Decide: under which name, as what kind; another name is kept as an alias.
    3. Save: the topic, its mentions, the decision, the log.
    """
    name = " ".join(name.split())[:120] or proposal.name
    with transaction.atomic():
        held = waiting(proposal)
        taken = Alias.objects.filter(key=key_of(name)).select_related("topic").first()
        if taken is not None:
            raise RefusedError(f"{name} leads to {taken.topic} already. Take it as another name of that instead.")
        topic = enter(name, kind=kind, aliases=[held.name])
        made = mention_sightings(held, topic)
        settle(held, State.ACCEPTED, topic, editor, now)
        log(
            Deed.ACCEPT,
            f"{held.name}, {topic.get_kind_display()}",
            {"proposal": held.pk, "topic": topic.pk},
            editor,
            now,
        )
        tell(topic, made)
    return topic


def take_as_alias(*, proposal: TopicProposal, topic: Topic, editor: User, now: datetime) -> None:
    """Make a proposal another name of a topic, in all articles where it was seen. Raises RefusedError."""
    with transaction.atomic():
        held = waiting(proposal)
        if Alias.objects.filter(key=held.key).exists():
            raise RefusedError(f"{held.name} leads to a topic already.")
        alias = Alias.objects.create(topic=topic, name=held.name, key=held.key)
        made = mention_sightings(held, topic)
        settle(held, State.ACCEPTED, topic, editor, now)
        before = {"proposal": held.pk, "alias": alias.pk, "mentions": made}
        log(Deed.ALIAS, f"{held.name} is {topic.name}", before, editor, now)
        tell(topic, made)


def refuse(*, proposal: TopicProposal, editor: User, now: datetime) -> None:
    """Never propose this name again. Raises RefusedError when it was decided already."""
    with transaction.atomic():
        held = waiting(proposal)
        settle(held, State.REFUSED, None, editor, now)
        log(Deed.REFUSE, held.name, {"proposal": held.pk}, editor, now)


def waiting(proposal: TopicProposal) -> TopicProposal:
    """The proposal as it stands now, held until the end of the transaction. Raises RefusedError."""
    held = TopicProposal.objects.select_for_update().filter(pk=proposal.pk, state=State.OPEN).first()
    if held is None:
        raise RefusedError(f"{proposal.name} was decided meanwhile.")
    return held


def settle(held: TopicProposal, state: State, topic: Topic | None, editor: User, now: datetime) -> None:
    held.state, held.topic, held.decided_by, held.decided_at = state, topic, editor, now
    held.save(update_fields=["state", "topic", "decided_by", "decided_at"])


def tell(topic: Topic, mention_ids: list[int]) -> None:
    """The pages that show a topic are out of date."""
    articles = Mention.objects.filter(pk__in=mention_ids).values_list("article_id", flat=True)
    touch([f"topic:{topic.slug}", *(f"article:{pk}" for pk in articles)])


def tell_all(topic: Topic) -> None:
    """The topic's page, and those of all articles that mention it."""
    articles = Mention.objects.filter(topic=topic).values_list("article_id", flat=True)
    touch(["site", f"topic:{topic.slug}", *(f"article:{pk}" for pk in articles)])


def merge(*, topic: Topic, into: Topic, editor: User, now: datetime) -> None:
    """Make two topics one: what pointed at `topic` points at `into`, and so does its address.

    Other names, mentions, places of articles, readers' follows, whatever table holds them. Where `into` has the like
    already, the row goes with the topic and comes back when the merge is undone.
    1. Load: every table that points at topics. Raises RefusedError for a topic and itself, or a part of itself.
    2. Decide: which rows can move.
    3. Save: the rows, the former address, the log.
    """
    if topic.pk == into.pk:
        raise RefusedError("A topic cannot be merged into itself.")
    with transaction.atomic():
        tell_all(topic)
        moved, lost = move_all(topic, into)
        before = {"topic": written([topic]), "into": into.pk, "moved": moved, "lost": lost}
        slug, name = topic.slug, topic.name
        topic.delete()
        FormerAddress.objects.create(slug=slug, topic=into)
        log(Deed.MERGE, f"{name} into {into.name}", before, editor, now)
        Topic.objects.filter(pk=into.pk, parent=into.pk).update(parent=None)
        tell_all(into)


def written(rows: list[Any]) -> str:
    """Rows of one table as text, from which `restored` makes them again."""
    return str(serializers.serialize("json", rows))


def restored(text: str) -> None:
    for row in serializers.deserialize("json", text):
        row.save()


def pointing_here() -> dict[str, tuple[models.Manager[Any], str]]:
    """Every table that points at topics: "app.Model.field" -> its rows, and the field."""
    found = {}
    for relation in Topic._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model, field = relation.related_model, relation.field.name
            found[f"{model._meta.label}.{field}"] = (model._default_manager, field)
    return found


def move_all(topic: Topic, into: Topic) -> tuple[dict[str, list[int]], list[str]]:
    """Let every row that points at `topic` point at `into`; ids of those moved by "app.Model.field", and the others."""
    moved: dict[str, list[int]] = {}
    lost: list[str] = []
    for place, (manager, field) in pointing_here().items():
        rows = list(manager.filter(**{field: topic}))
        for row in rows:
            try:
                with transaction.atomic():
                    manager.filter(pk=row.pk).update(**{field: into})
                moved.setdefault(place, []).append(row.pk)
            except IntegrityError:
                lost.append(written([row]))
    return moved, lost


def hide(*, topic: Topic, hidden: bool, editor: User, now: datetime) -> None:
    """Take a topic off every page, or show it again."""
    with transaction.atomic():
        if not Topic.objects.filter(pk=topic.pk, is_hidden=not hidden).update(is_hidden=hidden):
            return
        log(Deed.HIDE if hidden else Deed.SHOW, topic.name, {"topic": topic.pk}, editor, now)
        tell_all(topic)
