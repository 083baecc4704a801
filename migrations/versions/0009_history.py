"""What columns said before, so that an earlier moment can be worked out; grants taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REVOKER = "fk_asked_to_see_revoked_by_person"


def upgrade() -> None:
    op.create_table(
        "past_value",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True,
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_value")),
    )  # fmt: skip
    op.create_index("ix_past_value_about", "past_value", ["about_id", "since"])
    with op.batch_alter_table("asked_to_see") as table:
        table.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("revoked_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(REVOKER, "person", ["revoked_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("asked_to_see") as table:
        table.drop_constraint(REVOKER, type_="foreignkey")
        table.drop_column("escalated_at")
        table.drop_column("revoked_by")
        table.drop_column("revoked_at")
    op.drop_index("ix_past_value_about", table_name="past_value")
    op.drop_table("past_value")
