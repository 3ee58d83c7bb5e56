"""Stamps: one number for each thing that public pages are made of; a page is fresh while its stamps stand."""

from django.db import models


class Stamp(models.Model):
    """`name` is what a page may depend on ("article:12", "front"); `version` grows with each change of it."""

    name = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField(default=1)
