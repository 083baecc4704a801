"""Facts are found by when they were recorded, withdrawn or came to their end."""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CHANGES = ("recorded_at", "ends_at", "withdrawn_at")


def upgrade() -> None:
    for column in CHANGES:
        op.create_index(op.f(f"ix_recorded_fact_{column}"), "recorded_fact", [column])


def downgrade() -> None:
    for column in CHANGES:
        op.drop_index(op.f(f"ix_recorded_fact_{column}"), table_name="recorded_fact")
