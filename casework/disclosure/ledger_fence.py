"""Triggers that make the ledger append-only, per dialect, ready to paste into a migration.

SQLite needs a guard before INSERT too, since INSERT OR REPLACE passes the other two; PostgreSQL one
against TRUNCATE, and ENABLE ALWAYS, since a replication session passes ordinary triggers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SQLITE = (
    """CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry
    WHEN EXISTS (SELECT 1 FROM ledger_entry
                 WHERE partnership_id = NEW.partnership_id AND seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head
    WHEN NEW.size <= OLD.size OR NEW.partnership_id <> OLD.partnership_id
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledger_head_no_replace BEFORE INSERT ON ledger_head
    WHEN EXISTS (SELECT 1 FROM ledger_head WHERE partnership_id = NEW.partnership_id)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)

POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head FOR EACH ROW
    WHEN (NEW.size <= OLD.size OR NEW.partnership_id <> OLD.partnership_id)
    EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE TRIGGER ledger_head_no_truncate BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()""",
    "ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_change",
    "ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_truncate",
    "ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_only_grows",
    "ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_no_delete",
    "ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_no_truncate",
)

LEDGER_FENCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": SQLITE, "postgresql": POSTGRESQL}
)
