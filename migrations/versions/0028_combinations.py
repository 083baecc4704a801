"""Counts of live cases by combination of facts; every live case waits to be worked out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LIVE = ("listed", "researched", "heard", "actions_open", "actions_complete")


def upgrade() -> None:
    op.create_table(
        "fact_combination",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        _partnership("fact_combination"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_combination")),
    )
    op.create_index(
        op.f("ix_fact_combination_partnership_id"), "fact_combination", ["partnership_id"]
    )
    op.create_table(
        "combination_count",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        _partnership("combination_count"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_combination_count")),
    )
    op.create_index(
        op.f("ix_combination_count_partnership_id"), "combination_count", ["partnership_id"]
    )
    _cases()


def _cases() -> None:
    op.create_table(
        "case_combination",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("context", sa.String(length=32), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_case_combination_case_id_case_record")
        ),
        _partnership("case_combination"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_combination")),
    )
    op.create_index(
        "ix_case_combination_holds", "case_combination",
        ["stale", "until", "partnership_id", "context"],
    )  # fmt: skip
    case = sa.table(
        "case_record", sa.column("id"), sa.column("partnership_id"), sa.column("state", sa.String())
    )
    kept = sa.table(
        "case_combination", sa.column("case_id"), sa.column("partnership_id"),
        sa.column("stale"), sa.column("parts"),
    )  # fmt: skip
    live = sa.select(
        case.c.id, case.c.partnership_id, sa.true(), sa.literal("", sa.Text())
    ).where(case.c.state.in_(LIVE))  # fmt: skip
    op.execute(kept.insert().from_select(["case_id", "partnership_id", "stale", "parts"], live))


def _partnership(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["partnership_id"], ["partnership.id"],
        name=op.f(f"fk_{table}_partnership_id_partnership"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("case_combination")
    op.drop_table("combination_count")
    op.drop_table("fact_combination")
