"""What a contributor wrote goes with their account: what was never published; what was stays, as they chose."""

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.pictures import settle_pictures
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision, LabelRequest, Remark, Step

BATCH = 20
# The text that readers got: what stood in between was nobody's but its contributor's.
REACHED = (Step.Action.PUBLISH, Step.Action.CORRECT)


@transaction.atomic
def erase_drafts(user: User) -> int:
    """A batch of what is a user's alone, in one transaction; how many rows it was, 0 when nothing is left.

    Drafts that were never published go with their steps, revisions, remarks and pictures. Of published ones the
    versions that no reader got go, and what was said about them; requests for labels go with their proof.
    """
    mine = Draft.objects.filter(contributor__user=user)
    numbers = list(mine.filter(article=None).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if numbers:
        return forget(numbers)
    published = mine.exclude(article=None)
    remarks, _ = Remark.objects.filter(draft__in=published).delete()
    reached = Step.objects.filter(draft__in=published, action__in=REACHED).values("revision")
    between = DraftRevision.objects.filter(draft__in=published).exclude(pk__in=reached)
    revisions, _ = between.delete()
    requests, _ = LabelRequest.objects.filter(contributor__user=user).delete()
    return remarks + revisions + requests


def forget(numbers: list[int]) -> int:
    """Delete drafts with all that belongs to them; nothing shows their pictures any more."""
    images = set(DraftPicture.objects.filter(draft__in=numbers).values_list("image", flat=True))
    # A draft points at its latest step, and the step at the draft: the first has to let go.
    Draft.objects.filter(pk__in=numbers).update(latest=None)
    Draft.objects.filter(pk__in=numbers).delete()
    settle_pictures(images)
    return len(numbers)
