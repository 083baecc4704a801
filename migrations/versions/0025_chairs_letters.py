"""A chair's letter to the sponsor of an agency that stayed silent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

POINTS = {
    "partnership_id": "partnership", "meeting_id": "meeting", "agency_id": "agency",
    "written_by": "person", "sent_by": "person",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "board_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=name == "sent_by") for name in POINTS),
        sa.Column("addressee", sa.String(200), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_board_letter_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_letter")),
        sa.UniqueConstraint(
            "partnership_id", "meeting_id", "agency_id",
            name=op.f("uq_board_letter_partnership_id_meeting_id_agency_id"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("board_letter")
