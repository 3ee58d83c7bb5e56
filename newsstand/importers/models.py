"""Which saved pages have been imported, so that none is imported twice."""

from django.db import models

from newsstand.articles.models import Article


class SavedPage(models.Model):
    """A saved page and the article that it became. `key` is how the same page is known again, captured on any day."""

    key = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="saved_pages")
    file_name = models.CharField(max_length=300, blank=True, default="")
    captured = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name or self.key
