"""When a request goes to the chair as well; codes of reasons for holding back, to count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("asked_to_see") as table:
        table.alter_column("escalated_at", new_column_name="escalates_at")
    op.add_column("research_item", sa.Column("withheld_code", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("research_item", "withheld_code")
    with op.batch_alter_table("asked_to_see") as table:
        table.alter_column("escalates_at", new_column_name="escalated_at")
