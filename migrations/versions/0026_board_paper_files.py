"""A paper of a board may be a file, sealed under the key of its partnership."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

POINTS = {"partnership_id": "partnership", "paper_id": "board_paper", "added_by": "person"}


def upgrade() -> None:
    op.create_table(
        "board_paper_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in POINTS),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_board_paper_file_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_paper_file")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_board_paper_file_paper_id")),
    )


def downgrade() -> None:
    op.drop_table("board_paper_file")
