"""Outlets that ask to join: what they said, how they prove whose they are, and everything that happened."""

from typing import TYPE_CHECKING

from django.db import models

from newsstand.accounts.models import User
from newsstand.publishers.models.outlets import Publisher, Terms
from newsstand.publishers.models.people import Role

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Application(Terms):
    """An outlet that asks to join, the terms it chose, and what an editor answered."""

    class State(models.TextChoices):
        STARTED = "started", "not sent to the editors yet"
        WAITING = "waiting", "waiting for an editor"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "taken back by the applicant"

    class Ground(models.TextChoices):
        """Why an application is declined, before the editor's own words."""

        NOT_LOCAL = "not local", "It does not report on what this site is for."
        NOBODY_NAMED = "nobody named", "Its site does not say who edits it."
        NO_CREDITS = "no credits", "Bylines or credits of pictures are missing."
        AGGREGATED = "aggregated", "Most of it was published by others before."
        AGAINST_RULES = "against the rules", "It breaks the rules of this site."
        NOT_ITS_OWN = "not its own", "Nothing shows that the site is the applicant’s."
        FEED = "feed", "Its feed cannot be used as it is."
        OTHER = "other", "Another reason."

    name = models.CharField("name of the outlet", max_length=200)
    address = models.URLField("address of its site or feed", max_length=2000)
    about = models.TextField("what it reports on, for whom, and who edits it", max_length=3000)
    applicant = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="applications")
    applied_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # What the last check of the feed found: its address, "" where none was found, and a summary for both sides.
    feed_address = models.URLField(max_length=2000, blank=True, default="")
    feed_checked_at = models.DateTimeField(null=True, blank=True)
    feed_found = models.JSONField(default=dict, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="When the applicant agreed to the terms.")
    sent_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="", max_length=2000, help_text="Why no proof is possible.")
    ground = models.CharField(max_length=20, choices=Ground, blank=True, default="")
    reason = models.TextField(blank=True, default="", max_length=2000)
    override = models.TextField(blank=True, default="", max_length=500, help_text="Why it was accepted without proof.")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )

    if TYPE_CHECKING:
        proofs: RelatedManager["Proof"]
        events: RelatedManager["Event"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""), name="a_declined_application_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        """Accepted, but the feed could not be connected; then `reason` holds what went wrong."""
        return self.state == self.State.ACCEPTED and self.publisher_id is None and bool(self.reason)

    @property
    def is_open(self) -> bool:
        """Whether an editor can still decide: it waits, or what was accepted could not be connected."""
        return self.state == self.State.WAITING or self.has_failed

    @property
    def can_change(self) -> bool:
        """Whether the applicant can still add to it."""
        return self.state in {self.State.STARTED, self.State.WAITING}


class Proof(models.Model):
    """How a user shows that the domain of an application, later of its publisher, is their outlet's.

    `token` is what stands in the record, file or meta tag; no other user's and no other application's is taken.
    `proved_domain` is what was proved, "" until then: the domain itself or, by file and meta tag, the host alone.
    """

    class Method(models.TextChoices):
        DNS = "dns", "a DNS record"
        FILE = "file", "a file on the site"
        META = "meta", "a meta tag on the home page"
        MAIL = "mail", "a mail to the domain"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proofs")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="proofs")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.URLField(max_length=2000)
    token = models.CharField(max_length=64, unique=True)
    method = models.CharField(max_length=10, choices=Method, blank=True, default="")
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    mailed_to = models.CharField(max_length=320, blank=True, default="")
    mailed_at = models.DateTimeField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    proved_domain = models.CharField(max_length=253, blank=True, default="")
    # The last failure: a short stable word, what was seen, what to do.
    problem = models.CharField(max_length=30, blank=True, default="")
    said = models.CharField(max_length=1000, blank=True, default="")
    mend = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="a_proof_once_a_user_and_application"),
            models.CheckConstraint(
                condition=models.Q(proved_at=None) | ~models.Q(proved_domain=""), name="what_is_proved_is_a_domain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.proved_domain or self.address}"


class Invitation(models.Model):
    """Somebody is asked by mail to belong to a publisher. `email` is emptied once it was answered."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=10, choices=Role)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publisher", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"invitation to {self.publisher}"


class Event(models.Model):
    """One thing that happened to an application, or to a publisher's people and profile: who, when, why."""

    class Kind(models.TextChoices):
        APPLIED = "applied", "applied"
        CHECKED = "checked", "had the feed checked"
        FAILED = "failed", "tried to prove the domain, in vain"
        MAILED = "mailed", "had a mail sent to the domain"
        PROVED = "proved", "proved the domain"
        AGREED = "agreed", "agreed to the contract"
        SENT = "sent", "sent it to the editors"
        WITHDREW = "withdrew", "took it back"
        ACCEPTED = "accepted", "accepted it"
        OVERRODE = "overrode", "accepted it without proof"
        DECLINED = "declined", "declined it"
        CONNECTED = "connected", "connected the feed"
        NOT_CONNECTED = "not connected", "could not connect the feed"
        INVITED = "invited", "invited somebody"
        UNINVITED = "uninvited", "took an invitation back"
        JOINED = "joined", "joined"
        ROLE = "role", "changed a role"
        REMOVED = "removed", "removed somebody"
        LEFT = "left", "left"
        PROFILE = "profile", "changed the profile"

    application = models.ForeignKey(Application, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    about = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application=None) ^ models.Q(publisher=None), name="an_event_has_one_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by or 'the site'} {self.get_kind_display()}"
