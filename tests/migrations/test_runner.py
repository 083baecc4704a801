"""A migration is there whole or not at all, on both databases, and leads to what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import sqlalchemy as sa

from casework import schema
from tests.databases import Urls, drop, empty_urls, import_all_models

HEAD = "import sqlalchemy as sa\nfrom alembic import op\nbranch_labels = depends_on = None\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Urls]:
    made = empty_urls(tmp_path)
    yield made
    drop(made.cases)
    drop(made.keys)


def url_of(history: schema.History, urls: Urls) -> str:
    return urls.cases if history is schema.CASES else urls.keys


def history_of(folder: Path, **files: str) -> schema.History:
    folder.mkdir()
    before = None
    for name, body in files.items():
        number = name.removeprefix("r")
        head = f"{HEAD}revision = {number!r}\ndown_revision = {before!r}\n"
        (folder / f"{number}_step.py").write_text(head + dedent(body))
        before = number
    metadata = sa.MetaData()
    sa.Table("parent", metadata, sa.Column("id", sa.Integer, primary_key=True))
    return schema.History("try", folder, metadata)


FIRST = """
    def upgrade():
        op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True))
    def downgrade():
        op.drop_table("parent")
"""
BREAKS = """
    def upgrade():
        op.create_table("first_half", sa.Column("id", sa.Integer, primary_key=True))
        op.execute("INSERT INTO nowhere VALUES (1)")
    def downgrade():
        op.drop_table("first_half")
"""


def tables(url: str) -> set[str]:
    engine = sa.create_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_a_migration_that_fails_half_way_leaves_nothing_behind(tmp_path: Path, empty: Urls) -> None:
    history = history_of(tmp_path / "history", r0001=FIRST, r0002=BREAKS)
    with (
        pytest.raises(sa.exc.SQLAlchemyError),
        schema.migrating(empty.cases) as connection,
    ):
        schema.upgrade(history, connection)
    assert tables(empty.cases) == set()


def test_a_step_after_a_finished_one_fails_alone(tmp_path: Path, empty: Urls) -> None:
    history = history_of(tmp_path / "history", r0001=FIRST, r0002=BREAKS)
    with schema.migrating(empty.cases) as connection:
        schema.upgrade(history, connection, "0001")
    with (
        pytest.raises(sa.exc.SQLAlchemyError),
        schema.migrating(empty.cases) as connection,
    ):
        schema.upgrade(history, connection)
    with schema.migrating(empty.cases) as connection:
        assert schema.current(connection) == "0001"
    assert tables(empty.cases) == {"parent", "alembic_version"}


@pytest.mark.sqlite
def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(tmp_path: Path, empty: Urls) -> None:
    children = """
    def upgrade():
        op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column(
            "parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")))
        op.execute("INSERT INTO parent VALUES (1)")
        op.execute("INSERT INTO child VALUES (1, 1)")
    def downgrade():
        op.drop_table("child")
    """
    rebuild = """
    def upgrade():
        with op.batch_alter_table("parent", recreate="always") as table:
            table.add_column(sa.Column("note", sa.String(10)))
    def downgrade():
        with op.batch_alter_table("parent") as table:
            table.drop_column("note")
    """
    history = history_of(tmp_path / "history", r0001=FIRST, r0002=children, r0003=rebuild)
    with schema.migrating(empty.cases) as connection:
        schema.upgrade(history, connection)
        assert connection.scalar(sa.text("SELECT count(*) FROM child")) == 1


@pytest.mark.sqlite
def test_a_migration_that_orphans_rows_is_refused_whole(tmp_path: Path, empty: Urls) -> None:
    orphan = """
    def upgrade():
        op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column(
            "parent_id", sa.Integer, sa.ForeignKey("parent.id")))
        op.execute("INSERT INTO child VALUES (1, 7)")
    def downgrade():
        op.drop_table("child")
    """
    history = history_of(tmp_path / "history", r0001=FIRST, r0002=orphan)
    with (
        pytest.raises(schema.SchemaUnknown, match="1 rows of child"),
        schema.migrating(empty.cases) as connection,
    ):
        schema.upgrade(history, connection)
    assert tables(empty.cases) == set()


def test_a_database_of_another_revision_is_refused_with_what_to_do(
    tmp_path: Path, empty: Urls
) -> None:
    history = history_of(tmp_path / "history", r0001=FIRST)
    with schema.migrating(empty.cases) as connection:
        with pytest.raises(schema.SchemaUnknown, match="db upgrade"):
            schema.refuse_unknown(history, connection)
        schema.upgrade(history, connection)
        schema.refuse_unknown(history, connection)


def test_a_new_revision_has_the_next_number_and_makes_the_difference(
    tmp_path: Path, empty: Urls
) -> None:
    history = history_of(tmp_path / "history", r0001=FIRST)
    sa.Table("added", history.metadata, sa.Column("id", sa.Uuid, primary_key=True))
    with schema.migrating(empty.cases) as connection:
        schema.upgrade(history, connection)
        path = schema.new_revision(history, connection, "add a table")
    assert path.name == "0002_add_a_table.py"
    with schema.migrating(empty.cases) as connection:
        schema.upgrade(history, connection)
        assert schema.differences(history, connection) == []


@pytest.mark.parametrize("history", [schema.CASES, schema.KEYS], ids=["cases", "keys"])
def test_history_and_models_agree_and_the_way_back_is_clean(
    history: schema.History, empty: Urls
) -> None:
    import_all_models()
    url = url_of(history, empty)
    with schema.migrating(url) as connection:
        schema.upgrade(history, connection)
        assert schema.differences(history, connection) == []
    with schema.migrating(url) as connection:
        schema.downgrade(history, connection, "base")
    assert tables(url) <= {"alembic_version"}
    with schema.migrating(url) as connection:
        schema.upgrade(history, connection)
        assert schema.differences(history, connection) == []


def test_histories_are_linear_and_numbered_without_a_gap() -> None:
    for history in (schema.CASES, schema.KEYS):
        names = sorted(path.name for path in history.versions.glob("[0-9]*.py"))
        assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
