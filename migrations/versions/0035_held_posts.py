"""Posts that a sharing protocol names, held with a role; relations that partners name, in full."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

POINTS = {
    "partnership_id": "partnership", "appointment_id": "appointment",
    "given_by": "person", "ended_by": "person",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "held_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_held_post_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_post")),
    )
    op.create_index(op.f("ix_held_post_appointment_id"), "held_post", ["appointment_id"])
    op.create_index(
        "ux_held_post_open", "held_post", ["appointment_id", "word"], unique=True,
        sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    _lengthen(32, 64)


def downgrade() -> None:
    op.drop_table("held_post")
    _lengthen(64, 32)


def _lengthen(before: int, after: int) -> None:
    with op.batch_alter_table("case_role") as table:
        table.alter_column(
            "relationship", existing_type=sa.String(before), type_=sa.String(after),
            existing_nullable=False,
        )  # fmt: skip
