"""What the clock of a protocol carried out, and from when on a request counts as refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

POINTS = {"partnership_id": "partnership", "case_id": "case_record"}


def upgrade() -> None:
    op.create_table(
        "duty_run_out",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("ran_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_duty_run_out_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_run_out")),
    )
    op.create_index(op.f("ix_duty_run_out_case_id"), "duty_run_out", ["case_id"])
    op.add_column("asked_to_see", sa.Column("lapses_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("asked_to_see") as table:
        table.drop_column("lapses_at")
    op.drop_table("duty_run_out")
