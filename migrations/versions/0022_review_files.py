"""Files of a review under its key, drafts of its report with their readers, words about both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_entry", sa.Column("about_id", sa.Uuid(), nullable=True))
    op.create_table(
        "review_file",
        *_columns("review_id", "about_id", "agency_id", "author_id"),
        sa.Column("about_kind", sa.String(16), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("review_file", review_id="review", agency_id="agency", author_id="person"),
    )
    op.create_index("ix_review_file_of", "review_file", ["partnership_id", "review_id"])
    op.create_index("ix_review_file_about", "review_file", ["about_id"])
    op.create_table(
        "review_draft",
        *_columns("review_id", "agency_id", "author_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.String(200), nullable=False),
        *_keys("review_draft", review_id="review", agency_id="agency", author_id="person",
               approved_by="person"),
        sa.UniqueConstraint(
            "partnership_id", "review_id", "number",
            name=op.f("uq_review_draft_partnership_id_review_id_number"),
        ),
    )  # fmt: skip
    op.create_table(
        "review_draft_reader",
        *_columns("draft_id", "sent_by"),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("to", sa.String(200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        *_keys("review_draft_reader", draft_id="review_draft", sent_by="person",
               person_id="person"),
    )  # fmt: skip
    op.create_index(
        "ix_review_draft_reader_of", "review_draft_reader", ["partnership_id", "draft_id"]
    )


def downgrade() -> None:
    op.drop_table("review_draft_reader")
    op.drop_table("review_draft")
    op.drop_table("review_file")
    op.drop_column("review_entry", "about_id")


def _columns(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "partnership_id", *names)]


def _keys(table: str, **to: str) -> list[sa.Constraint]:
    points = {"partnership_id": "partnership", **to}
    return [
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            )
            for column, other in points.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
