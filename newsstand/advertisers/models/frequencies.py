"""How often readers and networks were heard lately, by keys of one day that nobody can make again tomorrow."""

from django.db import models


class Frequency(models.Model):
    """One count of a limit (algorithms/ad_marks.py: Limit.key); it goes when its time is over."""

    key = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "frequencies"

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"
