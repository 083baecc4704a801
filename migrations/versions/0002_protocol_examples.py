"""Examples of what officers expect of a protocol, reports of how they fared, what was set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protocol_example",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("expected", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_name", sa.String(length=120), nullable=False),
        sa.Column("signed_agency", sa.String(length=120), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_protocol_example_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_protocol_example_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_protocol_example_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_protocol_example_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_protocol_example_signed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_example")),
    )
    with op.batch_alter_table("protocol_example", schema=None) as batch_op:
        batch_op.create_index("ix_protocol_example_name", ["partnership_id", "name"], unique=False)

    op.create_table(
        "example_overruled",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("example_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_example_overruled_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["example_id"],
            ["protocol_example.id"],
            name=op.f("fk_example_overruled_example_id_protocol_example"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_example_overruled_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_example_overruled_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example_overruled")),
    )
    with op.batch_alter_table("example_overruled", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_example_overruled_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "example_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("agency_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_digest", sa.String(length=64), nullable=False),
        sa.Column("program", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_example_report_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_example_report_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_example_report_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example_report")),
    )
    with op.batch_alter_table("example_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_example_report_agreement_id"), ["agreement_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("example_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_example_report_agreement_id"))

    op.drop_table("example_report")
    with op.batch_alter_table("example_overruled", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_example_overruled_agreement_id"))

    op.drop_table("example_overruled")
    with op.batch_alter_table("protocol_example", schema=None) as batch_op:
        batch_op.drop_index("ix_protocol_example_name")

    op.drop_table("protocol_example")
