"""Plans: candidates, merged and national recommendations, circulation, imported action plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Columns that existing rows get an empty value in; from then on the program gives it.
ADDED = {
    "recommendation": (
        "local_reference",
        "source",
        "source_words",
        "target_words",
        "raised_with",
        "answer",
    ),
    "recommendation_action": ("kind", "document", "document_link"),
    "review": ("last_candidate",),
}


def upgrade() -> None:
    op.create_table(
        "plan_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("kept_apart", sa.JSON(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("already", sa.Integer(), nullable=False),
        sa.Column("apart", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_plan_import_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_import_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_plan_import_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import")),
    )
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_import_review", ["partnership_id", "review_id"], unique=False
        )

    op.create_table(
        "recommendation_candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("source_words", sa.String(length=200), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_recommendation_candidate_decided_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_recommendation_candidate_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"],
            ["person.id"],
            name=op.f("fk_recommendation_candidate_raised_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_candidate_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_recommendation_candidate_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_candidate")),
        sa.UniqueConstraint(
            "partnership_id",
            "review_id",
            "number",
            name=op.f("uq_recommendation_candidate_partnership_id_review_id_number"),
        ),
    )
    op.create_table(
        "recommendation_origin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("oddities", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["plan_import.id"],
            name=op.f("fk_recommendation_origin_import_id_plan_import"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_recommendation_origin_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_origin_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_origin")),
    )
    with op.batch_alter_table("recommendation_origin", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recommendation_origin_of", ["partnership_id", "recommendation_id"], unique=False
        )

    op.create_table(
        "recommendation_distribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["recommendation_action.id"],
            name=op.f("fk_recommendation_distribution_action_id_recommendation_action"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_recommendation_distribution_partnership_id_partnership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_recommendation_distribution_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_distribution_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_distribution")),
    )
    with op.batch_alter_table("recommendation_distribution", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recommendation_distribution_of",
            ["partnership_id", "recommendation_id"],
            unique=False,
        )

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("local_reference", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("source", sa.String(length=24), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("source_words", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("target_words", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("raised_with", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("raised_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answered_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("answer", sa.String(length=4000), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_recommendation_merged_into_id_recommendation"),
            "recommendation",
            ["merged_into_id"],
            ["id"],
        )

    with op.batch_alter_table("recommendation_action", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), nullable=False, server_default="task")
        )
        batch_op.add_column(
            sa.Column("document", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("document_link", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.alter_column("due_on", existing_type=sa.DATE(), nullable=True)

    with op.batch_alter_table("recommendation_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given_for_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_recommendation_evidence_given_for_id_agency"),
            "agency",
            ["given_for_id"],
            ["id"],
        )

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("last_candidate", sa.Integer(), nullable=False, server_default="0")
        )

    # Evidence that was given until now was given for whoever answers for it today.
    op.execute(
        """UPDATE recommendation_evidence SET given_for_id = (
            SELECT owner_agency_id FROM recommendation
            WHERE recommendation.id = recommendation_evidence.recommendation_id)"""
    )
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in columns:
                batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("last_candidate")

    with op.batch_alter_table("recommendation_evidence", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_recommendation_evidence_given_for_id_agency"), type_="foreignkey"
        )
        batch_op.drop_column("given_for_id")

    # A date that was not known has to be some date again: the target, or the day it was written.
    op.execute(
        """UPDATE recommendation_action SET due_on = COALESCE(
            (SELECT target_on FROM recommendation
             WHERE recommendation.id = recommendation_action.recommendation_id), '1970-01-01')
        WHERE due_on IS NULL"""
    )
    with op.batch_alter_table("recommendation_action", schema=None) as batch_op:
        batch_op.alter_column("due_on", existing_type=sa.DATE(), nullable=False)
        batch_op.drop_column("document_link")
        batch_op.drop_column("document")
        batch_op.drop_column("kind")

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_recommendation_merged_into_id_recommendation"), type_="foreignkey"
        )
        batch_op.drop_column("answer")
        batch_op.drop_column("answered_on")
        batch_op.drop_column("raised_on")
        batch_op.drop_column("raised_with")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("target_words")
        batch_op.drop_column("source_words")
        batch_op.drop_column("source")
        batch_op.drop_column("local_reference")

    with op.batch_alter_table("recommendation_distribution", schema=None) as batch_op:
        batch_op.drop_index("ix_recommendation_distribution_of")

    op.drop_table("recommendation_distribution")
    with op.batch_alter_table("recommendation_origin", schema=None) as batch_op:
        batch_op.drop_index("ix_recommendation_origin_of")

    op.drop_table("recommendation_origin")
    op.drop_table("recommendation_candidate")
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_import_review")

    op.drop_table("plan_import")
