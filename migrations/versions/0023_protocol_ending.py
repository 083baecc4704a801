"""A version that ends without another in its place: asked by one person, decided by another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_ending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_agreement_ending_{column}_{table}")
            )
            for column, table in (
                ("partnership_id", "partnership"),
                ("agreement_id", "agreement"),
                ("asked_by", "person"),
                ("decided_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_ending")),
    )
    op.create_index(op.f("ix_agreement_ending_agreement_id"), "agreement_ending", ["agreement_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_agreement_ending_agreement_id"), table_name="agreement_ending")
    op.drop_table("agreement_ending")
