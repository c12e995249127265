"""find responses by time of answering"""

from alembic import op

revision = "d41c7e20b5f9"
down_revision = "b948aebce74a"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_responses_round_id_submitted_at_id"), ["round_id", "submitted_at", "id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_round_id_submitted_at_id"))
