"""The register of training: courses, versions, and to whom each was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        _to("training", "partnership_id", "partnership"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("partnership_id", "title", name="uq_training_title"),
    )
    op.create_table(
        "training_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=4000), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("training_version", "partnership_id", "partnership"),
        _to("training_version", "training_id", "training"),
        _to("training_version", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_version")),
        sa.UniqueConstraint("partnership_id", "training_id", "label", name="uq_training_version"),
    )
    op.create_table(
        "training_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("training_version_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mistaken", sa.Boolean(), nullable=False),
        _to("training_delivery", "partnership_id", "partnership"),
        _to("training_delivery", "training_version_id", "training_version"),
        _to("training_delivery", "agency_id", "agency"),
        _to("training_delivery", "recorded_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_delivery")),
    )
    op.create_index(
        op.f("ix_training_delivery_training_version_id"),
        "training_delivery",
        ["training_version_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_training_delivery_training_version_id"), table_name="training_delivery")
    op.drop_table("training_delivery")
    op.drop_table("training_version")
    op.drop_table("training")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
