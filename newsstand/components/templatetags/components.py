"""Components that know no noun of the field."""

from django import template

register = template.Library()
