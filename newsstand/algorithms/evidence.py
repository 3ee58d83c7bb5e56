"""What an entry said, in few words, for the record of why it was refused, repeated or dated anew."""

from newsstand.algorithms.feeds import Entry

MOST = 300


def evidence(entry: Entry) -> dict[str, str]:
    """What the feed gave for an entry, a name and a short text each; "none" where it gave nothing.

    Texts are counted, not repeated: the record is for finding the entry again and for seeing what it lacked.
    """
    said = {
        "title": entry.title,
        "address": entry.url,
        "guid": entry.guid,
        "published": entry.published.isoformat() if entry.published else "",
        "updated": entry.updated.isoformat() if entry.updated else "",
        "text": _length(entry.content),
        "summary": _length(entry.summary),
    }
    return {name: _short(text) or "none" for name, text in said.items()}


def _length(text: str) -> str:
    return f"{len(text)} characters" if text.strip() else ""


def _short(text: str) -> str:
    # Neither database holds a zero character, and half a character is no UTF-8.
    flat = " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())
    return flat if len(flat) <= MOST else flat[: MOST - 1] + "…"
