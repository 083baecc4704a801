"""How an agency or a worker stands to a case is said once; what two presses wrote is one row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# Each with what it adds to case, agency and relationship; NULL is equal to nothing in an index.
ONCE = {
    "ux_case_role_open_agency": ((), "person_id IS NULL AND ended_at IS NULL"),
    "ux_case_role_open_person": (("person_id",), "ended_at IS NULL"),
}
# The later of two equal rows never stood by itself, so it ends when it was written.
END_THE_SECOND = """
    UPDATE case_role SET ended_at = recorded_at WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (
                PARTITION BY case_id, agency_id, person_id, relationship ORDER BY recorded_at, id
            ) AS place
            FROM case_role WHERE ended_at IS NULL
        ) AS said WHERE place > 1
    )
"""


def upgrade() -> None:
    op.execute(END_THE_SECOND)
    for name, (more, where) in ONCE.items():
        op.create_index(
            name, "case_role", ["case_id", "agency_id", *more, "relationship"], unique=True,
            sqlite_where=sa.text(where), postgresql_where=sa.text(where),
        )  # fmt: skip


def downgrade() -> None:
    for name in ONCE:
        op.drop_index(name, table_name="case_role")
