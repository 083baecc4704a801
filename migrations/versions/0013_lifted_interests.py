"""Who lifted an interest in a case, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = {"lifted_by": "person", "lift_answer_id": "sealed_answer"}


def upgrade() -> None:
    """Add both."""
    with op.batch_alter_table("case_exclusion") as batch:
        for column, table in COLUMNS.items():
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_case_exclusion_{column}_{table}"), table, [column], ["id"]
            )


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("case_exclusion") as batch:
        for column, table in COLUMNS.items():
            batch.drop_constraint(op.f(f"fk_case_exclusion_{column}_{table}"), type_="foreignkey")
            batch.drop_column(column)
