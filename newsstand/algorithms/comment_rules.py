"""What may be said, by whom and until when. Each `why_not_...` gives the reason for a no, or None for a yes."""

import re
import unicodedata
from datetime import datetime, timedelta

LONGEST = 5000
EDITABLE_FOR = timedelta(minutes=15)
# Two presses of a button are one comment.
SAME_WITHIN = timedelta(minutes=1)

# Tab and newline stay; the overrides would write the rest of the line backwards.
UNSEEN = {"Cc", "Cs", "Co"}
OVERRIDES = {"\u202d", "\u202e"}
KEPT = {"\n", "\t"}
BLANK = {"Cf", "Zs", "Zl", "Zp", "Cc", "Mn"}


REMOVED = "A moderator removed the comment. The reason, and how to appeal, stand beside it."


class TextError(ValueError):
    """The text cannot stand as it is; the message tells its author why."""


def clean_text(text: str) -> str:
    """The text as it is kept: no control characters, at most one empty line between paragraphs, none around.

    Raises TextError when nothing is left or more than LONGEST characters are.
    """
    cleaned = tidy(text)
    why = why_not_length(cleaned)
    if why:
        raise TextError(why)
    return cleaned


def tidy(text: str) -> str:
    """`clean_text` for a text of any length."""
    kept = "".join(one for one in _with_newlines(text) if not _is_removed(one))
    lines = "\n".join(line.rstrip() for line in kept.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def removed(text: str) -> str:
    """The characters that `tidy` takes out of a text because nobody can see them, in their order."""
    return "".join(one for one in _with_newlines(text) if _is_removed(one))


def why_not_length(cleaned: str) -> str | None:
    if all(unicodedata.category(one) in BLANK for one in cleaned):
        return "Write something first: the comment is empty."
    if len(cleaned) > LONGEST:
        return f"The comment has {len(cleaned):,} characters; {LONGEST:,} is the most. Please shorten it."
    return None


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")


def _is_removed(one: str) -> bool:
    return one not in KEPT and (unicodedata.category(one) in UNSEEN or one in OVERRIDES)


def why_not_post(
    *,
    active: bool,
    article_gone: bool,
    parent_elsewhere: bool = False,
    parent_withdrawn: bool = False,
    parent_hidden: bool = False,
) -> str | None:
    if not active:
        return "This account may not comment."
    if article_gone:
        return "The article is not shown here any more, and so its comments are closed."
    if parent_elsewhere:
        return "The comment you answer belongs to another article."
    if parent_withdrawn:
        return "The comment you answer has been withdrawn by its author."
    if parent_hidden:
        return "The comment you answer is not shown at present, and so it takes no answers."
    return None


def why_not_edit(
    *,
    own: bool,
    active: bool,
    article_gone: bool,
    withdrawn: bool,
    posted_at: datetime,
    now: datetime,
    removed: bool = False,
) -> str | None:
    if not own:
        return "Only its author may edit a comment."
    if not active:
        return "This account may not comment."
    if article_gone:
        return "The article is not shown here any more, and so its comments are closed."
    if withdrawn or removed:
        return "The comment has been withdrawn." if withdrawn else REMOVED
    if now - posted_at >= EDITABLE_FOR:
        minutes = int(EDITABLE_FOR.total_seconds() // 60)
        return (
            f"A comment can be edited for {minutes} minutes after it was posted. You can still answer or withdraw it."
        )
    return None


def why_not_withdraw(*, own: bool, active: bool) -> str | None:
    """An author may take back what was said at any time, whatever became of the article."""
    if not own:
        return "Only its author may withdraw a comment."
    if not active:
        return "This account may not comment."
    return None


def why_not_like(*, own: bool, active: bool, article_gone: bool, withdrawn: bool, hidden: bool = False) -> str | None:
    if not active:
        return "This account may not like comments."
    if article_gone:
        return "The article is not shown here any more, and so its comments are closed."
    if withdrawn:
        return "The comment has been withdrawn."
    if hidden:
        return "The comment is not shown at present."
    if own:
        return "Nobody likes a comment of their own here: leave that to others."
    return None
