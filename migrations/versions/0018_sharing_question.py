"""Questions before sharing outside the system, with their answer and what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sharing_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_agency_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("section", sa.String(length=48), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("done", sa.String(length=16), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_sharing_question_{name}"))
            for column, target, name in (
                ("partnership_id", "partnership.id", "partnership_id_partnership"),
                ("case_id", "case_record.id", "case_id_case_record"),
                ("asked_by", "person.id", "asked_by_person"),
                ("asked_agency_id", "agency.id", "asked_agency_id_agency"),
                ("recipient_id", "agency.id", "recipient_id_agency"),
                ("done_by", "person.id", "done_by_person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_question")),
    )
    op.create_index("ix_sharing_question_case", "sharing_question", ["case_id", "asked_at"])
    op.create_index(
        "ix_sharing_question_open", "sharing_question", ["partnership_id", "asked_by", "done"]
    )


def downgrade() -> None:
    op.drop_index("ix_sharing_question_open", table_name="sharing_question")
    op.drop_index("ix_sharing_question_case", table_name="sharing_question")
    op.drop_table("sharing_question")
