"""What the check of a report before its publication found, and why it may stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review_publication") as batch_op:
        batch_op.add_column(
            sa.Column("checked_lines", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("checked_note", sa.String(4000), nullable=False, server_default="")
        )
    with op.batch_alter_table("review_publication") as batch_op:
        for name in ("checked_lines", "checked_note"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review_publication") as batch_op:
        batch_op.drop_column("checked_note")
        batch_op.drop_column("checked_lines")
