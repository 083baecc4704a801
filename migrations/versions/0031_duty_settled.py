"""How a duty that the protocol set ended: done, perhaps late, or why not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

POINTS = {
    "partnership_id": "partnership",
    "case_id": "case_record",
    "settled_by": "person",
    "reason_answer_id": "sealed_answer",
}


def upgrade() -> None:
    op.create_table(
        "duty_settled",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.String(16), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_answer_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_duty_settled_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_settled")),
    )
    op.create_index(op.f("ix_duty_settled_case_id"), "duty_settled", ["case_id"])


def downgrade() -> None:
    op.drop_table("duty_settled")
