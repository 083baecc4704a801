"""Scans of signed pages are sealed; a worker seals those that were kept before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreement_scan", sa.Column("wrapped_key", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    # Without their keys sealed scans could never be read again.
    sealed = sa.text("SELECT count(*) FROM agreement_scan WHERE wrapped_key IS NOT NULL")
    if op.get_bind().scalar(sealed):
        raise RuntimeError("There are sealed scans, and without this column nobody can open them.")
    op.drop_column("agreement_scan", "wrapped_key")
