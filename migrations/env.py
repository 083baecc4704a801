"""Run by `casework.schema`, which hands in connection and metadata; knows nothing of ours."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.render import _repr_type
from sqlalchemy.types import TypeDecorator


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    # History must not change when our own column types do: it names what the database stores.
    if kind == "type" and isinstance(item, TypeDecorator):
        return _repr_type(item.impl_instance, autogen_context)
    return False


def run() -> None:
    given = context.config.attributes
    context.configure(
        connection=given["connection"],
        target_metadata=given["metadata"],
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        # The connection is inside a real transaction already, on SQLite too.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
