"""What a language is called."""

from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """ "French" for "fr" or "fr-CA", in the site's language where Django knows it; "" for an unknown code."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return ""
