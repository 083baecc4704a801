"""A recorded fact may say several words at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recorded_fact") as table:
        table.alter_column("value", existing_type=sa.String(32), type_=sa.String(200))


def downgrade() -> None:
    op.execute("UPDATE recorded_fact SET value = 'unknown' WHERE length(value) > 32")
    with op.batch_alter_table("recorded_fact") as table:
        table.alter_column("value", existing_type=sa.String(200), type_=sa.String(32))
