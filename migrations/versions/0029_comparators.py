"""Figures of other areas, with months, source and definition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "figure_comparator"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(64), nullable=False),
        sa.Column("area", sa.String(80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_before", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.String(16), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("own_population", sa.Integer(), nullable=True),
        sa.Column("definition", sa.String(4000), nullable=False),
        sa.Column("same_definition", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f(f"fk_{TABLE}_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f(f"fk_{TABLE}_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "partnership_id",
            "measure",
            "area",
            "starts_on",
            "ends_before",
            name=op.f(f"uq_{TABLE}_partnership_id_measure_area_starts_on_ends_before"),
        ),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
