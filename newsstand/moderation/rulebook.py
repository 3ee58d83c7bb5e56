"""The rules for texts, as moderators set them: each change is a new row, so that who changed what stays known."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import User
from newsstand.algorithms.screening.facts import Rules
from newsstand.algorithms.screening.verdicts import Verdict

FLAG_HOLD = [("flag", "Show, and put before a moderator"), ("hold", "Hold until a moderator decides")]
VERDICTS = [*FLAG_HOLD, ("refuse", "Give back to its writer")]
SILENT = [("pass", "Go on without it"), *FLAG_HOLD]


class Rulebook(models.Model):
    """The rules from `changed_at` on, until the next row's. The lists have one entry a line.

    The numbers are explained at algorithms/screening/facts.py: Rules. `default_mode` is how a thread is held that has
    no mode of its own; `outside_silent` is what becomes of a text when the service outside does not answer.
    """

    banned = models.TextField(blank=True)
    suspect = models.TextField(blank=True)
    banned_verdict = models.CharField(max_length=10, choices=VERDICTS, default="refuse")
    suspect_verdict = models.CharField(max_length=10, choices=FLAG_HOLD, default="flag")
    hosts_refused = models.TextField(blank=True)
    hosts_held = models.TextField(blank=True)
    links_most = models.PositiveSmallIntegerField(default=3)
    newcomer_links_most = models.PositiveSmallIntegerField(default=1)
    newcomer_approved = models.PositiveSmallIntegerField(default=1)
    newcomer_held = models.PositiveSmallIntegerField(default=0)
    history_share = models.PositiveSmallIntegerField(default=30)
    history_days = models.PositiveSmallIntegerField(default=7)
    history_fewest = models.PositiveSmallIntegerField(default=3)
    speed_most = models.PositiveSmallIntegerField(default=20)
    speed_minutes = models.PositiveSmallIntegerField(default=10)
    thread_most = models.PositiveSmallIntegerField(default=0)
    repeat_minutes = models.PositiveSmallIntegerField(default=6)
    disposable_verdict = models.CharField(max_length=10, choices=FLAG_HOLD, default="hold")
    outside_silent = models.CharField(max_length=10, choices=SILENT, default="pass")
    default_mode = models.CharField(max_length=10, default="open")
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "moderation"

    def __str__(self) -> str:
        return f"Rules since {self.changed_at:%Y-%m-%d %H:%M}"

    @property
    def rules(self) -> Rules:
        """The rules as phases read them."""
        return Rules(
            banned=lines(self.banned),
            suspect=lines(self.suspect),
            banned_verdict=Verdict(self.banned_verdict),
            suspect_verdict=Verdict(self.suspect_verdict),
            hosts_refused=lines(self.hosts_refused),
            hosts_held=lines(self.hosts_held),
            links_most=self.links_most,
            newcomer_links_most=self.newcomer_links_most,
            newcomer_approved=self.newcomer_approved,
            newcomer_held=self.newcomer_held,
            history_share=self.history_share,
            history_days=self.history_days,
            history_fewest=self.history_fewest,
            speed_most=self.speed_most,
            speed_minutes=self.speed_minutes,
            thread_most=self.thread_most,
            repeat_minutes=self.repeat_minutes,
            disposable_verdict=Verdict(self.disposable_verdict),
        )


# What a change is about: everything but who made it, and when.
SETTINGS = tuple(
    field.name
    for field in Rulebook._meta.concrete_fields
    if field.name not in {"id", "changed_by", "changed_at", "why"}
)


def lines(text: str) -> tuple[str, ...]:
    """The entries of a list as it is stored: one a line, without remarks."""
    kept = (" ".join(line.split("#")[0].split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in kept if line))


def current(now: datetime) -> Rulebook:
    """The rules that hold now; those of a new house where nobody has set any. One query."""
    return Rulebook.objects.order_by("-pk").first() or Rulebook(changed_at=now)
