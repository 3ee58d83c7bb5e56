"""Tags of the account pages."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, which the template escapes: for an element that a script of ours reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)
