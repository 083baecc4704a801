"""When a party's signature ends is kept with the signature; nothing ever filled the party's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("agreement_party", "ended_at")


def downgrade() -> None:
    op.add_column(
        "agreement_party", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True)
    )
