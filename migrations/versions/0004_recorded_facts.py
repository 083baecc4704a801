"""Facts for one purpose, facts that end with a level of risk, and who ended a fact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PERSON = "fk_recorded_fact_withdrawn_by_person"


def upgrade() -> None:
    with op.batch_alter_table("recorded_fact") as table:
        table.add_column(sa.Column("withdrawn_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("purpose", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("while_risk", sa.String(length=16), nullable=True))
        table.create_foreign_key(PERSON, "person", ["withdrawn_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("recorded_fact") as table:
        table.drop_constraint(PERSON, type_="foreignkey")
        table.drop_column("while_risk")
        table.drop_column("purpose")
        table.drop_column("withdrawn_by")
