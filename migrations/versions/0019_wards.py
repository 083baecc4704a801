"""Reference data: in which ward a postcode lies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "ward_table",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=False),
        sa.Column("postcodes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"],
            name=op.f("fk_ward_table_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["person.id"], name=op.f("fk_ward_table_imported_by_person")
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_ward_table")),
    )  # fmt: skip
    op.create_table(
        "postcode_ward",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("ward", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"],
            name=op.f("fk_postcode_ward_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", "postcode", name=op.f("pk_postcode_ward")),
    )  # fmt: skip


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("postcode_ward")
    op.drop_table("ward_table")
