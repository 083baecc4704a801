"""When the person of a session last proved who they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sessions that are open now are asked again when it matters."""
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_column("proved_at")
