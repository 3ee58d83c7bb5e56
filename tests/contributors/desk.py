"""What tests of contributors begin with: Ben writes, Ed edits."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests import people

if TYPE_CHECKING:
    from newsstand.accounts.models import User
    from newsstand.contributors.models import Contributor, Draft

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SENTENCE = "The council said on Monday that the bridge over the river stays closed until the spring floods have gone. "


def contributor(user: "User", now: datetime = NOW) -> "Contributor":
    """The user as a contributor, under their own name."""
    from newsstand.contributors.begin import join

    return join(user=user, byline=user.name, about="Writes about the river.", agrees=True, now=now)


def written(
    user: "User", now: datetime = NOW, *, headline: str = "The old bridge stays closed until spring"
) -> "Draft":
    """A draft of the user that meets every standard."""
    from newsstand.contributors.begin import begin

    draft = begin(contributor=contributor(user, now), now=now)
    draft.headline, draft.summary = headline, "Floods have to go first, the council says."
    draft.body = "\n".join(f"<p>{SENTENCE * 3}</p>" for _ in range(8))
    draft.ai, draft.payment, draft.language, draft.version = "none", "none", "en", 1
    draft.save()
    return draft


def approved(user: "User", editor: "User", now: datetime = NOW) -> "Draft":
    """The same, submitted, taken and approved."""
    draft = written(user, now)
    return through(draft, editor, now)


def through(draft: "Draft", editor: "User", now: datetime) -> "Draft":
    """Submit, take and approve a draft."""
    from newsstand.contributors.step import take_step

    take_step(draft=draft, action="submit", by=draft.contributor.user, now=now)
    take_step(draft=draft, action="take", by=editor, now=now)
    take_step(draft=draft, action="approve", by=editor, now=now)
    return draft


def published(user: "User", editor: "User", now: datetime = NOW) -> "Draft":
    """The same, published."""
    from newsstand.contributors.publish import publish

    draft = approved(user, editor, now)
    publish(draft=draft, by=user, now=now + timedelta(minutes=1))
    draft.refresh_from_db()
    return draft


def ben_writes() -> "Draft":
    return written(people.ben())
