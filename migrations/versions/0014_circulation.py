"""Drafts sent round, their readers, and what those said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_circulation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_circulation_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_circulation_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["person.id"], name=op.f("fk_agreement_circulation_sent_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_circulation")),
    )
    with op.batch_alter_table("agreement_circulation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_circulation_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "agreement_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("circulation_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=16), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agreement_reader_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"],
            ["agreement_circulation.id"],
            name=op.f("fk_agreement_reader_circulation_id_agreement_circulation"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_reader_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agreement_reader_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_agreement_reader_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_reader")),
    )
    with op.batch_alter_table("agreement_reader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_reader_circulation_id"), ["circulation_id"], unique=False
        )

    op.create_table(
        "agreement_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("circulation_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answer_why", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_agreement_comment_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"],
            ["agreement_circulation.id"],
            name=op.f("fk_agreement_comment_circulation_id_agreement_circulation"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_comment_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["agreement_reader.id"],
            name=op.f("fk_agreement_comment_reader_id_agreement_reader"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_comment")),
    )
    with op.batch_alter_table("agreement_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_comment_circulation_id"), ["circulation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("agreement_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_comment_circulation_id"))

    op.drop_table("agreement_comment")
    with op.batch_alter_table("agreement_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_reader_circulation_id"))

    op.drop_table("agreement_reader")
    with op.batch_alter_table("agreement_circulation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_circulation_agreement_id"))

    op.drop_table("agreement_circulation")
