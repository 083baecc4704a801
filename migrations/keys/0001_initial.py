"""Wrapped keys, tombstones and the constants of the start-up check."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_constant",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sealed_constant")),
    )
    op.create_table(
        "tombstone",
        sa.Column("scope_hash", sa.LargeBinary(), nullable=False),
        sa.Column("shredded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope_hash", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "wrapped_key",
        sa.Column("scope_kind", sa.String(length=32), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope_kind", "scope_id", "version", name=op.f("pk_wrapped_key")),
    )
    with op.batch_alter_table("wrapped_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wrapped_key_root_id"), ["root_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("wrapped_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wrapped_key_root_id"))

    op.drop_table("wrapped_key")
    op.drop_table("tombstone")
    op.drop_table("sealed_constant")
