"""Reminders about protocols: one press for everybody who is late, each letter as it was written."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_reminding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        *_ties(
            "agreement_reminding",
            ("partnership_id", "partnership"), ("agreement_id", "agreement"), ("sent_by", "person"),
        ),
    )  # fmt: skip
    op.create_table(
        "agreement_reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("reminding_id", sa.Uuid(), nullable=False),
        sa.Column("missing", sa.String(length=16), nullable=False),
        sa.Column("circulation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        *_ties(
            "agreement_reminder",
            ("partnership_id", "partnership"), ("reminding_id", "agreement_reminding"),
            ("circulation_id", "agreement_circulation"), ("person_id", "person"),
        ),
    )  # fmt: skip
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_table("agreement_reminder")
    op.drop_table("agreement_reminding")


INDEXES = (
    ("agreement_reminding", "agreement_id"),
    ("agreement_reminder", "reminding_id"),
    ("agreement_reminder", "circulation_id"),
)


def _ties(table: str, *to: tuple[str, str]) -> Iterable[sa.Constraint]:
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    for column, other in to:
        name = op.f(f"fk_{table}_{column}_{other}")
        yield sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)
