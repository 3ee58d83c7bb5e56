"""Comments can be moderated, and go by their writer's name of today."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "newsstand.comments"

    def ready(self) -> None:
        from newsstand.accounts.rename import listen
        from newsstand.comments.renamed import renamed
        from newsstand.comments.subject import COMMENT
        from newsstand.moderation.subjects import enter

        enter("comment", COMMENT)
        listen(renamed)
