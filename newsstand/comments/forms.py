"""The form in which a comment is written: a new one, an answer, an edit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsstand.articles.models import Article
from newsstand.comments.models import Comment


@dataclass(frozen=True, slots=True)
class CommentForm:
    """`id` is its element's; `target` and `swap` tell htmx where the saved comment goes; `comment` is the one answered
    or edited."""

    id: str
    action: str
    label: str
    button: str
    target: str
    swap: str
    text: str = ""
    error: str = ""
    # The text in pieces, each with whether the rules object to it; empty where they do not.
    found: Sequence[tuple[str, bool]] = ()
    comment: Comment | None = None
    is_reply: bool = False
    cancel: str = ""

    @classmethod
    def new(cls, article: Article) -> "CommentForm":
        return cls(
            id="comment-form",
            action=f"/comments/post/{article.pk}",
            label="Your comment",
            button="Post comment",
            target="#thread",
            swap="afterbegin",
        )

    @classmethod
    def reply(cls, parent: Comment) -> "CommentForm":
        """An answer; it joins the list of replies that opens under its parent."""
        return cls(
            id=f"reply-form-{parent.pk}",
            action=f"/comments/post/{parent.article_id}",
            label=f"Your reply to {parent.name}",
            button="Post reply",
            target=f"#replies-{parent.pk}",
            swap="beforeend",
            comment=parent,
            is_reply=True,
            cancel=f"/comments/{parent.pk}/reply?cancel=1",
        )

    @classmethod
    def edit(cls, comment: Comment) -> "CommentForm":
        return cls(
            id=f"edit-form-{comment.pk}",
            action=f"/comments/{comment.pk}/edit",
            label="Your comment, as it should be",
            button="Save",
            target=f"#comment-{comment.pk}",
            swap="outerHTML",
            text=comment.text,
            comment=comment,
            cancel=f"/comments/{comment.pk}/edit?cancel=1",
        )

    def with_error(self, text: str, error: str, found: Sequence[tuple[str, bool]] = ()) -> "CommentForm":
        """The same form with what was typed, what was wrong and where."""
        return replace(self, text=text, error=error, found=found if any(bad for _, bad in found) else ())
