"""Signatures, suspensions and notices of leaving; the officer of a party."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What was signed before there were signatures of their own: one for each party that has signed.
KNOWN_SIGNATURES = """
INSERT INTO agreement_signature (id, partnership_id, agreement_id, agency_id, digest, signed_by,
    post, way, signed_at, recorded_at, ended_at, ended_as)
SELECT p.id, p.partnership_id, p.agreement_id, p.agency_id, a.digest, p.signed_by,
    '', 'recorded', p.signed_at, p.signed_at, p.ended_at, ''
FROM agreement_party p JOIN agreement a ON a.id = p.agreement_id WHERE p.signed_at IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "agreement_leaving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agreement_leaving_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_leaving_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_agreement_leaving_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_leaving")),
    )
    with op.batch_alter_table("agreement_leaving", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_leaving", ["partnership_id", "name"], unique=False)

    op.create_table(
        "agreement_suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("by_agency_id", sa.Uuid(), nullable=False),
        sa.Column("towards_agency_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_agency_id"],
            ["agency.id"],
            name=op.f("fk_agreement_suspension_by_agency_id_agency"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_agreement_suspension_lifted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_suspension_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_agreement_suspension_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["towards_agency_id"],
            ["agency.id"],
            name=op.f("fk_agreement_suspension_towards_agency_id_agency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_suspension")),
    )
    with op.batch_alter_table("agreement_suspension", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_suspension", ["partnership_id", "name"], unique=False)

    op.create_table(
        "agreement_left_behind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("leaving_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_agreement_left_behind_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["leaving_id"],
            ["agreement_leaving.id"],
            name=op.f("fk_agreement_left_behind_leaving_id_agreement_leaving"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_left_behind_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_left_behind")),
    )
    with op.batch_alter_table("agreement_left_behind", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_left_behind_leaving_id"), ["leaving_id"], unique=False
        )

    op.create_table(
        "agreement_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper_day", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agreement_signature_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_signature_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_signature_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agreement_signature_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_agreement_signature_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signature")),
    )
    with op.batch_alter_table("agreement_signature", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_signature", ["agreement_id", "agency_id"], unique=False)

    op.create_table(
        "agreement_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["person.id"], name=op.f("fk_agreement_scan_added_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_agreement_scan_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["agreement_signature.id"],
            name=op.f("fk_agreement_scan_signature_id_agreement_signature"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_scan")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_agreement_scan_signature_id")),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("officer_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("officer_name", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("officer_post", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agreement_party_officer_id_person"), "person", ["officer_id"], ["id"]
        )

    op.execute(KNOWN_SIGNATURES)


def downgrade() -> None:
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_agreement_party_officer_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("officer_post")
        batch_op.drop_column("officer_name")
        batch_op.drop_column("officer_id")

    op.drop_table("agreement_scan")
    with op.batch_alter_table("agreement_signature", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_signature")

    op.drop_table("agreement_signature")
    with op.batch_alter_table("agreement_left_behind", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_left_behind_leaving_id"))

    op.drop_table("agreement_left_behind")
    with op.batch_alter_table("agreement_suspension", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_suspension")

    op.drop_table("agreement_suspension")
    with op.batch_alter_table("agreement_leaving", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_leaving")

    op.drop_table("agreement_leaving")
