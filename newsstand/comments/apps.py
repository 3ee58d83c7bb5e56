"""Comments can be moderated."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "newsstand.comments"

    def ready(self) -> None:
        from newsstand.comments.subject import COMMENT
        from newsstand.moderation.subjects import enter

        enter("comment", COMMENT)
