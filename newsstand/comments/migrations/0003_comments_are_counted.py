"""Comments that stood before there were counts of replies are counted."""

from django.db import migrations

COUNT = """
UPDATE comments_comment SET
    reply_count = (
        SELECT COUNT(*) FROM comments_comment AS reply
        WHERE reply.parent_id = comments_comment.id AND reply.status = 'shown' AND reply.withdrawn_at IS NULL
    ),
    thread_count = (
        SELECT COUNT(*) FROM comments_comment AS reply
        WHERE reply.root_id = comments_comment.id AND reply.status = 'shown' AND reply.withdrawn_at IS NULL
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0002_held_counted_revised'),
    ]

    operations = [
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
